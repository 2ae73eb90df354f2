import { isValueMap } from '../../kernel/codec/value.ts'
import { Whereabouts } from '../../kernel/replay/whereabouts.ts'
import type { State } from '../../kernel/state/collection.ts'
import type { MapView } from '../protocol.ts'
import type { JournalIndex } from './journal-index.ts'

/** Points of a trail, and up to how many agents have one. */
const TRAIL_POINTS = 18
const TRAILED_AGENTS_MAX = 400

/** Up to this many events on, tones are followed event by event; otherwise they are looked up. */
const FOLLOWED_EVENTS_MAX = 4096

/** What a map is made from. */
export type MapSource = Pick<JournalIndex, 'columns' | 'tones'>

/** What the map shows after a number of events, from the columns alone: no frame and no state is read for it. */
export class MapModel {
  readonly #index: MapSource
  readonly #whereabouts: Whereabouts
  #tones = new Uint8Array(0)
  /** Event after which the tones stand. */
  #toneEvents = 0

  constructor(index: MapSource) {
    this.#index = index
    this.#whereabouts = new Whereabouts(index.columns.movement)
  }

  /** The map after the first `events` events. `state` is the one there, when movements alone do not tell. */
  at(events: number, state?: State): MapView {
    const { directory } = this.#index.columns
    const { length } = directory.agents
    this.#whereabouts.moveTo(events, length)
    const view = {
      directoryVersion: directory.version,
      agents: state === undefined ? this.#whereabouts.places.slice() : this.#placesIn(state),
      tones: this.#tonesAt(events).slice(),
      locations: this.#locationsAt(events, state),
    }
    return length > TRAILED_AGENTS_MAX ? view : { ...view, trails: this.#trails(length) }
  }

  #tonesAt(events: number): Uint8Array {
    const { tones, columns } = this.#index
    const { length } = columns.directory.agents
    const distance = events - this.#toneEvents
    if (this.#tones.length === length && distance >= 0 && distance <= FOLLOWED_EVENTS_MAX)
      tones.follow(this.#toneEvents, events, this.#tones)
    else {
      if (this.#tones.length !== length) this.#tones = new Uint8Array(length)
      tones.fill(events, this.#tones)
    }
    this.#toneEvents = events
    return this.#tones
  }

  /** The way to where everybody moved last; after a rollback it leads to where they were before. */
  #trails(agents: number): Float32Array {
    const trails = new Float32Array(2 * agents * TRAIL_POINTS)
    for (let agent = 0; agent < agents; agent += 1)
      this.#whereabouts.trail(agent, { count: TRAIL_POINTS, out: trails, at: agent * TRAIL_POINTS * 2 })
    return trails
  }

  /** After a rollback agents are where the state says. */
  #placesIn(state: State): Float32Array {
    const { agents } = this.#index.columns.directory
    const places = new Float32Array(2 * agents.length)
    for (const [agent, { id }] of agents.entries()) {
      const pos = state.get('agents', id)?.['pos']
      const { x_cm: x, y_cm: y } = isValueMap(pos) ? pos : {}
      places[2 * agent] = typeof x === 'number' ? x : Number.NaN
      places[2 * agent + 1] = typeof y === 'number' ? y : Number.NaN
    }
    return places
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
