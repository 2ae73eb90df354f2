import type { TimelineTile } from '../../workers/protocol.ts'

/** The events of one lane as drawn one by one: distinct places in rising order. */
export type LaneMarks = Float64Array

/** A tile with what drawing needs at every frame worked out once, when it arrives. */
export interface PreparedTile {
  readonly first: number
  readonly last: number
  readonly columns: number
  readonly laneCount: number
  readonly ticks: Float64Array
  /** Running totals: sums[lane * (columns + 1) + column] = events of the lane before the column. */
  readonly sums: Float64Array
  /** Most events in one column of the lane. */
  readonly peaks: Float64Array
  /** Per lane, when the worker sent single events. */
  readonly marks?: readonly LaneMarks[]
}

export function prepareTile(tile: TimelineTile): PreparedTile {
  const { columns } = tile
  const laneCount = columns === 0 ? 0 : Math.floor(tile.counts.length / columns)
  // Frame 0 makes the whole world; measured against it nothing that happens later would be seen.
  const hasGenesis = tile.first <= 0
  const sums = new Float64Array(laneCount * (columns + 1))
  const peaks = new Float64Array(laneCount)
  for (let lane = 0; lane < laneCount; lane++) {
    let total = 0
    let peak = 0
    for (let column = 0; column < columns; column++) {
      const count = tile.counts[lane * columns + column] ?? 0
      total += count
      if (count > peak && !(column === 0 && hasGenesis)) peak = count
      sums[lane * (columns + 1) + column + 1] = total
    }
    peaks[lane] = peak === 0 ? (tile.counts[lane * columns] ?? 0) : peak
  }
  const prepared = { first: tile.first, last: tile.last, columns, laneCount, ticks: tile.ticks, sums, peaks }
  return tile.marks === undefined ? prepared : { ...prepared, marks: marksByLane(tile.marks, laneCount) }
}

function marksByLane(marks: NonNullable<TimelineTile['marks']>, laneCount: number): readonly LaneMarks[] {
  const byLane: number[][] = Array.from({ length: laneCount }, () => [])
  for (let at = 0; at < marks.seqs.length; at++) {
    const places = byLane[marks.lanes[at] ?? 0]
    const seq = marks.seqs[at] ?? 0
    if (places !== undefined && places[places.length - 1] !== seq) places.push(seq)
  }
  return byLane.map((places) => Float64Array.from(places))
}

/** Events of a lane before `step`, in proportion inside a column. */
export function sumBefore(tile: PreparedTile, lane: number, step: number): number {
  const base = lane * (tile.columns + 1)
  const place = ((step - tile.first) / (tile.last - tile.first)) * tile.columns
  if (!(place > 0)) return 0
  // A border of the drawn grid that is a border of the tile up to rounding must not split a column's count.
  const near = Math.round(place)
  const exact = Math.abs(place - near) < 1e-6 ? near : place
  if (exact >= tile.columns) return tile.sums[base + tile.columns] ?? 0
  const column = Math.floor(exact)
  const before = tile.sums[base + column] ?? 0
  if (exact === column) return before
  return before + (exact - column) * ((tile.sums[base + column + 1] ?? 0) - before)
}

/** Events of a lane in `[from, to)`. */
export function countIn(tile: PreparedTile, lane: number, from: number, to: number): number {
  return sumBefore(tile, lane, to) - sumBefore(tile, lane, from)
}

/** World tick at a step, as far as the tile knows; undefined outside it. */
export function tickAt(tile: PreparedTile, step: number): number | undefined {
  const column = Math.floor(((step - tile.first) / (tile.last - tile.first)) * tile.columns)
  return column >= 0 && column < tile.columns ? tile.ticks[column] : undefined
}
