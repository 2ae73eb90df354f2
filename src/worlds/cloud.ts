import type { Pos } from '../kernel/base/ints.ts'

/** The box the bundled scenarios live in: 100 km × 100 km × 10 km. */
export interface CloudSize {
  readonly widthCm: number
  readonly depthCm: number
  readonly heightCm: number
}

export const DEFAULT_CLOUD: CloudSize = { widthCm: 10_000_000, depthCm: 10_000_000, heightCm: 1_000_000 }

/** A chunk is one cell of the cloud: 20 km × 20 km × 10 km. */
export const CHUNK: CloudSize = { widthCm: 2_000_000, depthCm: 2_000_000, heightCm: 1_000_000 }

export function isInside(cloud: CloudSize, pos: Pos): boolean {
  return (
    isBetween(pos.x_cm, cloud.widthCm) &&
    isBetween(pos.y_cm, cloud.depthCm) &&
    isBetween(pos.z_cm, cloud.heightCm)
  )
}

function isBetween(value: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= max
}
