/** Names of places and agents over the picture: what matters most first, what collides is left out. */
import type { DrawnGround } from './draw-ground.ts'
import { type Box, type LabelWish, type PlacedLabel, placeLabels, type Slot } from './labels.ts'
import { AGENT_RADIUS, agentPoint, INITIALS_MAX, placePoint, placeRadius, type Scene } from './scene.ts'
import { measure } from './text-width.ts'

/** More names than this on one picture are not read by anybody. */
const NAMES_MAX = 120

export interface NamePlaces {
  readonly places: readonly PlacedLabel[]
  readonly agents: readonly PlacedLabel[]
  /** Keys of the names that are said loud: selected, under the keyboard, under the pointer. */
  readonly loud: ReadonlySet<string>
}

/** Decides where names stand. `slots` remembers the side of each, so that a name does not jump about. */
export function placeNames(
  context: CanvasRenderingContext2D,
  scene: Scene,
  visible: readonly number[],
  ground: DrawnGround,
  slots: Map<string, Slot>,
): NamePlaces {
  const loudAgents = new Set<number>()
  for (const object of [scene.selected, scene.focused, scene.hovered])
    if (object?.kind === 'agent') loudAgents.add(object.index)
  const isCrowd = visible.length > INITIALS_MAX
  const discs = isCrowd ? [] : discBoxes(scene, visible)
  context.font = strongFont(scene)
  const loudWishes = [...loudAgents].flatMap((index) => agentWish(context, scene, index, true))
  context.font = plainFont(scene)
  const placeWishes = ground.places.flatMap((index) => placeWish(context, scene, index))
  const quiet = isCrowd ? [] : visible.filter((index) => !loudAgents.has(index)).slice(0, NAMES_MAX)
  const quietWishes = quiet.flatMap((index) => agentWish(context, scene, index, false))

  const taken: Box[] = [...ground.taken, ...discs]
  const loudLabels = placeLabels(loudWishes, { ...scene.size, taken }, slots)
  const places = placePlaces(scene, placeWishes, taken, slots, [...ground.taken, ...loudLabels.map(boxOf)])
  const agents = placeLabels(quietWishes, { ...scene.size, taken }, slots)
  return { places, agents: [...agents, ...loudLabels], loud: new Set(loudWishes.map(({ key }) => key)) }
}

/** A place whose name finds no room beside the discs keeps it under them: agents come and go, the name stays. */
function placePlaces(
  scene: Scene,
  wishes: readonly LabelWish[],
  taken: Box[],
  slots: Map<string, Slot>,
  still: readonly Box[],
): readonly PlacedLabel[] {
  const free = placeLabels(wishes, { ...scene.size, taken }, slots)
  const placed = new Set(free.map(({ key }) => key))
  const left = wishes.filter(({ key }) => !placed.has(key))
  const under = placeLabels(left, { ...scene.size, taken: [...still, ...free.map(boxOf)] }, slots)
  taken.push(...under.map(boxOf))
  return [...free, ...under]
}

function boxOf(label: PlacedLabel): Box {
  return { x: label.x, y: label.y - 8, width: label.width, height: 16 }
}

export function drawNames(
  context: CanvasRenderingContext2D,
  scene: Scene,
  labels: readonly PlacedLabel[],
  style: { readonly colour: string; readonly isStrong: boolean },
): void {
  context.font = style.isStrong ? strongFont(scene) : plainFont(scene)
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  context.lineWidth = 3
  context.strokeStyle = scene.tokens.bgCanvas
  context.fillStyle = style.colour
  for (const label of labels) {
    // Three pixels of ground around the letters, so that lines end before them.
    context.globalAlpha = 0.9
    context.strokeText(label.text, label.x, label.y)
    context.globalAlpha = 1
    context.fillText(label.text, label.x, label.y)
  }
}

function plainFont(scene: Scene): string {
  return `12px ${scene.tokens.fontUi}`
}

function strongFont(scene: Scene): string {
  return `600 12px ${scene.tokens.fontUi}`
}

function discBoxes(scene: Scene, visible: readonly number[]): readonly Box[] {
  const reach = AGENT_RADIUS + 2.5
  return visible.flatMap((index) => {
    const point = agentPoint(scene, index)
    if (point === undefined) return []
    return [{ x: point.x - reach, y: point.y - reach, width: reach * 2, height: reach * 2 }]
  })
}

function agentWish(
  context: CanvasRenderingContext2D,
  scene: Scene,
  index: number,
  isNeeded: boolean,
): readonly LabelWish[] {
  const point = agentPoint(scene, index)
  const agent = scene.directory.agents[index]
  if (point === undefined || agent === undefined) return []
  const width = measure(context, agent.name)
  return [{ key: `agent:${agent.id}`, text: agent.name, ...point, radius: AGENT_RADIUS + 2, width, isNeeded }]
}

function placeWish(context: CanvasRenderingContext2D, scene: Scene, index: number): readonly LabelWish[] {
  const point = placePoint(scene, index)
  const place = scene.directory.locations[index]
  if (point === undefined || place === undefined) return []
  const width = measure(context, place.name)
  const radius = placeRadius(scene, index)
  return [{ key: `location:${place.id}`, text: place.name, ...point, radius, width, isNeeded: false }]
}
