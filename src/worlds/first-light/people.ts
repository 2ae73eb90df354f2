import type { Resources } from '../layout.ts'

/** Somebody of First Light. The id is the name in small letters. */
export interface Person {
  readonly id: string
  readonly name: string
  /** Pace along the straight line; the bend of a path adds up to an eighth. */
  readonly paceCm: number
  /** Ticks by which this person's day lags behind the world's, so that somebody is always on the way. */
  readonly dayOffset: number
}

const NAMES = [
  'Alder',
  'Brine',
  'Cobalt',
  'Dray',
  'Ember',
  'Fenn',
  'Gault',
  'Hesper',
  'Ibis',
  'Juno',
  'Kite',
  'Lumen',
] as const

const PACE_SLOWEST_CM = 72_000
const PACE_STEP_CM = 2_900
/** Coprime to the day's length in steps of a person, so that neighbours in the list are not neighbours in time. */
const OFFSET_STEP = 100

/** A day of First Light. */
export const DAY_TICKS = 240

export const PEOPLE: readonly Person[] = NAMES.map((name, index) => ({
  id: name.toLowerCase(),
  name,
  paceCm: PACE_SLOWEST_CM + ((index * 7) % NAMES.length) * PACE_STEP_CM,
  dayOffset: (index * OFFSET_STEP) % DAY_TICKS,
}))

/** What everybody owns at the start of each day. */
export const DAILY_STOCK = { electricity: 40, hardware: 12, data: 18 } as const satisfies Resources
