/** Greedy placing of names: four positions each, what collides is left out, and a name stays where it was if it can. */

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** right, left, below, above */
export type Slot = 0 | 1 | 2 | 3

export interface LabelWish {
  readonly key: string
  readonly text: string
  readonly x: number
  readonly y: number
  /** Distance from the middle of the object. */
  readonly radius: number
  readonly width: number
  /** Drawn even when it collides. */
  readonly isNeeded: boolean
}

export interface PlacedLabel {
  readonly key: string
  readonly text: string
  readonly x: number
  /** Middle of the line. */
  readonly y: number
  readonly width: number
  readonly slot: Slot
}

const LINE = 16
const GAP = 5
const SLOTS: readonly Slot[] = [0, 1, 2, 3]

function boxIn(wish: LabelWish, slot: Slot): Box {
  const { x, y, radius, width } = wish
  const at =
    slot === 0
      ? { x: x + radius + GAP, y: y - LINE / 2 }
      : slot === 1
        ? { x: x - radius - GAP - width, y: y - LINE / 2 }
        : slot === 2
          ? { x: x - width / 2, y: y + radius + 2 }
          : { x: x - width / 2, y: y - radius - LINE - 2 }
  return { ...at, width, height: LINE }
}

function collides(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && a.x + a.width > b.x && a.y < b.y + b.height && a.y + a.height > b.y
}

export interface Ground {
  readonly width: number
  readonly height: number
  /** Already taken: controls, discs, other names. Grows as names are placed. */
  readonly taken: Box[]
}

function isFree(box: Box, ground: Ground): boolean {
  if (
    box.x < 4 ||
    box.y < 4 ||
    box.x + box.width > ground.width - 4 ||
    box.y + box.height > ground.height - 4
  )
    return false
  return ground.taken.every((other) => !collides(box, other))
}

/** Places names in the order of the wishes, which is their order of importance. */
export function placeLabels(
  wishes: readonly LabelWish[],
  ground: Ground,
  slotByKey: Map<string, Slot>,
): readonly PlacedLabel[] {
  const placed: PlacedLabel[] = []
  for (const wish of wishes) {
    const before = slotByKey.get(wish.key)
    const order = before === undefined ? SLOTS : [before, ...SLOTS.filter((slot) => slot !== before)]
    const slot = order.find((candidate) => isFree(boxIn(wish, candidate), ground))
    const chosen = slot ?? (wish.isNeeded ? (before ?? 0) : undefined)
    if (chosen === undefined) continue
    const box = boxIn(wish, chosen)
    ground.taken.push(box)
    slotByKey.set(wish.key, chosen)
    placed.push({
      key: wish.key,
      text: wish.text,
      x: box.x,
      y: box.y + LINE / 2,
      width: wish.width,
      slot: chosen,
    })
  }
  return placed
}
