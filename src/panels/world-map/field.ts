/** Radiation over the ground: the sum over all sources, falling with the square of distance. Drawn, never hashed. */
import { type Camera, KM, type Size } from './camera.ts'

export interface Source {
  readonly x: number
  readonly y: number
  readonly emission: number
}

/** At eight kilometres a source is half as strong. */
const HALF_DISTANCE_SQUARED = (8 * KM) ** 2

export function fieldAt(sources: readonly Source[], x: number, y: number): number {
  let sum = 0
  for (const source of sources) {
    const squared = (x - source.x) ** 2 + (y - source.y) ** 2
    sum += (source.emission * HALF_DISTANCE_SQUARED) / (HALF_DISTANCE_SQUARED + squared)
  }
  return sum
}

export interface FieldGrid {
  readonly columns: number
  readonly rows: number
  /** Pixels between two samples. */
  readonly pitch: number
  readonly values: Float32Array
}

export function sampleField(
  sources: readonly Source[],
  camera: Camera,
  size: Size,
  pitch: number,
): FieldGrid {
  const columns = Math.ceil(size.width / pitch) + 1
  const rows = Math.ceil(size.height / pitch) + 1
  const values = new Float32Array(columns * rows)
  const step = pitch / camera.scale
  const left = camera.centreX - size.width / 2 / camera.scale
  const top = camera.centreY - size.height / 2 / camera.scale
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      values[row * columns + column] = fieldAt(sources, left + column * step, top + row * step)
  return { columns, rows, pitch, values }
}

/** Levels that are drawn: a handful inside what is there. */
export function levelsOf(grid: FieldGrid): readonly number[] {
  let max = 0
  for (const value of grid.values) max = Math.max(max, value)
  const levels = [1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64]
  return levels.filter((level) => level < max).slice(-6)
}

/**
 * One byte of alpha a sample: each level that the field exceeds adds one layer. A picture of bands costs the samples,
 * not the length of their edges.
 */
export function bandAlpha(grid: FieldGrid, levels: readonly number[], layer: number): Uint8ClampedArray {
  const alpha = new Uint8ClampedArray(grid.values.length)
  for (let index = 0; index < alpha.length; index += 1) {
    const value = grid.values[index] ?? 0
    let layers = 0
    while (layers < levels.length && value > (levels[layers] ?? 0)) layers += 1
    alpha[index] = 255 * (1 - (1 - layer) ** layers)
  }
  return alpha
}

/** Adds the contour of `level` to the path as short segments. */
export function traceContour(grid: FieldGrid, level: number, path: Path2D): void {
  forEachCell(grid, level, (corners, above, x, y) => {
    if (above === 4) return
    let hasStart = false
    for (let edge = 0; edge < 4; edge += 1) {
      const from = corners[edge] ?? 0
      const to = corners[(edge + 1) % 4] ?? 0
      if (from > level === to > level) continue
      const [px, py] = crossing(grid, x, y, edge, (level - from) / (to - from))
      if (hasStart) path.lineTo(px, py)
      else path.moveTo(px, py)
      hasStart = !hasStart
    }
  })
}

type Corners = readonly [number, number, number, number]

function forEachCell(
  grid: FieldGrid,
  level: number,
  visit: (corners: Corners, above: number, x: number, y: number) => void,
): void {
  const { columns, rows, pitch, values } = grid
  for (let row = 0; row + 1 < rows; row += 1)
    for (let column = 0; column + 1 < columns; column += 1) {
      const at = row * columns + column
      // Clockwise from the top left, so that edge n runs from corner n to the next.
      const a = values[at] ?? 0
      const b = values[at + 1] ?? 0
      const c = values[at + columns + 1] ?? 0
      const d = values[at + columns] ?? 0
      const above = Number(a > level) + Number(b > level) + Number(c > level) + Number(d > level)
      if (above > 0) visit([a, b, c, d], above, column * pitch, row * pitch)
    }
}

const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const

function cornerPoint(grid: FieldGrid, x: number, y: number, corner: number): readonly [number, number] {
  const [cx, cy] = CORNERS[corner % 4] ?? CORNERS[0]
  return [x + cx * grid.pitch, y + cy * grid.pitch]
}

function crossing(
  grid: FieldGrid,
  x: number,
  y: number,
  edge: number,
  share: number,
): readonly [number, number] {
  const [ax, ay] = cornerPoint(grid, x, y, edge)
  const [bx, by] = cornerPoint(grid, x, y, edge + 1)
  return [ax + (bx - ax) * share, ay + (by - ay) * share]
}
