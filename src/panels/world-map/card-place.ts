import type { Point, Size } from './camera.ts'

const GAP = 22
const EDGE = 8

/** Below and to the right of the object if there is room, else to the other sides; always inside the map. */
export function cardPlace(point: Point, ground: Size, card: Size): Point {
  const fitsBelow = point.y + GAP + card.height + EDGE <= ground.height
  const fitsAbove = point.y - GAP - card.height >= EDGE
  const y = fitsBelow ? point.y + GAP : fitsAbove ? point.y - GAP - card.height : EDGE
  // Where neither fits, it stands beside.
  const isBeside = !fitsBelow && !fitsAbove
  const right = isBeside ? point.x + GAP : point.x - 60
  const x =
    right + card.width + EDGE <= ground.width
      ? right
      : isBeside
        ? point.x - GAP - card.width
        : ground.width - card.width - EDGE
  return { x: Math.round(Math.max(EDGE, x)), y: Math.round(y) }
}
