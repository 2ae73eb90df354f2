/** One picture of the map: the still ground from its cache, then everything that moves. */
import type { Size } from './camera.ts'
import { drawAgents, drawRings } from './draw-agents.ts'
import { type DrawnGround, drawGround, drawHaloText, type GroundOptions } from './draw-ground.ts'
import { drawTrails } from './draw-trails.ts'
import { type LabelWish, placeLabels, type Slot } from './labels.ts'
import { AGENT_RADIUS, agentPoint, INITIALS_MAX, type Scene, visibleAgents } from './scene.ts'
import { measure } from './text-width.ts'

/** More names than this on one picture are not read by anybody. */
const NAMES_MAX = 120

export interface MapPainter {
  paint(context: CanvasRenderingContext2D, scene: Scene, ratio: number): void
}

export function createMapPainter(options: Omit<GroundOptions, 'slots'>): MapPainter {
  const slots = new Map<string, Slot>()
  const ground = document.createElement('canvas')
  let drawn: DrawnGround = { taken: [] }
  let drawnFor: readonly unknown[] = []

  const refreshGround = (scene: Scene, ratio: number): void => {
    const { camera, size, tokens, directory, view } = scene
    const now = [camera, size.width, size.height, tokens, directory, view.locations.length, ratio]
    // Places do not move; their array is a new object in every answer, so its length stands for it.
    if (now.every((part, index) => part === drawnFor[index])) return
    drawnFor = now
    resize(ground, size, ratio)
    const context = ground.getContext('2d')
    if (context === null) return
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    drawn = drawGround(context, scene, { ...options, slots })
  }

  return {
    paint(context, scene, ratio) {
      refreshGround(scene, ratio)
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.drawImage(ground, 0, 0)
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      const visible = visibleAgents(scene)
      drawTrails(context, scene, visible)
      drawAgents(context, scene, visible)
      drawRings(context, scene)
      drawAgentNames(context, scene, visible, drawn, slots)
    },
  }
}

export function resize(canvas: HTMLCanvasElement, size: Size, ratio: number): void {
  const width = Math.max(1, Math.round(size.width * ratio))
  const height = Math.max(1, Math.round(size.height * ratio))
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
}

/** Names of places stand on the ground already; these are the agents', the loud ones first. */
function drawAgentNames(
  context: CanvasRenderingContext2D,
  scene: Scene,
  visible: readonly number[],
  ground: DrawnGround,
  slots: Map<string, Slot>,
): void {
  const { tokens } = scene
  const strong = `600 12px ${tokens.fontUi}`
  const plain = `12px ${tokens.fontUi}`
  const loud = new Set<number>()
  for (const object of [scene.selected, scene.focused, scene.hovered])
    if (object?.kind === 'agent') loud.add(object.index)
  const isCrowd = visible.length > INITIALS_MAX
  const quiet = isCrowd ? [] : visible.filter((index) => !loud.has(index)).slice(0, NAMES_MAX)
  const wishes = [...loud, ...quiet].flatMap((index) => {
    context.font = loud.has(index) ? strong : plain
    const wish = wishFor(context, scene, index, loud.has(index))
    return wish === undefined ? [] : [wish]
  })
  const taken = isCrowd ? [...ground.taken] : [...ground.taken, ...discBoxes(scene, visible)]
  const loudKeys = new Set([...loud].map((index) => keyOf(scene, index)))
  for (const label of placeLabels(wishes, { ...scene.size, taken }, slots)) {
    const isLoud = loudKeys.has(label.key)
    context.font = isLoud ? strong : plain
    drawHaloText(context, scene, label, isLoud ? tokens.ink1 : tokens.ink3)
  }
}

function discBoxes(scene: Scene, visible: readonly number[]) {
  return visible.flatMap((index) => {
    const point = agentPoint(scene, index)
    const reach = AGENT_RADIUS + 2.5
    return point === undefined
      ? []
      : [{ x: point.x - reach, y: point.y - reach, width: reach * 2, height: reach * 2 }]
  })
}

function keyOf(scene: Scene, index: number): string {
  return `agent:${scene.directory.agents[index]?.id ?? ''}`
}

function wishFor(
  context: CanvasRenderingContext2D,
  scene: Scene,
  index: number,
  isNeeded: boolean,
): LabelWish | undefined {
  const point = agentPoint(scene, index)
  const text = scene.directory.agents[index]?.name
  if (point === undefined || text === undefined) return undefined
  return {
    key: keyOf(scene, index),
    text,
    ...point,
    radius: AGENT_RADIUS + 2,
    width: measure(context, text),
    isNeeded,
  }
}
