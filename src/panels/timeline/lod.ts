/** How a lane draws its events: shapes while they can be told apart, then ticks, then columns of counts. */
export type Lod = 'empty' | 'glyphs' | 'ticks' | 'columns'

/** Two shapes closer than this run together. */
const GLYPH_GAP_PX = 6
/** More events a pixel than this and single ticks say less than a count. */
const COLUMN_DENSITY = 0.5

export interface LaneDensity {
  /** Events of the lane in view. */
  readonly events: number
  /** Distinct places on the canvas they fall on, rising, in CSS pixels. */
  readonly places: readonly number[]
  readonly widthPx: number
}

/** Half of the marks have their nearest neighbour at least this far away. */
export function medianNearestGap(places: readonly number[]): number {
  if (places.length < 2) return Number.POSITIVE_INFINITY
  const gaps = places.map((place, at) => {
    const before = places[at - 1]
    const after = places[at + 1]
    return Math.min(
      before === undefined ? Number.POSITIVE_INFINITY : place - before,
      after === undefined ? Number.POSITIVE_INFINITY : after - place,
    )
  })
  gaps.sort((a, b) => a - b)
  return gaps[gaps.length >> 1] ?? Number.POSITIVE_INFINITY
}

/**
 * The choice looks at where the events are, not only at how many: thirteen rejections in two heaps read as shapes,
 * eighty trades in one heap do not. Many events of one step share a place, so they count as one for ticks.
 */
export function chooseLod({ events, places, widthPx }: LaneDensity): Lod {
  if (events <= 0 || places.length === 0) return 'empty'
  if (events / widthPx > COLUMN_DENSITY && places.length / widthPx > COLUMN_DENSITY / 2) return 'columns'
  if (places.length / widthPx > COLUMN_DENSITY) return 'columns'
  if (places.length / widthPx < 1 / GLYPH_GAP_PX && medianNearestGap(places) >= GLYPH_GAP_PX) return 'glyphs'
  return 'ticks'
}

/** Height of a column on a square-root scale; any event at all is at least one device pixel. */
export function columnHeight(count: number, peak: number, heightMax: number): number {
  if (count <= 0 || heightMax <= 0) return 0
  return Math.max(1, Math.round(Math.sqrt(Math.min(1, count / Math.max(peak, 1e-9))) * heightMax))
}
