import { COLUMN_PX, STRIP_HEIGHT, stripScale } from './geometry.ts'
import type { PixelBuffer } from './pixels.ts'
import type { Density, TimelineScene } from './scene.ts'
import { xOf } from './view.ts'

const BAR_PX = 1.5
const REJECTION_TONE = 6
/** The fullest column leaves a little air below the brush's edge. */
const SHARE_MAX = 0.9

/** The whole journal: counts in ink, the rejected part of each from the base. */
export function drawStrip(buffer: PixelBuffer, scene: TimelineScene): void {
  const { palette, density, ratio } = scene
  buffer.clear(palette.ground)
  const rejectionRamp = palette.laneRamps[REJECTION_TONE]
  if (density === undefined || density.peak === 0 || rejectionRamp === undefined) return
  const scale = stripScale(scene.head, scene.width)
  const heightMax = STRIP_HEIGHT * ratio * SHARE_MAX
  const columns = Math.floor(scale.width / COLUMN_PX)
  const stepsPerColumn = ((scale.view.last - scale.view.first) / scale.width) * COLUMN_PX
  for (let column = 0; column < columns; column++) {
    const { total, rejected } = sumColumns(density, column * stepsPerColumn, (column + 1) * stepsPerColumn)
    if (total <= 0) continue
    const height = Math.max(1, Math.round(Math.sqrt(Math.min(1, total / density.peak)) * heightMax))
    const x = Math.round((xOf(scale, scale.view.first) + column * COLUMN_PX) * ratio)
    buffer.bar({ x, y: buffer.height - height, width: BAR_PX * ratio, height }, palette.density)
    const base = rejected > 0 ? Math.max(1, Math.round((height * rejected) / total)) : 0
    if (base > 0)
      buffer.bar({ x, y: buffer.height - base, width: BAR_PX * ratio, height: base }, rejectionRamp)
  }
}

/** Counts of the tile's columns whose middle lies in `[from, to)`; at least the one at `from`. */
function sumColumns(
  density: Density,
  from: number,
  to: number,
): { readonly total: number; readonly rejected: number } {
  const { first, last, totals, rejections } = density
  const own = (last - first) / Math.max(1, totals.length)
  const begin = Math.max(0, Math.round((from - first) / own))
  const end = Math.max(begin + 1, Math.round((to - first) / own))
  let total = 0
  let rejected = 0
  for (let column = begin; column < end && column < totals.length; column++) {
    total += totals[column] ?? 0
    rejected += rejections[column] ?? 0
  }
  return { total: total / (end - begin), rejected: rejected / (end - begin) }
}
