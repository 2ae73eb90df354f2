/**
 * The fold at full speed: the same declared `apply` of every event, on a writer that leaves no changes. What is saved
 * against `world/apply` is bookkeeping: action keys are remembered a run of frames at a time, and one context serves all.
 */
import { assert, InvariantViolation } from '../base/assert.ts'
import type { ApplyContext, EventDefinition } from '../catalogue/define.ts'
import type { ValueMap } from '../codec/value.ts'
import { idempotency, orderedKey } from '../packs/core/collections.ts'
import { IDEMPOTENCY_RUN } from '../packs/core/events.ts'
import type { RecordValue, State } from '../state/collection.ts'
import type { StateWriter } from '../state/recorder.ts'
import type { BlobSource } from '../world/apply.ts'
import { KeyRun, type ActionNameParts } from './key-run.ts'

/** Hears of every write of a fold. */
export type WriteListener = (collection: string, key: string, record: RecordValue | undefined) => void

class FoldWriter implements StateWriter {
  private readonly state: State
  private readonly onWrite: WriteListener | undefined

  constructor(state: State, onWrite: WriteListener | undefined) {
    this.state = state
    this.onWrite = onWrite
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
    this.state.set(collection, key, record)
    this.onWrite?.(collection, key, record)
  }

  delete(collection: string, key: string): void {
    this.state.set(collection, key, undefined)
    this.onWrite?.(collection, key, undefined)
  }
}

/**
 * Folds frames in order: `frame`, then `event` for each of its events; `end` after the last frame. Each frame's action
 * is named once, by itself or with others of its run in front. In between the newest run of action keys lives here and
 * not in the state; no event reads a run that is being filled.
 */
export class Folder {
  private readonly writer: FoldWriter
  private readonly context: { -readonly [K in keyof ApplyContext]: ApplyContext[K] }
  private readonly keys = new KeyRun()
  private run = -1

  constructor(state: State, blobs: BlobSource, onWrite?: WriteListener) {
    this.writer = new FoldWriter(state, onWrite)
    this.context = {
      eventId: 0,
      seq: 0,
      time: 0,
      blob: (digest) => {
        const bytes = blobs(digest)
        assert(bytes !== undefined, 'Blobs are fetched before folding.', { seq: this.context.seq })
        return bytes
      },
    }
  }

  frame(seq: number, time: number, firstEvent: number): void {
    const { context } = this
    const run = Math.floor(seq / IDEMPOTENCY_RUN)
    if (run !== this.run) this.openRun(run, seq)
    context.seq = seq
    context.time = time
    context.eventId = firstEvent
  }

  /** Names the frame's action by actor and key; a derived one has no name of its own. */
  nameParts(from: Uint8Array, parts: ActionNameParts): void {
    this.keys.addParts(from, parts)
  }

  /** The same from a text, `actor/key`. */
  nameText(pair: string): void {
    this.keys.addText(pair)
  }

  nameNothing(): void {
    this.keys.addNothing()
  }

  /** Names the actions of frames to come, all of this run: `actor/key`, empty for derived ones. */
  nameTexts(texts: () => readonly string[]): void {
    this.keys.addTexts(texts)
  }

  event(definition: EventDefinition, payload: ValueMap): void {
    definition.apply(this.writer, payload, this.context)
    this.context.eventId += 1
  }

  /** Writes what is still held. */
  end(): void {
    if (this.run !== -1)
      this.writer.put(idempotency.name, orderedKey(this.run), this.keys.take(this.context.time))
    this.run = -1
  }

  private openRun(run: number, seq: number): void {
    this.end()
    const known = idempotency.get(this.writer, orderedKey(run))?.keys ?? NO_KEYS
    // Not `assert`: its arguments would be made for every run of a fold.
    if (known.length !== seq % IDEMPOTENCY_RUN)
      throw new InvariantViolation('Frames are applied in order, each once.', { seq })
    this.run = run
    if (known.length > 0) this.keys.addTexts(() => known)
  }
}

const NO_KEYS: readonly string[] = []
