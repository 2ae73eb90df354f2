import type { Fault } from '../../kernel/base/fault.ts'
import type { Result } from '../../kernel/base/result.ts'
import type { OpenedWorld, PositionView, SealReport, WorldSource } from '../../workers/protocol.ts'
import type { Notice } from './notices.ts'
import type { Ref } from './ref.ts'
import type { StepBy } from './session-state.ts'

export interface SeekOptions {
  /** Events of the frame already applied; absent = the whole frame. */
  readonly k?: number
  /** `jump` (default) is a place to come back to with the browser's Back; `scrub` only moves. */
  readonly as?: 'jump' | 'scrub'
}

export interface StepOptions {
  readonly by?: StepBy
  readonly count?: number
}

/** Everything a person (or a command, or a link) can do to the session. Stable identity: safe in dependency lists. */
export interface SessionActions {
  /** Opens, creating a scenario's world when it does not exist, and looks at `seq` or at the head. */
  openWorld(
    source: WorldSource,
    options?: { readonly seq?: number; readonly run?: boolean },
  ): Promise<Result<OpenedWorld>>
  /** Resolves with what the playhead shows once the latest wish was answered. */
  seek(seq: number, options?: SeekOptions): Promise<Result<PositionView>>
  stepForward(options?: StepOptions): Promise<Result<PositionView>>
  stepBack(options?: StepOptions): Promise<Result<PositionView>>
  goToStart(): Promise<Result<PositionView>>
  /** Looks at the head and stays there. */
  follow(): Promise<Result<PositionView>>
  /** Runs the world when looking at the head of one that can run, else plays the recording on from here. */
  play(): Promise<Result<void>>
  pause(): Promise<Result<void>>
  setSpeed(speed: number): void
  setStepBy(by: StepBy): void
  select(ref: Ref | undefined): void
  hover(ref: Ref | undefined): void
  /** Told by the panel that gives the account of a step: which one it shows now. */
  reportToldStep(seq: number | undefined): void
  verify(): Promise<Result<SealReport>>
  cancelVerify(): Promise<void>
  /** Writes the world to a file and hands it to the browser's downloads. */
  exportFile(): Promise<Result<{ readonly name: string; readonly bytes: number }>>
  importFile(
    file: Blob,
    name: string,
    options?: { readonly acceptPrefix?: boolean },
  ): Promise<Result<OpenedWorld>>
  dismissRefusedFile(): void
  notify(notice: Omit<Notice, 'id'>): void
  dismissNotice(id: number): void
  /** Told by the map when it has painted the first picture of a world. */
  reportFirstPicture(): void
  reportFault(fault: Fault): void
}
