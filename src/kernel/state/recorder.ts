/** The only way to write state: every put and delete leaves a change, so undo, diff and dirty marks cost O(changed). */
import { isId } from '../base/ids.ts'
import { InvariantViolation } from '../base/assert.ts'
import type { RecordValue, State, StateReader } from './collection.ts'

/** What one write did. `before`/`after` undefined = the record did not exist. */
export interface Change {
  readonly collection: string
  readonly key: string
  readonly before: RecordValue | undefined
  readonly after: RecordValue | undefined
}

/** Write access for an event's `apply`. */
export interface StateWriter extends StateReader {
  put(collection: string, key: string, record: RecordValue): void
  delete(collection: string, key: string): void
}

const KEPT_CHANGES = 64

export class Recorder implements StateWriter {
  /** Grows once; what was taken is copied, so that a frame keeps no more room than it needs. */
  private readonly changes: Change[] = []
  private count = 0
  readonly state: State

  constructor(state: State) {
    this.state = state
  }

  get(collection: string, key: string): RecordValue | undefined {
    return this.state.get(collection, key)
  }

  has(collection: string, key: string): boolean {
    return this.state.has(collection, key)
  }

  size(collection: string): number {
    return this.state.size(collection)
  }

  keys(collection: string): readonly string[] {
    return this.state.keys(collection)
  }

  put(collection: string, key: string, record: RecordValue): void {
    const after = Object.freeze(record)
    const before = this.state.exchange(collection, key, after)
    if (before === undefined && !isId(key)) {
      this.state.set(collection, key, undefined)
      throw new InvariantViolation('A record key is an id', { path: `${collection}/${key}` })
    }
    this.changes[this.count++] = { collection, key, before, after }
  }

  delete(collection: string, key: string): void {
    const before = this.state.exchange(collection, key, undefined)
    if (before === undefined) return
    this.changes[this.count++] = { collection, key, before, after: undefined }
  }

  /** A point to come back to: staging writes and taking them back is `mark` and `rollbackTo`. */
  mark(): number {
    return this.count
  }

  rollbackTo(mark: number): void {
    undoChanges(this.state, this.changes.slice(mark, this.count))
    this.count = mark
  }

  /** The changes since the last call, in the order they were made. */
  takeChanges(): readonly Change[] {
    const taken = this.changes.slice(0, this.count)
    this.count = 0
    // What a large frame did is not kept alive until another one is as large.
    if (this.changes.length > KEPT_CHANGES) this.changes.length = 0
    return taken
  }
}

/** Takes changes back, newest first. */
export function undoChanges(state: State, changes: readonly Change[]): void {
  for (let index = changes.length - 1; index >= 0; index -= 1) {
    const change = changes[index]
    if (change !== undefined) state.set(change.collection, change.key, change.before)
  }
}
