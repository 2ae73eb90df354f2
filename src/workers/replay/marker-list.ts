import { manifestUpdated, rollbackApplied, snapshotCreated } from '../../kernel/packs/core/events.ts'
import type { TimelineMarker } from '../protocol.ts'
import type { FrameReader } from './frame-reader.ts'
import type { JournalIndex } from './journal-index.ts'

const KINDS: Readonly<Record<string, TimelineMarker['kind']>> = {
  [snapshotCreated.kind]: 'snapshot',
  [rollbackApplied.kind]: 'governance',
  [manifestUpdated.kind]: 'governance',
}

/** Frames that stand out: named ones, returns, changes of the rules. Found once, as the journal grows. */
export class MarkerList {
  readonly #frames: FrameReader
  readonly #index: JournalIndex
  readonly #markers: TimelineMarker[] = []
  #looked = 0

  constructor(frames: FrameReader, index: JournalIndex) {
    this.#frames = frames
    this.#index = index
  }

  async read(): Promise<readonly TimelineMarker[]> {
    const { columns } = this.#index
    const wanted = columns.kindNames.map((kind) => Object.hasOwn(KINDS, kind))
    // The genesis sets the first rules: everything has to begin somewhere.
    const from = Math.max(this.#looked, columns.eventsIn(0))
    const kinds = columns.kindsOfEvents
    const found: number[] = []
    for (let event = from; event < kinds.length; event += 1)
      if (wanted[kinds[event] ?? 0] === true) found.push(event + 1)
    this.#looked = kinds.length
    for (const eventId of found) this.#markers.push(await this.#mark(eventId))
    return this.#markers
  }

  async #mark(eventId: number): Promise<TimelineMarker> {
    const { columns } = this.#index
    const seq = columns.seqOfEvent(eventId)
    const kind = columns.kindOf(eventId)
    const payload = await this.#frames.payload(seq, eventId - 1 - columns.eventsBefore(seq))
    const name = payload.ok ? payload.value['name'] : undefined
    return { seq, kind: KINDS[kind] ?? 'governance', label: typeof name === 'string' ? name : kind }
  }
}
