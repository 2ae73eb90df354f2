/**
 * What the page and the workers say to each other. Control calls go over comlink; views are typed arrays that are
 * transferred. Every request that draws carries a `token`; an answer to an outdated token is dropped by the asker.
 * Nothing here is hashed or stored.
 */
import type { Fault } from '../kernel/base/fault.ts'
import type { Result } from '../kernel/base/result.ts'

/** A plain hashed value as it crosses the worker border (links arrive as `{link: hex}`, bytes as Uint8Array). */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue }

/** Where a path of frames ends. `hash` is lower-case hex. */
export interface HeadInfo {
  readonly seq: number
  readonly hash: string
  /** World tick after the frame. */
  readonly time: number
  /** Events on the path so far. */
  readonly events: number
}

export interface WorldSummary {
  readonly worldKey: string
  readonly name: string
  /** Hex of the genesis hash: the world's identity. */
  readonly genesis: string
  readonly scenario: string
  readonly seed: number
  readonly head: HeadInfo
  /** True when a driver of this build can run it on; imported recordings of unknown scenarios only play back. */
  readonly isRunnable: boolean
  /** Absent for what was made here or was done again here with the same result. */
  readonly notReproduced?: NotReproduced
}

/**
 * Why a world that came from a file may not be what this build makes of its actions: nobody did them again (`unchecked`),
 * they came out in another way (`differs`), or the file follows the rules of another build (`other_build`, which only
 * plays back). Running such a world on joins two histories; whoever does must see this first.
 */
export type NotReproduced = 'unchecked' | 'differs' | 'other_build'

export interface ScenarioSummary {
  readonly id: string
  readonly name: string
  readonly summary: string
  readonly seed: number
  readonly hasDriver: boolean
}

export type WorldSource = (
  | { readonly kind: 'scenario'; readonly id: string; readonly seed?: number; readonly agents?: number }
  | { readonly kind: 'stored'; readonly worldKey: string }
  | { readonly kind: 'genesis'; readonly genesis: string }
) & {
  /** The branch that will be looked at; `world.unknown` {path, reason: 'branch'} when the world has none of this name. */
  readonly branch?: string
}

export interface OpenedWorld {
  readonly world: WorldSummary
  readonly branch: string
  /** Committed position; never ahead of what storage acknowledged. */
  readonly durable: HeadInfo
  readonly mode: 'leader' | 'follower'
  readonly isRunning: boolean
  /**
   * `storage.torn_tail` when the stored end did not hold and the branch was cut: `seq` frames are left of `expected`.
   * Whoever opens must tell it; the world itself can run on.
   */
  readonly mended?: Fault
}

export type PauseReason = 'person' | 'hidden' | 'halted' | 'follower' | 'no_driver'

/** Pushed by the world worker, in order. */
export type WorldNotice =
  | { readonly kind: 'durable'; readonly worldKey: string; readonly head: HeadInfo }
  | { readonly kind: 'mode'; readonly worldKey: string; readonly mode: 'leader' | 'follower' }
  | {
      readonly kind: 'running'
      readonly worldKey: string
      readonly isRunning: boolean
      readonly reason?: PauseReason
    }
  | { readonly kind: 'halted'; readonly worldKey: string; readonly fault: Fault }
  | { readonly kind: 'worlds'; readonly worlds: readonly WorldSummary[] }
  | { readonly kind: 'closed'; readonly worldKey: string; readonly reason: 'version_change' | 'deleted' }

/** bytes done and, when known, bytes in all. */
export interface Progress {
  readonly stage: 'read' | 'verify' | 'store' | 'write'
  readonly done: number
  readonly total: number
}

