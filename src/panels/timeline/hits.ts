import type { TimelineMarker } from '../../workers/protocol.ts'
import { laneRowAt, lanesScale, zoneAt } from './geometry.ts'
import { layoutMarkers, type PlacedMarker } from './marker-layout.ts'
import { countIn, tickAt } from './prepared-tile.ts'
import type { TimelineStage } from './stage.ts'
import { seqAtX, spanOf } from './view.ts'

/** Marks of the markers row as they lie now; labels do not matter here. */
export function placedMarkers(stage: TimelineStage): readonly PlacedMarker[] {
  return layoutMarkers(stage.markers, lanesScale(stage.view, stage.width), () => Number.POSITIVE_INFINITY)
    .placed
}

/** What lies under the pointer. */
export interface Hover {
  readonly x: number
  readonly y: number
  readonly seq: number
  readonly tick: number | undefined
  readonly lane?: { readonly tone: number; readonly events: number }
  readonly markers: readonly TimelineMarker[]
}

/** Half of the width that a hover speaks about. */
const REACH_PX = 3
const MARKER_REACH_PX = 8

export function hoverOf(stage: TimelineStage): Hover | undefined {
  const { pointer, laneTile } = stage
  if (pointer === undefined || zoneAt(pointer.y) === 'strip') return undefined
  const scale = lanesScale(stage.view, stage.width)
  const seq = seqAtX(scale, pointer.x, stage.head)
  const tick = laneTile === undefined ? undefined : tickAt(laneTile, seq)
  const found = { x: pointer.x, y: pointer.y, seq, tick }
  if (zoneAt(pointer.y) === 'markers') {
    const mark = placedMarkers(stage).find(({ x }) => Math.abs(x - pointer.x) <= MARKER_REACH_PX)
    return { ...found, markers: mark?.members ?? [] }
  }
  const shape = stage.readShape()
  const row = laneRowAt(pointer.y, {
    height: stage.height,
    laneCount: shape.rows.length,
    scroll: shape.scroll,
  })
  const lane = row === undefined ? undefined : shape.rows[row]
  if (lane === undefined || laneTile === undefined) return { ...found, markers: [] }
  const reach = Math.max(0.5, (REACH_PX / scale.width) * spanOf(stage.view))
  const events = Math.round(countIn(laneTile, lane.index, seq - reach + 0.5, seq + reach + 0.5))
  return { ...found, lane: { tone: lane.tone, events }, markers: [] }
}
