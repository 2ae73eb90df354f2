import { COLUMN_PX, LANES_TOP, laneHeight, lanesScale } from './geometry.ts'
import { chooseLod, columnHeight } from './lod.ts'
import type { PixelBuffer, Ramp } from './pixels.ts'
import { type PreparedTile, sumBefore } from './prepared-tile.ts'
import type { SceneLane, TimelineScene } from './scene.ts'
import { type Scale, spanOf, xOf } from './view.ts'

/** Widths of the README's marks, in CSS pixels. */
const TICK_PX = 1.6
const BAR_PX = 1.4

/** The grid on which counts are drawn: two pixels a column, or the tile's own columns where those are wider. */
interface Grid {
  /** Steps a column. */
  readonly step: number
  readonly from: number
  readonly to: number
  /** Peak of a drawn column relative to the peak of a tile's column. */
  readonly gain: number
}

function gridOf(tile: PreparedTile, scale: Scale): Grid {
  const fine = (spanOf(scale.view) / scale.width) * COLUMN_PX
  const own = (tile.last - tile.first) / tile.columns
  const step = own > fine * 1.02 ? own : fine
  const from = Math.floor(scale.view.first / step) - 1
  return { step, from, to: Math.ceil(scale.view.last / step) + 4, gain: Math.max(1, step / own) }
}

/** Reused from frame to frame so that drawing makes no garbage. */
const places: number[] = []

interface LaneRow {
  readonly lane: SceneLane
  /** Top and height of the row in device pixels of the buffer. */
  readonly top: number
  readonly height: number
  readonly ramp: Ramp
}

/** Fills the buffer that covers everything from the first lane down. */
export function drawLanes(buffer: PixelBuffer, scene: TimelineScene): void {
  const { palette, ratio, lanes, tile } = scene
  buffer.clear(palette.ground)
  const scale = lanesScale(scene.view, scene.width)
  const height = laneHeight(scene.height, lanes.length) * ratio
  lanes.forEach((lane, row) => {
    const top = Math.round(row * height - scene.laneScroll * ratio)
    const ramp = palette.laneRamps[lane.tone] ?? palette.laneRamps[0]
    if (row > 0) buffer.row(top, palette.rowLine)
    if (tile === undefined || ramp === undefined || top > buffer.height || top + height < 0) return
    drawLane(buffer, { lane, top, height, ramp }, { scene, tile, scale, grid: gridOf(tile, scale) })
  })
}

interface LaneContext {
  readonly scene: TimelineScene
  readonly tile: PreparedTile
  readonly scale: Scale
  readonly grid: Grid
}

function drawLane(buffer: PixelBuffer, row: LaneRow, context: LaneContext): void {
  const { scene, tile, scale } = context
  const { index } = row.lane
  const { view } = scene
  const events = sumBefore(tile, index, view.last) - sumBefore(tile, index, view.first)
  const marks = tile.marks?.[index]
  if (marks === undefined) placesOfCounts(context, index)
  else placesOfMarks(marks, scale, scene.ratio)
  const lod = chooseLod({ events: Math.max(events, places.length > 0 ? 1 : 0), places, widthPx: scale.width })
  const mask = scene.masks[row.lane.tone]
  if (lod === 'empty') return
  if (lod === 'columns') drawColumns(buffer, row, context)
  else if (lod === 'glyphs' && mask !== undefined) {
    const y = Math.round(row.top + (row.height - mask.size) / 2)
    for (const x of places)
      buffer.stamp(mask, { x: Math.round(x * scene.ratio - mask.size / 2), y }, row.ramp)
  } else drawTicks(buffer, row, scene.ratio)
}

/** Distinct device pixels, as CSS pixels. */
function placesOfMarks(marks: Float64Array, scale: Scale, ratio: number): void {
  places.length = 0
  let last = Number.NEGATIVE_INFINITY
  for (let at = firstAtOrAfter(marks, scale.view.first); at < marks.length; at++) {
    const seq = marks[at] ?? 0
    if (seq > scale.view.last) break
    const x = Math.round(xOf(scale, seq) * ratio) / ratio
    if (x !== last) places.push(x)
    last = x
  }
}

function placesOfCounts({ tile, scale, grid }: LaneContext, lane: number): void {
  places.length = 0
  let before = sumBefore(tile, lane, grid.from * grid.step)
  for (let column = grid.from; column < grid.to; column++) {
    const after = sumBefore(tile, lane, (column + 1) * grid.step)
    const x = xOf(scale, column * grid.step)
    if (after - before > 1e-6 && x >= scale.left - COLUMN_PX) places.push(x)
    before = after
  }
}

function firstAtOrAfter(marks: Float64Array, seq: number): number {
  let low = 0
  let high = marks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((marks[middle] ?? 0) < seq) low = middle + 1
    else high = middle
  }
  return low
}

function drawTicks(buffer: PixelBuffer, row: LaneRow, ratio: number): void {
  const y = row.top + Math.round(5 * ratio)
  const height = Math.max(1, Math.round(row.height - 10 * ratio) + 1)
  const width = TICK_PX * ratio
  for (const x of places) buffer.bar({ x: Math.round(x * ratio - width / 2), y, width, height }, row.ramp)
}

function drawColumns(buffer: PixelBuffer, row: LaneRow, { scene, tile, scale, grid }: LaneContext): void {
  const { ratio } = scene
  const { index } = row.lane
  const peak = (tile.peaks[index] ?? 0) * grid.gain
  const bottom = Math.round(row.top + row.height - 3 * ratio)
  const heightMax = Math.round(row.height - 7 * ratio)
  const width = BAR_PX * ratio
  let before = sumBefore(tile, index, grid.from * grid.step)
  for (let column = grid.from; column < grid.to; column++) {
    const after = sumBefore(tile, index, (column + 1) * grid.step)
    const height = columnHeight(after - before > 1e-6 ? after - before : 0, peak, heightMax)
    before = after
    if (height === 0) continue
    const x = Math.round(xOf(scale, column * grid.step) * ratio)
    buffer.bar({ x, y: bottom - height, width, height }, row.ramp)
  }
}

/** Device pixels that the lanes' buffer needs. */
export function lanesBufferSize(scene: TimelineScene): { readonly width: number; readonly height: number } {
  return {
    width: Math.max(1, Math.round(scene.width * scene.ratio)),
    height: Math.max(1, Math.round((scene.height - LANES_TOP) * scene.ratio)),
  }
}
