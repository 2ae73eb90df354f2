/** What columns are filled with: frame by frame, or column by column. */
import type { NumberColumn } from './pack/numbers.ts'

/** What columns keep of a frame besides its events. */
export interface FrameRow {
  readonly seq: number
  readonly time: number
  readonly firstEvent: number
  /** Kind of its action. */
  readonly kind: string
  /** Bytes of its canonical form. */
  readonly size: number
}

/** Frames that follow each other and their events, column by column, as a cache keeps them. */
export interface ColumnRun {
  readonly times: NumberColumn
  /** Events of each frame; all of them are `eventKinds.length`. */
  readonly counts: NumberColumn
  readonly sizes: NumberColumn
  readonly actionKinds: NumberColumn
  readonly eventKinds: NumberColumn
  /** Index of the agent that an event is about, plus 1; 0 = nobody. */
  readonly firstSubjects: NumberColumn
  readonly secondSubjects: NumberColumn
}
