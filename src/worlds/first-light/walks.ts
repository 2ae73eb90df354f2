import { distanceCm, type Pos } from '../../kernel/base/ints.ts'
import type { Prf } from '../../kernel/base/prf.ts'
import type { PosValue } from '../layout.ts'
import { DAY_TICKS, type Person } from './people.ts'
import { PLACES, placePos } from './places.ts'

/** Where somebody is at the end of a tick. `place` is −1 on the way. */
export interface Whereabouts {
  readonly pos: PosValue
  readonly place: number
  /** Ticks since the arrival at this place; 0 in the tick of arrival. */
  readonly restedTicks: number
  /** Length of the leg that ended in this tick, 0 otherwise. */
  readonly walkedCm: number
}

/** Where everybody is at every tick: a pure function of the seed. */
export interface Walks {
  at(person: Person, tick: number): Whereabouts
}

const REST_MIN = 5
/** Markets and power are worth a longer stay: that is where people meet. */
const ERRAND_REST_MIN = 12
const REST_SPAN = 8
const NEIGHBOURS = 7
/** Choices tried before somebody turns home for the day. */
const TRIES = 6
const MARKETS = 1
const BEND_MAX_PERCENT = 12
/** Draws of one day never reach those of the next. */
const DRAWS_PER_DAY = 1024
/** People behind the world's clock start in a day before its first. */
const DAYS_BEFORE = 2

const SOURCES = PLACES.flatMap(({ profile }, index) =>
  profile.radiation_emission_per_tick > 0 ? [index] : [],
)

const NEAREST = PLACES.map((_, from) =>
  PLACES.map((__, to) => to)
    .filter((to) => to !== from)
    .toSorted((a, b) => between(from, a) - between(from, b)),
)

function between(from: number, to: number): number {
  return distanceCm(placePos(from), placePos(to))
}

/**
 * Plans days on demand. A person's day begins where the one before ended, and where a day ends is drawn from the seed
 * alone: any day can be planned without the days before it. The few plans kept are a cache.
 */
export function createWalks(prf: Prf): Walks {
  const plans = new Map<string, readonly Whereabouts[]>()
  const planOf = (person: Person, day: number): readonly Whereabouts[] => {
    const name = `${person.id}/${day}`
    const known = plans.get(name)
    if (known !== undefined) return known
    if (plans.size >= 64) plans.clear()
    const plan = planDay(prf, person, day)
    plans.set(name, plan)
    return plan
  }
  return {
    at: (person, tick) => {
      const elapsed = tick + DAYS_BEFORE * DAY_TICKS - person.dayOffset
      const where = planOf(person, Math.floor(elapsed / DAY_TICKS))[elapsed % DAY_TICKS]
      if (where === undefined) throw new RangeError(`No tick ${tick}.`)
      return where
    },
  }
}

/** One day of one person: `DAY_TICKS` whereabouts, from the bed of the day before to the bed of this one. */
function planDay(prf: Prf, person: Person, day: number): readonly Whereabouts[] {
  const stream = `first-light/walk/${person.id}`
  let ordinal = day * DRAWS_PER_DAY
  const draw = (count: number): number => {
    ordinal += 1
    return prf.below(stream, ordinal, count)
  }
  const bed = bedOf(prf, person, day)
  const errands = { bed, markets: marketsOf(prf, day), draw }
  const plan = new DayPlan(person, bedOf(prf, person, day - 1))
  plan.rest(draw(REST_SPAN))
  for (let stop = 1; stop < DAY_TICKS; stop += 1) {
    const next = chooseStop(plan, stop, errands)
    if (next === undefined) break
    plan.walk(next.place, bendOf(draw))
    plan.rest(next.restTicks)
  }
  if (plan.here !== bed) plan.walk(bed, bendOf(draw))
  plan.rest(DAY_TICKS)
  return plan.ticks
}

function bedOf(prf: Prf, person: Person, day: number): number {
  return prf.below(`first-light/bed/${person.id}`, day + 1, PLACES.length)
}

function bendOf(draw: (count: number) => number): number {
  return draw(2 * BEND_MAX_PERCENT + 1) - BEND_MAX_PERCENT
}

interface Stop {
  readonly place: number
  readonly restTicks: number
}

interface Errands {
  readonly bed: number
  /** Places many go to today. */
  readonly markets: readonly number[]
  readonly draw: (count: number) => number
}

/** A place from which the bed can still be reached today. Every third stop gives off radiation, every third is a market. */
function chooseStop(plan: DayPlan, stop: number, { bed, markets, draw }: Errands): Stop | undefined {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const near = NEAREST[plan.here] ?? []
    const errand = attempt > 0 ? undefined : [markets, SOURCES][stop % 3]
    const place = errand === undefined ? near[draw(NEIGHBOURS)] : near.find((each) => errand.includes(each))
    const restTicks = (errand === undefined ? REST_MIN : ERRAND_REST_MIN) + draw(REST_SPAN)
    if (place === undefined) continue
    const needed = plan.legTicks(plan.here, place) + restTicks + plan.legTicks(place, bed)
    if (plan.ticks.length + needed <= DAY_TICKS) return { place, restTicks }
  }
  return undefined
}

function marketsOf(prf: Prf, day: number): readonly number[] {
  return Array.from({ length: MARKETS }, (_, index) =>
    prf.below('first-light/market', day * MARKETS + index, PLACES.length),
  )
}

/** A day while it is being written, tick by tick. */
class DayPlan {
  readonly ticks: Whereabouts[] = []
  readonly person: Person
  here: number
  #rested = 0

  constructor(person: Person, here: number) {
    this.person = person
    this.here = here
  }

  legTicks(from: number, to: number): number {
    return Math.ceil(between(from, to) / this.person.paceCm)
  }

  rest(ticks: number): void {
    for (let i = 0; i < ticks && this.ticks.length < DAY_TICKS; i += 1) {
      this.#rested += 1
      const pos = placePos(this.here)
      this.ticks.push({ pos, place: this.here, restedTicks: this.#rested, walkedCm: 0 })
    }
  }

  walk(to: number, bendPercent: number): void {
    const count = this.legTicks(this.here, to)
    const [start, end] = [placePos(this.here), placePos(to)]
    for (let step = 1; step < count && this.ticks.length < DAY_TICKS; step += 1) {
      const pos = bentPath(start, end, bendPercent, { step, count })
      this.ticks.push({ pos, place: -1, restedTicks: 0, walkedCm: 0 })
    }
    if (this.ticks.length < DAY_TICKS) {
      this.ticks.push({ pos: end, place: to, restedTicks: 0, walkedCm: between(this.here, to) })
    }
    this.here = to
    this.#rested = 0
  }
}

interface Progress {
  readonly step: number
  readonly count: number
}

/** A point of a shallow parabola from start to end. Integers below 2^53 throughout, so it is the same everywhere. */
function bentPath(start: Pos, end: Pos, bendPercent: number, { step, count }: Progress): PosValue {
  const dx = end.x_cm - start.x_cm
  const dy = end.y_cm - start.y_cm
  const dz = end.z_cm - start.z_cm
  const bulge = bendPercent * 4 * step * (count - step)
  const scale = 100 * count * count
  return {
    x_cm: start.x_cm + ratio(dx * step, count) - ratio(dy * bulge, scale),
    y_cm: start.y_cm + ratio(dy * step, count) + ratio(dx * bulge, scale),
    z_cm: start.z_cm + ratio(dz * step, count),
  }
}

/** Quotient of integers, rounded down, never −0. */
function ratio(dividend: number, divisor: number): number {
  return Math.floor(dividend / divisor) + 0
}
