import type { LaneInfo } from '../../workers/protocol.ts'
import type { PreparedTile } from './prepared-tile.ts'
import type { SceneLane } from './scene.ts'

/** Time first, then the kinds in the order of their tones, what went wrong last. */
const ORDER: readonly number[] = [10, 1, 2, 3, 4, 5, 7, 8, 9, 6]

/** These rows stand from the beginning, so that a young world does not grow them one by one. */
const ALWAYS: readonly number[] = [10, 1, 2, 3, 6]

const place = (tone: number): number => (ORDER.includes(tone) ? ORDER.indexOf(tone) : ORDER.length)

/** Lanes worth a row: those with any event in the journal, and the few that every world has. */
export function laneRows(lanes: readonly LaneInfo[], whole: PreparedTile | undefined): readonly SceneLane[] {
  return lanes
    .map((lane, index) => ({ index, tone: lane.tone, id: lane.id }))
    .filter(({ index, tone }) => ALWAYS.includes(tone) || totalOf(whole, index) > 0)
    .toSorted((a, b) => place(a.tone) - place(b.tone) || a.index - b.index)
}

function totalOf(tile: PreparedTile | undefined, lane: number): number {
  if (tile === undefined || lane >= tile.laneCount) return 0
  return tile.sums[lane * (tile.columns + 1) + tile.columns] ?? 0
}

export function sameRows(a: readonly SceneLane[], b: readonly SceneLane[]): boolean {
  return (
    a.length === b.length && a.every((lane, at) => lane.index === b[at]?.index && lane.tone === b[at].tone)
  )
}

export function lanesOfTone(lanes: readonly LaneInfo[], tone: number): readonly number[] {
  return lanes.flatMap((lane, index) => (lane.tone === tone ? [index] : []))
}
