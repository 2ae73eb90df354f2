import type { EventFilter, EventRow, EventsPage, ReplayHost } from '../protocol.ts'
import { valueToPlain } from '../shared/plain-value.ts'
import { EventList } from './event-list.ts'
import type { FrameReader } from './frame-reader.ts'
import type { JournalIndex } from './journal-index.ts'

type Request = Parameters<ReplayHost['events']>[0]

/** Lists kept for filters somebody may come back to. */
const LISTS_MAX = 4

const ROWS_MAX = 1024

/** How long a question waits for its list to be whole. Looking goes on behind the answer. */
const WAIT_MS = 400

/** Pages of the filtered list of events. */
export class EventQuery {
  readonly #frames: FrameReader
  readonly #index: JournalIndex
  readonly #lists = new Map<string, EventList>()
  /** The list that is being looked through; another question takes its place. */
  #looking: EventList | undefined

  constructor(frames: FrameReader, index: JournalIndex) {
    this.#frames = frames
    this.#index = index
  }

  async page({ token, filter, from, count, at }: Request): Promise<EventsPage> {
    const list = this.#listOf(filter)
    await this.#look(list)
    const { columns } = this.#index
    // The search may go on while rows are read: both are as they are now.
    const { count: total, isComplete } = list
    const first = Math.max(0, Math.floor(from))
    const rows: EventRow[] = []
    for (let row = first; row < Math.min(total, first + Math.min(count, ROWS_MAX)); row += 1) {
      const found = await this.row(list.at(row))
      if (found === undefined) break
      rows.push(found)
    }
    const playheadIndex = list.lastRowWithin(columns.eventsBefore(Math.floor(at) + 1))
    const page = { token, total, from: first, rows, playheadIndex }
    return isComplete ? page : { ...page, isPartial: true }
  }

  /** One event as lists show it; `undefined` when its frame cannot be read. */
  async row(eventId: number): Promise<EventRow | undefined> {
    const { columns } = this.#index
    const seq = columns.seqOfEvent(eventId)
    const index = eventId - 1 - columns.eventsBefore(seq)
    const payload = await this.#frames.payload(seq, index)
    if (!payload.ok) return undefined
    return {
      eventId,
      seq,
      index,
      time: columns.timeOf(seq),
      kind: columns.kindOf(eventId),
      tone: columns.laneOf(eventId) + 1,
      payload: valueToPlain(payload.value),
    }
  }

  /** Waits until everything was looked at, for a while. */
  async #look(list: EventList): Promise<void> {
    if (list.isComplete) return
    const isAlreadyLooking = this.#looking === list
    this.#looking = list
    const deadline = performance.now() + WAIT_MS
    if (isAlreadyLooking) return
    const looking = list.look(() => this.#looking === list)
    const done = looking.then(() => {
      if (this.#looking === list) this.#looking = undefined
    })
    const wait = new Promise((resolve) => setTimeout(resolve, deadline - performance.now()))
    await Promise.race([done, wait])
  }

  #listOf(filter: EventFilter): EventList {
    const key = JSON.stringify([
      filter.kinds?.toSorted() ?? [],
      filter.agent ?? '',
      filter.text?.toLowerCase() ?? '',
    ])
    const known = this.#lists.get(key)
    const list = known ?? new EventList(this.#frames.view, this.#index, filter)
    this.#lists.delete(key)
    this.#lists.set(key, list)
    for (const oldest of this.#lists.keys()) {
      if (this.#lists.size <= LISTS_MAX) break
      this.#lists.delete(oldest)
    }
    return list
  }
}