/** The world worker: the live kernel, sole writer of the journal. */
export interface WorldHost {
  /** Registers the listener of this page (one). Resolves after the first `worlds` notice was sent. */
  listen(onNotice: (notice: WorldNotice) => void): Promise<void>
  scenarios(): Promise<readonly ScenarioSummary[]>
  worlds(): Promise<readonly WorldSummary[]>
  /** Opens (creating a scenario's world if it does not exist) and, for a leader of a runnable world, leaves it paused. */
  open(source: WorldSource): Promise<Result<OpenedWorld>>
  /** Starts or stops the driver and clock. `ticksPerSecond` 1 unless told. Strict commit at pause. */
  setRunning(
    isRunning: boolean,
    options?: { readonly ticksPerSecond?: number; readonly reason?: PauseReason },
  ): Promise<Result<void>>
  /** One action from a person. Resolves once durable. */
  submit(action: {
    readonly kind: string
    readonly payload: PlainValue
    readonly actor: string
    readonly key: string
  }): Promise<Result<HeadInfo>>
  /** Runs exactly n ticks as fast as possible (driver included); resolves durable. */
  runTicks(ticks: number, onProgress?: (done: number) => void): Promise<Result<HeadInfo>>
  /** The whole world as one `.orrery` file, read up to the durable head. */
  exportFile(onProgress?: (progress: Progress) => void): Promise<Result<Blob>>
  /**
   * Reads, checks and stores a file. A faulty file stores nothing unless `acceptPrefix`, which keeps the verified prefix.
   * The fault comes with `verifiedFrames`: how many frames of the prefix hold.
   */
  importFile(
    file: Blob,
    options?: { readonly acceptPrefix?: boolean },
    onProgress?: (progress: Progress) => void,
  ): Promise<Result<OpenedWorld, Fault & { readonly verifiedFrames?: number }>>
  deleteWorld(worldKey: string): Promise<Result<void>>
  /** Keeps what a verification of a whole branch found, so that `notReproduced` says what is known. */
  noteSeals(worldKey: string, branch: string, report: SealReport): Promise<Result<void>>
}

// ---------------------------------------------------------------------------------------------- replay

export interface ReplayInfo {
  readonly genesis: string
  readonly branch: string
  readonly head: HeadInfo
  /** Id → display name and index of every agent and place, in index order. Grows only. */
  readonly lanes: readonly LaneInfo[]
}

/** One lane of the timeline. `tone` is the number 1–10 of the visual contract. */
export interface LaneInfo {
  readonly id: string
  readonly tone: number
}

/** What the playhead shows. Playhead = (seq, k): state after k events of frame seq; `k` undefined = whole frame. */
export interface PositionView {
  readonly token: number
  readonly seq: number
  readonly k: number
  readonly eventsInFrame: number
  readonly time: number
  /** Hex of the frame hash. */
  readonly hash: string
  /** Hex of the state root, when this frame carries a seal. */
  readonly root?: string
  readonly map: MapView
}

/** Everything the map draws. Arrays run over agents in `agentIds` order (index = position in the directory). */
export interface MapView {
  /** Number of the directory these indexes belong to; ask `directory()` when it is newer than yours. */
  readonly directoryVersion: number
  /** x0,y0,x1,y1,… centimetres; NaN = not in the world at this position. */
  readonly agents: Float32Array
  /** Tone (1–10) of what each agent did last; 0 = nothing yet. */
  readonly tones: Uint8Array
  readonly locations: Float32Array
  /** Present when there are at most 400 agents: per agent 18 points x,y, oldest first, NaN-padded at the front. */
  readonly trails?: Float32Array
}

export interface Directory {
  readonly version: number
  readonly agents: readonly { readonly id: string; readonly name: string }[]
  readonly locations: readonly {
    readonly id: string
    readonly name: string
    readonly material: string
    readonly radiusCm: number
    readonly radiation: number
  }[]
}

export interface TimelineRequest {
  readonly token: number
  /** Visible steps, fractional while zooming; first < last. */
  readonly first: number
  readonly last: number
  /** Pixel columns to fill. */
  readonly columns: number
}

export interface TimelineTile {
  readonly token: number
  readonly first: number
  readonly last: number
  readonly columns: number
  /** lane-major counts: counts[lane * columns + column]. */
  readonly counts: Uint32Array
  /** Present when at most 4,096 events are visible: seq, lane and index in frame of each, in order. */
  readonly marks?: {
    readonly seqs: Float64Array
    readonly lanes: Uint8Array
    readonly eventIds: Float64Array
  }
  /** Tick at the first step of each column. */
  readonly ticks: Float64Array
}

export interface TimelineMarker {
  readonly seq: number
  readonly kind: 'fault' | 'governance' | 'bookmark' | 'fork' | 'snapshot' | 'keyframe'
  readonly label: string
}

export interface EventFilter {
  /** Event kinds to keep; empty or absent = all. */
  readonly kinds?: readonly string[]
  /** Agent id that the event names. */
  readonly agent?: string
  /** Case-insensitive text found in kind, ids or payload strings. */
  readonly text?: string
}

export interface EventRow {
  readonly eventId: number
  readonly seq: number
  readonly index: number
  readonly time: number
  readonly kind: string
  readonly tone: number
  readonly payload: PlainValue
}

