import { ok, type Result } from '../../kernel/base/result.ts'
import type { Frame } from '../../kernel/journal/frame.ts'
import { orderedKey } from '../../kernel/packs/core/collections.ts'
import { actionDequeued, actionQueued, actionScheduled } from '../../kernel/packs/core/events.ts'
import type { CauseLink } from '../protocol.ts'
import { valueToPlain } from '../shared/plain-value.ts'
import type { FrameReader } from './frame-reader.ts'
import type { JournalIndex } from './journal-index.ts'

/** Links of a chain upwards, and frames looked at for what followed. */
const CHAIN_MAX = 8
const FOLLOWERS_MAX = 64

/** Where a frame came from and what it led to, by the causes that frames name. */
export class CauseLinks {
  readonly #frames: FrameReader
  readonly #index: JournalIndex

  constructor(frames: FrameReader, index: JournalIndex) {
    this.#frames = frames
    this.#index = index
  }

  /** The nearest cause first, up to the input that began it. */
  async because(frame: Frame): Promise<Result<readonly CauseLink[]>> {
    const links: CauseLink[] = []
    let cause = frame.action.cause ?? frame.events.find((event) => event.cause !== undefined)?.cause
    while (cause !== undefined && links.length < CHAIN_MAX) {
      const seq = this.#index.columns.seqOfEvent(cause)
      const earlier = await this.#frames.read(seq)
      if (!earlier.ok) return earlier
      const event = earlier.value.events[cause - earlier.value.firstEvent]
      if (event === undefined) break
      links.push({ seq, eventId: cause, kind: event.kind, payload: valueToPlain(event.payload) })
      const { action } = earlier.value
      if (event.cause === undefined && action.cause === undefined) {
        links.push({ seq, kind: action.kind, payload: valueToPlain(action.payload) })
        break
      }
      cause = event.cause ?? action.cause
    }
    return ok(links)
  }

  /** Derived frames that run what this one queued, and the events that let scheduled actions go. */
  async ledTo(frame: Frame): Promise<Result<readonly CauseLink[]>> {
    const links: CauseLink[] = []
    for (const [index, event] of frame.events.entries()) {
      if (event.kind !== actionScheduled.kind) continue
      const released = await this.#releaseOf(frame.firstEvent + index, event.payload['at'])
      if (!released.ok) return released
      if (released.value !== undefined) links.push(released.value)
    }
    const derived = await this.#derivedFrom(frame)
    return derived.ok ? ok([...links, ...derived.value]) : derived
  }

  /** The event of a later tick that queued what was scheduled. */
  async #releaseOf(eventId: number, at: unknown): Promise<Result<CauseLink | undefined>> {
    const { columns } = this.#index
    if (typeof at !== 'number') return ok(undefined)
    const due = `${orderedKey(at)}/${orderedKey(eventId)}`
    // A tick with too much to let go leaves some of it to the next ones.
    for (let tick = at; tick < at + FOLLOWERS_MAX; tick += 1) {
      const seq = columns.frameAtTime(tick)
      if (seq >= columns.frameCount) break
      const frame = await this.#frames.read(seq)
      if (!frame.ok) return frame
      const { events, firstEvent } = frame.value
      const index = events.findIndex(
        ({ kind, payload }) => kind === actionQueued.kind && payload['due'] === due,
      )
      const event = events[index]
      if (event === undefined) continue
      return ok({ seq, eventId: firstEvent + index, kind: event.kind, payload: valueToPlain(event.payload) })
    }
    return ok(undefined)
  }

  /** The queue empties before the next input, so derived frames stand right behind what queued them. */
  async #derivedFrom(frame: Frame): Promise<Result<readonly CauseLink[]>> {
    const links: CauseLink[] = []
    const isQueueing = frame.events.some(({ kind }) => kind === actionQueued.kind)
    const [first, end] = [frame.firstEvent, frame.firstEvent + frame.events.length]
    for (let seq = frame.seq + 1; isQueueing && seq <= frame.seq + FOLLOWERS_MAX; seq += 1) {
      if (seq >= this.#index.columns.frameCount) break
      const next = await this.#frames.read(seq)
      if (!next.ok) return next
      const { action, events } = next.value
      if (action.origin !== 'derived' || events[0]?.kind !== actionDequeued.kind) break
      const { cause = 0 } = action
      if (cause >= first && cause < end)
        links.push({ seq, kind: action.kind, payload: valueToPlain(action.payload) })
    }
    return ok(links)
  }
}
