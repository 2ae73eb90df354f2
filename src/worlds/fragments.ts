import { distanceCm } from '../kernel/base/ints.ts'
import { MATERIALS } from '../kernel/packs/space/collections.ts'
import { CHUNK } from './cloud.ts'
import type { LocationRecord, PosValue } from './layout.ts'
import { indexBelow, seeded, shareOf, splitmix64 } from './splitmix.ts'

/** Index of a cell of the cloud along x, y and z. */
export type Chunk = readonly [x: number, y: number, z: number]

const FRAGMENTS_PER_CHUNK = 8
/** A crowded chunk gives fewer fragments rather than searching for ever. */
const TRIES_PER_FRAGMENT = 64

const RADIUS_MIN_CM = 25_000
const RADIUS_SPAN_CM = 125_000
const EMISSION_MAX = 6
const FRAGMENT_SALT = 0x4f52_5245_5259_4652n

export interface FragmentField {
  readonly seed: number
  /** Least free space between two surfaces; places that already stand are kept clear of as well. */
  readonly spacingCm: number
  readonly chunks: readonly Chunk[]
}

/**
 * Broken rock, placed in integers: each fragment draws a size, then up to 64 positions in its chunk, and keeps the first
 * that leaves enough space to everything placed before it. The draws depend on the seed and the chunk alone.
 */
export function placeFragments(
  field: FragmentField,
  standing: readonly LocationRecord[],
): readonly LocationRecord[] {
  const all = [...standing]
  for (const chunk of field.chunks) {
    const draw = createDraws(field.seed, chunk)
    for (let ordinal = 0; ordinal < FRAGMENTS_PER_CHUNK; ordinal += 1) {
      const fragment = placeOne(draw, chunk, ordinal, all, field.spacingCm)
      if (fragment !== undefined) all.push(fragment)
    }
  }
  return all.slice(standing.length)
}

type Draws = () => bigint

function createDraws(seed: number, [x, y, z]: Chunk): Draws {
  let hash = seeded(seed, FRAGMENT_SALT)
  for (const index of [x, y, z]) hash = splitmix64(hash ^ BigInt(index))
  return () => {
    hash = splitmix64(hash)
    return hash
  }
}

function placeOne(
  draw: Draws,
  chunk: Chunk,
  ordinal: number,
  others: readonly LocationRecord[],
  spacingCm: number,
): LocationRecord | undefined {
  const radiusCm = RADIUS_MIN_CM + shareOf(draw(), RADIUS_SPAN_CM)
  const material = MATERIALS[indexBelow(draw(), MATERIALS.length)] ?? 'silicate'
  // One in four glows.
  const emission = indexBelow(draw(), 4) === 0 ? 1 + indexBelow(draw(), EMISSION_MAX) : 0
  for (let attempt = 0; attempt < TRIES_PER_FRAGMENT; attempt += 1) {
    const pos = positionIn(chunk, radiusCm, draw)
    if (!isClear(pos, radiusCm, others, spacingCm)) continue
    return {
      type: 'location',
      id: `frag-${chunk.join('-')}-${ordinal}`,
      name: `Fragment ${chunk.join('.')}.${ordinal}`,
      pos,
      profile: { material, radius_cm: radiusCm, radiation_emission_per_tick: emission },
      resources: {},
    }
  }
  return undefined
}

/** The whole body lies inside its chunk. */
function positionIn([x, y, z]: Chunk, radiusCm: number, draw: Draws): PosValue {
  return {
    x_cm: x * CHUNK.widthCm + radiusCm + shareOf(draw(), CHUNK.widthCm - 2 * radiusCm),
    y_cm: y * CHUNK.depthCm + radiusCm + shareOf(draw(), CHUNK.depthCm - 2 * radiusCm),
    z_cm: z * CHUNK.heightCm + radiusCm + shareOf(draw(), CHUNK.heightCm - 2 * radiusCm),
  }
}

function isClear(
  pos: PosValue,
  radiusCm: number,
  others: readonly LocationRecord[],
  spacingCm: number,
): boolean {
  return others.every((other) => distanceCm(pos, other.pos) >= radiusCm + other.profile.radius_cm + spacingCm)
}
