import { createPrf } from '../../kernel/base/prf.ts'
import type { PosValue } from '../layout.ts'

/** Points of one turn of a wave. */
const TURN = 256
const QUARTER = TURN / 4
const AMPLITUDE = 1 << 14

/** A sine made of two parabolas: close enough for the eye, and integers all the way. */
const WAVE = Int32Array.from({ length: TURN }, (_, index) => {
  const half = TURN / 2
  const at = index % half
  const height = Math.floor((4 * AMPLITUDE * at * (half - at)) / (half * half))
  return index < half ? height : -height
})

const CLOUD_CM = 10_000_000
const RADIUS_MIN_CM = 60_000
const RADIUS_SPAN_CM = 500_000
const MARGIN_CM = RADIUS_MIN_CM + RADIUS_SPAN_CM
const HEIGHT_CM = 1_000_000
const SPEED_MAX = 3

/** Where every agent of the swarm is at every tick: each circles a centre of its own. A pure function of the seed. */
export interface Orbits {
  readonly count: number
  at(agent: number, tick: number): PosValue
}

export function createOrbits(seed: number, count: number): Orbits {
  const prf = createPrf(seed)
  const [x, y, z] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)]
  const radius = new Int32Array(count)
  const phase = new Uint8Array(count)
  const speed = new Int8Array(count)
  for (let agent = 0; agent < count; agent += 1) {
    const draw = (stream: string, below: number): number => prf.below(`swarm/${stream}`, agent, below)
    x[agent] = MARGIN_CM + draw('x', CLOUD_CM - 2 * MARGIN_CM)
    y[agent] = MARGIN_CM + draw('y', CLOUD_CM - 2 * MARGIN_CM)
    const turn = draw('turn', TURN * SPEED_MAX * 2)
    phase[agent] = turn % TURN
    const gear = Math.floor(turn / TURN) - SPEED_MAX
    speed[agent] = gear < 0 ? gear : gear + 1
    radius[agent] = RADIUS_MIN_CM + draw('radius', RADIUS_SPAN_CM)
    z[agent] = agent % HEIGHT_CM
  }
  return {
    count,
    at: (agent, tick) => {
      const angle = (phase[agent] ?? 0) + (speed[agent] ?? 0) * (tick % TURN)
      const reach = radius[agent] ?? 0
      return {
        x_cm: (x[agent] ?? 0) + scaled(reach, angle),
        y_cm: (y[agent] ?? 0) + scaled(reach, angle + QUARTER),
        z_cm: z[agent] ?? 0,
      }
    },
  }
}

/** Radius × wave; below 2^34, so the product is exact and the shift is a division. */
function scaled(radius: number, angle: number): number {
  return Math.floor((radius * (WAVE[angle & (TURN - 1)] ?? 0)) / AMPLITUDE)
}
