import { spanOf, type View } from './view.ts'

export interface RulerTick {
  readonly seq: number
  readonly isMajor: boolean
}

/** Room that one labelled step needs, in CSS pixels. */
const LABEL_ROOM_PX = 96

/** The shortest of 1, 2, 5, 10, 20, 50, … steps whose labels do not touch. */
export function majorInterval(view: View, widthPx: number): number {
  const least = (spanOf(view) / Math.max(1, widthPx)) * LABEL_ROOM_PX
  let power = 1
  while (power * 10 <= least) power *= 10
  const fitting = [1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10
  return fitting * power
}

/** Small ticks between two labels; whole steps only. */
function minorInterval(major: number): number {
  for (const parts of [5, 4, 2]) if (major % parts === 0) return major / parts
  return major
}

export function rulerTicks(view: View, widthPx: number): readonly RulerTick[] {
  const major = majorInterval(view, widthPx)
  const minor = minorInterval(major)
  const ticks: RulerTick[] = []
  for (let seq = Math.ceil(view.first / minor) * minor; seq <= view.last; seq += minor) {
    ticks.push({ seq, isMajor: seq % major === 0 })
  }
  return ticks
}