export interface EventsPage {
  readonly token: number
  /** Rows that match in all (up to the head). */
  readonly total: number
  /** Index of the first row of this page in the filtered list. */
  readonly from: number
  readonly rows: readonly EventRow[]
  /** Filtered index of the last row at or before the playhead asked for; −1 = none. */
  readonly playheadIndex: number
  /** True while the search still goes on behind this answer: ask again for a larger `total`. */
  readonly isPartial?: boolean
}

export interface ChangeView {
  /** kernel.md K12 path. */
  readonly path: string
  readonly op: 'added' | 'removed' | 'changed'
  readonly before?: PlainValue
  readonly after?: PlainValue
}

export interface CauseLink {
  readonly seq: number
  readonly eventId?: number
  readonly kind: string
  readonly payload: PlainValue
}

export interface StepView {
  readonly seq: number
  readonly time: number
  readonly hash: string
  readonly parent?: string
  readonly bytes: number
  readonly action: {
    readonly kind: string
    readonly payload: PlainValue
    readonly actor: string
    readonly key: string
    readonly origin: 'input' | 'derived'
    readonly via?: string
  }
  readonly isRejected: boolean
  readonly events: readonly EventRow[]
  /** Field-level, ordered by path; system bookkeeping last. */
  readonly changes: readonly ChangeView[]
  readonly seal?: { readonly root: string; readonly manifest: string }
  readonly because: readonly CauseLink[]
  readonly ledTo: readonly CauseLink[]
  /** Wall time claimed by the recorder, ms since 1970, outside every hash. */
  readonly claimedAtMs?: number
  /** How many there are when `events` or `changes` holds only the first of them: a large genesis. */
  readonly eventsInAll?: number
  readonly changesInAll?: number
}

/** One row of the state tree at the playhead. */
export interface StateNode {
  readonly path: string
  readonly label: string
  readonly kind: 'collection' | 'record' | 'map' | 'list' | 'leaf'
  readonly childCount: number
  /** Leaf value, or a short preview of records. */
  readonly value?: PlainValue
  /** Written by the frame at the playhead. */
  readonly isChanged: boolean
}

export interface StatePage {
  readonly token: number
  readonly path: string
  readonly total: number
  readonly from: number
  readonly nodes: readonly StateNode[]
}

export interface SealReport {
  readonly ok: boolean
  readonly frames: number
  readonly events: number
  readonly headHash: string
  readonly stateRoot: string
  readonly seals: { readonly intact: boolean; readonly authentic: boolean; readonly reproduced: boolean }
  readonly fault?: Fault
}

export interface CompareReport {
  readonly equal: boolean
  readonly firstDifference?: {
    readonly seq: number
    readonly at: string
    readonly path: string
    readonly a: PlainValue
    readonly b: PlainValue
  }
  readonly hashCompares: number
}

/** The replay worker: the playhead and everything derived from the journal. Reads only what is durable. */
export interface ReplayHost {
  open(worldKey: string, branch: string): Promise<Result<ReplayInfo>>
  /** Tells how far the journal is durable; resolves when columns cover it. */
  advance(head: HeadInfo): Promise<Result<HeadInfo>>
  directory(): Promise<Directory>
  seek(request: {
    readonly token: number
    readonly seq: number
    readonly k?: number
  }): Promise<Result<PositionView>>
  /** Moves by one event (or whole frame) from the current playhead. */
  step(request: {
    readonly token: number
    readonly direction: 1 | -1
    readonly by: 'event' | 'frame' | 'tick'
  }): Promise<Result<PositionView>>
  timeline(request: TimelineRequest): Promise<TimelineTile>
  markers(): Promise<readonly TimelineMarker[]>
  events(request: {
    readonly token: number
    readonly filter: EventFilter
    readonly from: number
    readonly count: number
    readonly at: number
  }): Promise<EventsPage>
  stepView(seq: number): Promise<Result<StepView>>
  /** Children of a path at the playhead; '' = collections. */
  state(request: {
    readonly token: number
    readonly path: string
    readonly from: number
    readonly count: number
  }): Promise<Result<StatePage>>
  /** Paths at the playhead whose key or text value contains the words; at most `count`. */
  searchState(request: {
    readonly token: number
    readonly text: string
    readonly count: number
  }): Promise<StatePage>
  verify(
    options: { readonly intactOnly?: boolean },
    onProgress?: (progress: Progress) => void,
  ): Promise<Result<SealReport>>
  cancelVerify(): Promise<void>
  compare(other: { readonly worldKey: string; readonly branch: string }): Promise<Result<CompareReport>>
}
