import { distanceCm } from '../../kernel/base/ints.ts'
import { PLACES } from './places.ts'

const KILOMETRE_CM = 100_000
/** At this distance a source is half as strong, in square kilometres. */
const HALF_DISTANCE_SQUARED = 64

/** Radiation at each place, in units a harvest can take: the sum over all sources, falling with the square of distance. */
export const FIELD_AT: readonly number[] = PLACES.map((place) =>
  PLACES.reduce((sum, source) => {
    const kilometres = Math.floor(distanceCm(place.pos, source.pos) / KILOMETRE_CM)
    const weakened = source.profile.radiation_emission_per_tick * HALF_DISTANCE_SQUARED
    return sum + Math.floor(weakened / (HALF_DISTANCE_SQUARED + kilometres * kilometres))
  }, 0),
)
