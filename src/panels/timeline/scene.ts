import type { TimelineMarker } from '../../workers/protocol.ts'
import type { CanvasTokens } from '../../ui/theme/canvas-tokens.ts'
import type { Mask, Ramp } from './pixels.ts'
import type { PreparedTile } from './prepared-tile.ts'
import type { View } from './view.ts'

/** Colours and faces of the theme, ready for the canvas and for the pixel buffers. */
export interface Palette {
  readonly tokens: CanvasTokens
  /** Packed ground of the lanes and the line between two rows. */
  readonly ground: number
  readonly rowLine: number
  /** By tone 1–10; index 0 is for events of no lane. */
  readonly laneRamps: readonly Ramp[]
  readonly density: Ramp
}

export interface SceneLane {
  /** Row of the tile's counts. */
  readonly index: number
  readonly tone: number
}

/** Everything a picture of the timeline depends on. */
export interface TimelineScene {
  readonly width: number
  readonly height: number
  /** Device pixels per CSS pixel. */
  readonly ratio: number
  readonly view: View
  readonly head: number
  readonly playhead: number
  readonly lanes: readonly SceneLane[]
  readonly laneScroll: number
  /** Lanes around the view; drawn stretched or shifted while a newer one is on its way. */
  readonly tile?: PreparedTile
  readonly density?: Density
  readonly markers: readonly TimelineMarker[]
  readonly palette: Palette
  /** Shapes by tone 1–10. */
  readonly masks: readonly (Mask | undefined)[]
  /** Digits as people read them, grouped. */
  readonly formatStep: (seq: number) => string
}

/** The whole journal as one row of counts. */
export interface Density {
  readonly first: number
  readonly last: number
  readonly totals: Float64Array
  readonly rejections: Float64Array
  readonly peak: number
}

export function createDensity(tile: PreparedTile, rejectionLanes: readonly number[]): Density {
  const totals = new Float64Array(tile.columns)
  const rejections = new Float64Array(tile.columns)
  let peak = 0
  for (let column = 0; column < tile.columns; column++) {
    for (let lane = 0; lane < tile.laneCount; lane++) {
      const at = lane * (tile.columns + 1) + column
      const count = (tile.sums[at + 1] ?? 0) - (tile.sums[at] ?? 0)
      totals[column] = (totals[column] ?? 0) + count
      if (rejectionLanes.includes(lane)) rejections[column] = (rejections[column] ?? 0) + count
    }
    // Frame 0 makes the whole world; measured against it the rest of the journal would be flat.
    if (column > 0 || tile.first > 0) peak = Math.max(peak, totals[column] ?? 0)
  }
  return {
    first: tile.first,
    last: tile.last,
    totals,
    rejections,
    peak: peak === 0 ? (totals[0] ?? 0) : peak,
  }
}
