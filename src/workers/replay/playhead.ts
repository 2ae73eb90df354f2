import { fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { MapView, PositionView, ReplayHost } from '../protocol.ts'
import type { FrameReader } from './frame-reader.ts'
import type { JournalIndex } from './journal-index.ts'
import { MapModel } from './map-model.ts'
import type { Place } from './place.ts'
import type { StateCursor } from './state-cursor.ts'

/** How long the playhead must stand still before the state is brought there unasked. */
const FOLLOW_MS = 30

/** The same after the first answer: the page draws its first picture, and what follows is fetched after it. */
const FIRST_FOLLOW_MS = 1500

type Step = Parameters<ReplayHost['step']>[0]

/** Where the person looks. Pictures come from the columns at once; the state follows behind and is there when asked for. */
export class Playhead {
  readonly #frames: FrameReader
  readonly #index: JournalIndex
  readonly #cursor: () => Promise<StateCursor>
  #hasAnswered = false
  readonly #map: MapModel
  #place: Place = { seq: 0, k: 0 }
  /** Rises with every move: a move that is not the newest any more stops where it is. */
  #turn = 0

  constructor(frames: FrameReader, index: JournalIndex, cursor: () => Promise<StateCursor>) {
    this.#frames = frames
    this.#index = index
    this.#cursor = cursor
    this.#map = new MapModel(index)
  }

  get place(): Place {
    return this.#place
  }

  /** Looks at the head, until somebody seeks. */
  begin(): void {
    this.#place = this.#endOf(this.#index.columns.frameCount - 1)
  }

  async seek(token: number, seq: number, k?: number): Promise<Result<PositionView>> {
    const { columns } = this.#index
    if (columns.frameCount === 0) return fail(fault('world.unknown', { reason: 'none_open' }))
    const frame = Math.min(Math.max(0, Math.floor(seq)), columns.frameCount - 1)
    const events = columns.eventsIn(frame)
    return this.#show(token, { seq: frame, k: Math.min(Math.max(0, k ?? events), events) })
  }

  async step({ token, direction, by }: Step): Promise<Result<PositionView>> {
    const place = direction === 1 ? this.#next(by) : this.#previous(by)
    return this.#show(token, place)
  }

  async #show(token: number, place: Place): Promise<Result<PositionView>> {
    this.#turn += 1
    const turn = this.#turn
    const isWanted = (): boolean => turn === this.#turn
    this.#place = place
    const { columns } = this.#index
    const events = columns.eventsBefore(place.seq) + place.k
    // The frame is read while the map is made.
    const reading = this.#frames.facts(place.seq)
    const map = this.#index.knowsPlaces(events)
      ? ok(this.#map.at(events))
      : await this.#mapOfState(place, isWanted)
    const facts = await reading
    if (!map.ok) return map
    if (!facts.ok) return facts
    if (!isWanted()) return fail(fault('input.invalid', { reason: 'superseded' }))
    this.#follow(place, isWanted)
    return ok({
      token,
      ...place,
      eventsInFrame: columns.eventsIn(place.seq),
      time: columns.timeOf(place.seq),
      ...facts.value,
      map: map.value,
    })
  }

  /** After a rollback only the state knows where everybody is. */
  async #mapOfState(place: Place, isWanted: () => boolean): Promise<Result<MapView>> {
    const events = this.#index.columns.eventsBefore(place.seq) + place.k
    const cursor = await this.#cursor()
    return cursor.at(place, ({ state }) => this.#map.at(events, state), isWanted)
  }

  /** Brings the state along after the answer, unless the playhead has moved on by then. */
  #follow(place: Place, isWanted: () => boolean): void {
    const afterMs = this.#hasAnswered ? FOLLOW_MS : FIRST_FOLLOW_MS
    this.#hasAnswered = true
    setTimeout(() => {
      if (!isWanted()) return
      this.#frames.view.prefetch(place.seq)
      void this.#cursor().then(async (cursor) => cursor.at(place, () => undefined, isWanted))
    }, afterMs)
  }

  #next(by: Step['by']): Place {
    const { columns } = this.#index
    const { seq, k } = this.#place
    const events = columns.eventsIn(seq)
    const last = columns.frameCount - 1
    if (by === 'tick') {
      const next = columns.frameAtTime(columns.timeOf(seq) + 1)
      return this.#endOf(Math.min(next, last))
    }
    if (k < events) return { seq, k: by === 'event' ? k + 1 : events }
    if (seq >= last) return this.#place
    return by === 'event' ? { seq: seq + 1, k: Math.min(1, columns.eventsIn(seq + 1)) } : this.#endOf(seq + 1)
  }

  #previous(by: Step['by']): Place {
    const { columns } = this.#index
    const { seq, k } = this.#place
    if (by === 'tick') {
      const first = columns.frameAtTime(columns.timeOf(seq))
      const before = first < seq ? first : columns.frameAtTime(columns.timeOf(seq) - 1)
      return this.#endOf(Math.min(before, seq))
    }
    if (by === 'event' && k > 1) return { seq, k: k - 1 }
    return seq > 0 ? this.#endOf(seq - 1) : this.#place
  }

  #endOf(seq: number): Place {
    return { seq, k: this.#index.columns.eventsIn(seq) }
  }
}
