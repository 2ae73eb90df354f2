import { isValueMap } from '../../kernel/codec/value.ts'
import type { State } from '../../kernel/state/collection.ts'
import type { MapView } from '../protocol.ts'
import type { JournalIndex } from './journal-index.ts'

/** Points of a trail, and up to how many agents have one. */
const TRAIL_POINTS = 18
const TRAILED_AGENTS_MAX = 400

/** Up to this many events away the map is brought there event by event; farther it is made anew. */
const STEPPED_EVENTS_MAX = 4096

/** What the map shows after a number of events, from the columns alone: no frame and no state is read for it. */
export class MapModel {
  readonly #index: JournalIndex
  /** Event after which the arrays below stand; −1 = they hold nothing. */
  #event = -1
  #agents = new Float32Array(0)
  #tones = new Uint8Array(0)
  #trails = new Float32Array(0)

  constructor(index: JournalIndex) {
    this.#index = index
  }

  /** The map after the first `events` events. `state` is the one there, when movements alone do not tell. */
  at(events: number, state?: State): MapView {
    const { directory } = this.#index.columns
    if (state !== undefined) this.#readState(events, state)
    else this.#moveTo(events)
    const view = {
      directoryVersion: directory.version,
      agents: this.#agents.slice(),
      tones: this.#tones.slice(),
      locations: this.#locationsAt(events, state),
    }
    return this.#hasTrails ? { ...view, trails: this.#trails.slice() } : view
  }

  get #hasTrails(): boolean {
    return this.#index.columns.directory.agents.length <= TRAILED_AGENTS_MAX
  }

  #moveTo(events: number): void {
    const count = this.#index.columns.directory.agents.length
    const distance = Math.abs(events - this.#event)
    if (this.#event < 0 || this.#tones.length !== count || distance > STEPPED_EVENTS_MAX)
      this.#fill(events, count)
    else this.#stepTo(events)
    this.#event = events
  }

  #fill(events: number, count: number): void {
    this.#resize(count)
    this.#index.tones.fill(events, this.#tones)
    for (let agent = 0; agent < count; agent += 1) this.#place(agent, events)
  }

  #stepTo(events: number): void {
    const { columns, tones } = this.#index
    const subjects = columns.subjectsOfEvents
    const [from, to] = events > this.#event ? [this.#event, events] : [events, this.#event]
    for (let event = from; event < to; event += 1) {
      const [first, second] = [subjects[2 * event] ?? 0, subjects[2 * event + 1] ?? 0]
      if (first > 0) this.#place(first - 1, events)
      if (second > 0) this.#place(second - 1, events)
    }
    if (events > this.#event) tones.follow(this.#event, events, this.#tones)
    else tones.fill(events, this.#tones)
  }

  #place(agent: number, events: number): void {
    const { movement } = this.#index.columns
    const place = movement.placeBefore(agent, events + 1)
    this.#agents[2 * agent] = place?.x ?? Number.NaN
    this.#agents[2 * agent + 1] = place?.y ?? Number.NaN
    if (this.#hasTrails) this.#trail(agent, events)
  }

  #trail(agent: number, events: number): void {
    const at = agent * TRAIL_POINTS * 2
    this.#index.columns.movement.trail(agent, events + 1, { count: TRAIL_POINTS, out: this.#trails, at })
  }

  /** After a rollback agents are where the state says, and their trails lead to where they were. */
  #readState(events: number, state: State): void {
    const { directory } = this.#index.columns
    this.#event = -1
    this.#resize(directory.agents.length)
    this.#index.tones.fill(events, this.#tones)
    for (const [agent, { id }] of directory.agents.entries()) {
      const pos = state.get('agents', id)?.['pos']
      const { x_cm: x, y_cm: y } = isValueMap(pos) ? pos : {}
      this.#agents[2 * agent] = typeof x === 'number' ? x : Number.NaN
      this.#agents[2 * agent + 1] = typeof y === 'number' ? y : Number.NaN
      if (this.#hasTrails) this.#trail(agent, events)
    }
  }

  #resize(count: number): void {
    if (this.#tones.length === count) return
    this.#agents = new Float32Array(2 * count)
    this.#tones = new Uint8Array(count)
    this.#trails = new Float32Array(this.#hasTrails ? 2 * count * TRAIL_POINTS : 0)
  }

  #locationsAt(events: number, state: State | undefined): Float32Array {
    const { locations } = this.#index.columns.directory
    const places = new Float32Array(2 * locations.length).fill(Number.NaN)
    for (const [index, { id, x, y, eventId }] of locations.entries()) {
      if (eventId > events || state?.has('locations', id) === false) continue
      places[2 * index] = x
      places[2 * index + 1] = y
    }
    return places
  }
}
