import { fitView, type Scale, type View } from './view.ts'

/** Rows of the timeline from the top, in CSS pixels; the gutter beside the canvas uses the same numbers. */
export const STRIP_TOP = 8
export const STRIP_HEIGHT = 30
export const RULER_TOP = 46
export const RULER_HEIGHT = 20
export const MARKERS_TOP = RULER_TOP + RULER_HEIGHT + 1
export const MARKERS_HEIGHT = 24
export const LANES_TOP = MARKERS_TOP + MARKERS_HEIGHT + 1

/** Free canvas left of the first step and right of the last. */
const PAD_LEFT = 8
const PAD_RIGHT = 16

const LANE_HEIGHT_MIN = 16
const LANE_HEIGHT_MAX = 20

/** A bar of counts stands on this grid. */
export const COLUMN_PX = 2

export function plotWidth(width: number): number {
  return Math.max(COLUMN_PX, width - PAD_LEFT - PAD_RIGHT)
}

/** Where the steps of the lanes, ruler and markers lie. */
export function lanesScale(view: View, width: number): Scale {
  return { view, left: PAD_LEFT, width: plotWidth(width) }
}

/** Where the whole journal lies in the density strip. */
export function stripScale(head: number, width: number): Scale {
  return { view: fitView(head), left: PAD_LEFT, width: plotWidth(width) }
}

/** Lanes share the height that is left; when they do not fit they scroll. */
export function laneHeight(height: number, laneCount: number): number {
  if (laneCount === 0) return LANE_HEIGHT_MAX
  const fair = Math.floor((height - LANES_TOP) / laneCount)
  return Math.min(LANE_HEIGHT_MAX, Math.max(LANE_HEIGHT_MIN, fair))
}

export function laneScrollMax(height: number, laneCount: number): number {
  return Math.max(0, laneCount * laneHeight(height, laneCount) - (height - LANES_TOP))
}

export type Zone = 'strip' | 'ruler' | 'markers' | 'lanes'

export function zoneAt(y: number): Zone {
  if (y < RULER_TOP) return 'strip'
  if (y < MARKERS_TOP) return 'ruler'
  return y < LANES_TOP ? 'markers' : 'lanes'
}

/** Which lane row lies under `y`; undefined below the last. */
export function laneRowAt(
  y: number,
  scene: { readonly height: number; readonly laneCount: number; readonly scroll: number },
): number | undefined {
  const row = Math.floor((y - LANES_TOP + scene.scroll) / laneHeight(scene.height, scene.laneCount))
  return row >= 0 && row < scene.laneCount ? row : undefined
}
