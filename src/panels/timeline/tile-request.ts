import { COLUMN_PX, plotWidth } from './geometry.ts'
import type { PreparedTile } from './prepared-tile.ts'
import { fitView, spanOf, type View } from './view.ts'

/** What to ask the worker for: whole columns on a grid that starts at step 0, so that equal zooms share borders. */
export interface TileRange {
  readonly first: number
  readonly last: number
  readonly columns: number
}

/** Columns beyond each edge of the view, as a share of it: panning has something to show at once. */
const MARGIN_SHARE = 0.5

function rangeOf(first: number, last: number, step: number): TileRange {
  return { first: first * step, last: last * step, columns: last - first }
}

/** The tile that the lanes need for a view. */
export function laneRange(view: View, width: number, head: number): TileRange {
  const plot = plotWidth(width)
  const step = (spanOf(view) / plot) * COLUMN_PX
  const margin = Math.ceil((plot / COLUMN_PX) * MARGIN_SHARE)
  const first = Math.max(0, Math.floor(view.first / step) - margin)
  const last = Math.min(Math.ceil(view.last / step) + margin, Math.ceil((head + 1) / step))
  return rangeOf(first, Math.max(first + 1, last), step)
}

/** The tile of the density strip: the whole journal. */
export function stripRange(width: number, head: number): TileRange {
  const plot = plotWidth(width)
  const step = (spanOf(fitView(head)) / plot) * COLUMN_PX
  return rangeOf(0, Math.max(1, Math.ceil((head + 1) / step)), step)
}

/** A tile as it was asked for: `head` is how long the journal was. */
export interface AskedTile {
  readonly tile: PreparedTile
  readonly head: number
}

const SAME_STEP = 1e-6

/** True when a tile shows a view as well as a new one would. */
export function servesView(asked: AskedTile, view: View, wanted: TileRange, head: number): boolean {
  const { tile } = asked
  const step = (tile.last - tile.first) / tile.columns
  const wantedStep = (wanted.last - wanted.first) / wanted.columns
  if (Math.abs(step / wantedStep - 1) > SAME_STEP) return false
  if (tile.first > Math.max(0, view.first)) return false
  const isComplete = asked.head === head || tile.last <= asked.head
  return isComplete && tile.last >= Math.min(view.last, head + 1)
}
