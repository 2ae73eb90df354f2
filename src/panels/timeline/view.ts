/** The part of the journal that the lanes show: steps, fractional while zooming, `first < last`. */
export interface View {
  readonly first: number
  readonly last: number
}

/** Where steps lie on the canvas: `left` is the place of `view.first`, in CSS pixels. */
export interface Scale {
  readonly view: View
  readonly left: number
  readonly width: number
}

/** The closest one can zoom in: eight steps over the whole width. */
const SPAN_MIN = 8

/** Opened on a longer journal, the timeline shows about this many steps around the playhead. */
const SPAN_AT_OPENING = 1_000

/** Steps are points; a little room after the last one keeps its mark and the playhead inside. */
const roomAfter = (head: number): number => Math.max(1, head * 0.004)

export const spanOf = (view: View): number => view.last - view.first

export function fitView(head: number): View {
  return { first: 0, last: Math.max(SPAN_MIN, head + roomAfter(head)) }
}

/** Keeps a view inside the journal without changing its span unless the span itself is too long or too short. */
export function clampView(view: View, head: number): View {
  const all = fitView(head)
  const span = Math.min(Math.max(spanOf(view), SPAN_MIN), spanOf(all))
  const first = Math.min(Math.max(view.first, all.first), all.last - span)
  return { first, last: first + span }
}

export function openingView(head: number, seq: number): View {
  if (head <= SPAN_AT_OPENING) return fitView(head)
  return clampView({ first: seq - SPAN_AT_OPENING / 2, last: seq + SPAN_AT_OPENING / 2 }, head)
}

/** Zooms so that the step under the cursor stays under it. `factor` below 1 comes closer. */
export function zoomAt(view: View, factor: number, at: number, head: number): View {
  const span = Math.min(Math.max(spanOf(view) * factor, SPAN_MIN), spanOf(fitView(head)))
  const share = (at - view.first) / spanOf(view)
  const first = at - share * span
  return clampView({ first, last: first + span }, head)
}

export function panBy(view: View, steps: number, head: number): View {
  return clampView({ first: view.first + steps, last: view.last + steps }, head)
}

/** Moves just far enough that `seq` is seen; a step already in view moves nothing. */
export function reveal(view: View, seq: number, head: number): View {
  const margin = spanOf(view) * 0.04
  if (seq >= view.first && seq <= view.last) return view
  const first = seq < view.first ? seq - margin : seq + margin - spanOf(view)
  return clampView({ first, last: first + spanOf(view) }, head)
}

/** With the head at the right edge, as while following. */
export function endingAt(view: View, head: number): View {
  const all = fitView(head)
  return clampView({ first: all.last - spanOf(view), last: all.last }, head)
}

export function isWhole(view: View, head: number): boolean {
  const all = fitView(head)
  return view.first <= all.first + 0.5 && view.last >= all.last - 0.5
}

export function xOf(scale: Scale, step: number): number {
  return scale.left + ((step - scale.view.first) / spanOf(scale.view)) * scale.width
}

export function stepAtX(scale: Scale, x: number): number {
  return scale.view.first + ((x - scale.left) / scale.width) * spanOf(scale.view)
}

/** The frame nearest to a place on the canvas. */
export function seqAtX(scale: Scale, x: number, head: number): number {
  return Math.min(Math.max(Math.round(stepAtX(scale, x)), 0), head)
}
