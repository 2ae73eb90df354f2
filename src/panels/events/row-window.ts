/**
 * Browsers cannot lay out an element of tens of millions of pixels (Firefox stops at 17.9 million). A list of more rows
 * shows a window of them that moves when its edge comes near; row heights and the wheel stay as they are.
 */
export const WINDOW_ROWS_MAX = 600_000

/** Distance to an edge of the window at which it moves. */
const EDGE_ROWS = 20_000

export interface RowWindow {
  /** Index of the first row of the window. */
  readonly base: number
  readonly count: number
}

/** A window of a list that has grown or shrunk. */
export function windowAt(base: number, total: number): RowWindow {
  const kept = Math.max(0, Math.min(base, total - WINDOW_ROWS_MAX))
  return { base: kept, count: Math.min(total, WINDOW_ROWS_MAX) }
}

/** The window that holds `index`: the one there is while that will do, else one with `index` in its middle. */
export function windowFor(window: RowWindow, index: number, total: number): RowWindow {
  if (total <= WINDOW_ROWS_MAX) return { base: 0, count: total }
  const now = windowAt(window.base, total)
  const isNearStart = index < now.base + EDGE_ROWS && now.base > 0
  const isNearEnd = index >= now.base + now.count - EDGE_ROWS && now.base + now.count < total
  return isNearStart || isNearEnd ? windowAt(index - WINDOW_ROWS_MAX / 2, total) : now
}
