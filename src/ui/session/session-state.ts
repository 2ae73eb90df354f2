/**
 * The focus object: which world, which step, what is selected. Every panel and the transport read this one store, and
 * nothing in it is a copy of what a worker can be asked for, except the last answer that is on the screen.
 */
import type { Fault } from '../../kernel/base/fault.ts'
import type {
  Directory,
  HeadInfo,
  LaneInfo,
  OpenedWorld,
  PauseReason,
  PositionView,
  Progress,
  ScenarioSummary,
  SealReport,
  WorldSummary,
} from '../../workers/protocol.ts'
import type { Notice } from './notices.ts'
import type { Ref } from './ref.ts'

/** What one press of a step button moves by. */
export type StepBy = 'event' | 'frame' | 'tick'

export const STEP_UNITS: readonly StepBy[] = ['event', 'frame', 'tick']

/** Ticks of the world in one second of playback, and of a running world. */
export const SPEEDS: readonly number[] = [0.25, 0.5, 1, 2, 4, 16, 64]

export type VerifyState =
  | { readonly state: 'never' }
  | { readonly state: 'running'; readonly progress: Progress | undefined }
  | { readonly state: 'done'; readonly report: SealReport }
  | { readonly state: 'failed'; readonly fault: Fault }

/** A file on its way in or out. */
export interface Transfer {
  readonly kind: 'export' | 'import'
  readonly name: string
  readonly progress: Progress | undefined
}

/** A file that was refused, and how much of it holds. */
export interface RefusedFile {
  readonly file: Blob
  readonly name: string
  readonly fault: Fault
  readonly verifiedFrames: number
}

export interface SessionState {
  readonly phase: 'starting' | 'opening' | 'open' | 'failed'
  readonly opened: OpenedWorld | undefined
  readonly worlds: readonly WorldSummary[]
  readonly scenarios: readonly ScenarioSummary[]
  /** How far storage has acknowledged. */
  readonly durable: HeadInfo | undefined
  /** How far the replay worker can show. */
  readonly head: HeadInfo | undefined
  /** The step asked for; moves at once, before the answer. Numbers and lines follow this. */
  readonly playhead: number
  /** The last exact answer. Pictures and panels follow this. */
  readonly position: PositionView | undefined
  /** The step whose account is on the screen; the tab above it says this one. None while no panel shows one. */
  readonly toldStep: number | undefined
  readonly directory: Directory
  /** Rows of the timeline's counts, in the order the replay worker numbers them. */
  readonly lanes: readonly LaneInfo[]
  readonly mode: 'leader' | 'follower'
  readonly isRunning: boolean
  readonly pauseReason: PauseReason | undefined
  readonly isPlaying: boolean
  readonly isFollowing: boolean
  /** Rises with every discrete navigation; the address bar makes a place to come back to of each. */
  readonly navigation: number
  readonly speed: number
  readonly stepBy: StepBy
  readonly selection: Ref | undefined
  readonly hover: Ref | undefined
  /** Why the world stopped or could not be opened. */
  readonly fault: Fault | undefined
  readonly verify: VerifyState
  readonly transfer: Transfer | undefined
  readonly refusedFile: RefusedFile | undefined
  readonly notices: readonly Notice[]
}

const EMPTY_DIRECTORY: Directory = { version: 0, agents: [], locations: [] }

export const INITIAL_STATE: SessionState = {
  phase: 'starting',
  opened: undefined,
  worlds: [],
  scenarios: [],
  durable: undefined,
  head: undefined,
  playhead: 0,
  position: undefined,
  toldStep: undefined,
  directory: EMPTY_DIRECTORY,
  lanes: [],
  mode: 'leader',
  isRunning: false,
  pauseReason: undefined,
  isPlaying: false,
  isFollowing: true,
  navigation: 0,
  speed: 1,
  stepBy: 'frame',
  selection: undefined,
  hover: undefined,
  fault: undefined,
  verify: { state: 'never' },
  transfer: undefined,
  refusedFile: undefined,
  notices: [],
}
