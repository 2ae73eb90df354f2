import type { TimelineMarker } from '../../workers/protocol.ts'
import { type Scale, xOf } from './view.ts'

export type MarkerKind = TimelineMarker['kind']

/** A mark as drawn: one marker, or several that stand too close together. */
export interface PlacedMarker {
  /** Centre of the shape. */
  readonly x: number
  /** The loudest marker in it gives shape and words. */
  readonly marker: TimelineMarker
  readonly members: readonly TimelineMarker[]
  /** Text beside the shape; undefined when there is no room. A mark itself is never left out. */
  readonly label?: string
}

export interface MarkerLayout {
  readonly placed: readonly PlacedMarker[]
  /** Keyframes sit on the ruler's line and never carry words. */
  readonly keyframes: readonly number[]
}

/** Marks closer than this become one with a count. */
const MERGE_PX = 10
/** Keyframes are where seeking is cheap; closer together than this they are one diamond. */
const KEYFRAME_PX = 8
/** From the centre of a shape to its label, and free room after a label. */
const LABEL_OFFSET_PX = 12
const LABEL_ROOM_PX = 10

const loudness: Readonly<Record<MarkerKind, number>> = {
  fault: 6,
  governance: 5,
  bookmark: 4,
  fork: 3,
  snapshot: 2,
  keyframe: 1,
}

interface Heap {
  readonly x: number
  readonly members: TimelineMarker[]
}

/** `measure` gives the width of a text in CSS pixels. */
export function layoutMarkers(
  markers: readonly TimelineMarker[],
  scale: Scale,
  measure: (text: string) => number,
): MarkerLayout {
  const right = scale.left + scale.width
  const heaps: Heap[] = []
  const keyframes: number[] = []
  for (const marker of markers.toSorted((a, b) => a.seq - b.seq)) {
    const x = xOf(scale, marker.seq)
    if (x < scale.left - MERGE_PX || x > right + MERGE_PX) continue
    const heap = heaps[heaps.length - 1]
    if (marker.kind === 'keyframe') {
      if (x - (keyframes.at(-1) ?? Number.NEGATIVE_INFINITY) >= KEYFRAME_PX) keyframes.push(x)
    } else if (heap !== undefined && x - heap.x < MERGE_PX) heap.members.push(marker)
    else heaps.push({ x, members: [marker] })
  }
  return { placed: withLabels(heaps.map(place), right, measure), keyframes }
}

function place({ x, members }: Heap): PlacedMarker {
  const marker = members.reduce((loudest, member) =>
    loudness[member.kind] > loudness[loudest.kind] ? member : loudest,
  )
  return { x, marker, members }
}

function labelOf({ marker, members }: PlacedMarker): string {
  return members.length === 1 ? marker.label : `${marker.label} +${members.length - 1}`
}

/** The loudest marks are asked first; a label may not touch another mark or label. */
function withLabels(
  placed: readonly PlacedMarker[],
  right: number,
  measure: (text: string) => number,
): readonly PlacedMarker[] {
  const labels = new Map<PlacedMarker, string>()
  const taken: { readonly from: number; readonly to: number }[] = placed.map(({ x }) => ({
    from: x - 8,
    to: x + 8,
  }))
  const byLoudness = placed.toSorted((a, b) => loudness[b.marker.kind] - loudness[a.marker.kind] || a.x - b.x)
  for (const mark of byLoudness) {
    const label = labelOf(mark)
    const from = mark.x + LABEL_OFFSET_PX
    const to = from + measure(label) + LABEL_ROOM_PX
    if (label === '' || to > right + LABEL_ROOM_PX) continue
    if (taken.some((other) => other.from < to && other.to > from)) continue
    taken.push({ from, to })
    labels.set(mark, label)
  }
  return placed.map((mark) => {
    const label = labels.get(mark)
    return label === undefined ? mark : { ...mark, label }
  })
}

/** Text of a merged mark that has no room for words. */
export function countBadge(mark: PlacedMarker): string | undefined {
  return mark.members.length > 1 && mark.label === undefined ? String(mark.members.length) : undefined
}
