/** Agents: discs with an initial, small discs, or cells of density, as many as there are to see. */
import type { CanvasTokens } from '../../ui/theme/canvas-tokens.ts'
import type { Point } from './camera.ts'
import { parseHex } from './colour.ts'
import {
  AGENT_RADIUS,
  agentPoint,
  DISCS_MAX,
  INITIALS_MAX,
  type MapObject,
  placeRadius,
  pointOf,
  type Scene,
} from './scene.ts'

const CIRCLE = Math.PI * 2
const SMALL_DISC = 3
const CELL = 3
const TONES = 11

export function drawAgents(
  context: CanvasRenderingContext2D,
  scene: Scene,
  visible: readonly number[],
): void {
  if (visible.length > DISCS_MAX) drawDensity(context, scene, visible)
  else if (visible.length > INITIALS_MAX) drawSmallDiscs(context, scene, visible)
  else for (const index of visible) drawDisc(context, scene, index)
  for (const object of [scene.hovered, scene.selected, scene.focused]) {
    if (object?.kind === 'agent' && visible.length > INITIALS_MAX && visible.includes(object.index))
      drawDisc(context, scene, object.index)
  }
}

/** In the light theme two lanes are too pale for white letters. */
function inkOn(tokens: CanvasTokens, tone: number): string {
  return !tokens.isDark && (tone === 1 || tone === 2) ? tokens.ink1 : tokens.bgCanvas
}

function drawDisc(context: CanvasRenderingContext2D, scene: Scene, index: number): void {
  const point = agentPoint(scene, index)
  if (point === undefined) return
  const { tokens } = scene
  const tone = scene.view.tones[index] ?? 0
  context.beginPath()
  context.arc(point.x, point.y, AGENT_RADIUS, 0, CIRCLE)
  context.fillStyle = tokens.lanes[tone] ?? tokens.ink3
  context.fill()
  context.strokeStyle = tokens.bgCanvas
  context.lineWidth = 2
  context.stroke()
  const initial = [...(scene.directory.agents[index]?.name ?? '')][0]?.toUpperCase() ?? ''
  context.fillStyle = inkOn(tokens, tone)
  context.font = `600 11px ${tokens.fontUi}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(initial, point.x, point.y + 0.5)
  context.textAlign = 'left'
}

function drawSmallDiscs(context: CanvasRenderingContext2D, scene: Scene, visible: readonly number[]): void {
  const paths = Array.from({ length: TONES }, () => new Path2D())
  for (const index of visible) {
    const point = agentPoint(scene, index)
    const path = paths[scene.view.tones[index] ?? 0]
    if (point === undefined || path === undefined) continue
    path.moveTo(point.x + SMALL_DISC, point.y)
    path.arc(point.x, point.y, SMALL_DISC, 0, CIRCLE)
  }
  for (const [tone, path] of paths.entries()) {
    context.fillStyle = scene.tokens.lanes[tone] ?? scene.tokens.ink3
    context.fill(path)
  }
}

let cells: HTMLCanvasElement | undefined

/** One pixel a cell in a small picture, scaled up: the cost is the number of agents, not of pixels. */
function drawDensity(context: CanvasRenderingContext2D, scene: Scene, visible: readonly number[]): void {
  const { size, view, tokens } = scene
  const columns = Math.ceil(size.width / CELL)
  const rows = Math.ceil(size.height / CELL)
  const picture = new ImageData(columns, rows)
  const counts = new Uint16Array(columns * rows)
  const toneOf = new Uint8Array(columns * rows)
  let most = 1
  for (const index of visible) {
    const point = agentPoint(scene, index)
    if (point === undefined) continue
    const cell = Math.floor(point.y / CELL) * columns + Math.floor(point.x / CELL)
    const count = (counts[cell] ?? 0) + 1
    counts[cell] = count
    toneOf[cell] = view.tones[index] ?? 0
    most = Math.max(most, count)
  }
  const colours = tokens.lanes.map(parseHex)
  for (let cell = 0; cell < counts.length; cell += 1) {
    const count = counts[cell] ?? 0
    if (count === 0) continue
    const [r, g, b] = colours[toneOf[cell] ?? 0] ?? [128, 128, 128]
    // Root scale, from visible to full.
    picture.data.set([r, g, b, 110 + 145 * Math.sqrt((count - 1) / Math.max(1, most - 1))], cell * 4)
  }
  cells ??= document.createElement('canvas')
  cells.width = columns
  cells.height = rows
  cells.getContext('2d')?.putImageData(picture, 0, 0)
  context.imageSmoothingEnabled = false
  context.drawImage(cells, 0, 0, columns * CELL, rows * CELL)
  context.imageSmoothingEnabled = true
}

/** Rings around what is under the pointer, under the keyboard, and selected. */
export function drawRings(context: CanvasRenderingContext2D, scene: Scene): void {
  const { tokens } = scene
  ring(context, scene, scene.hovered, { colour: tokens.ink1, width: 1.5, gap: 4 })
  ring(context, scene, scene.selected, { colour: tokens.accent, width: 2, gap: 4 })
  ring(context, scene, scene.focused, { colour: tokens.accent, width: 2, gap: 8 })
}

interface RingStyle {
  readonly colour: string
  readonly width: number
  readonly gap: number
}

function ring(
  context: CanvasRenderingContext2D,
  scene: Scene,
  object: MapObject | undefined,
  style: RingStyle,
): void {
  const point: Point | undefined = object === undefined ? undefined : pointOf(scene, object)
  if (object === undefined || point === undefined) return
  const radius = object.kind === 'agent' ? AGENT_RADIUS : placeRadius(scene, object.index)
  context.beginPath()
  context.arc(point.x, point.y, radius + style.gap, 0, CIRCLE)
  context.strokeStyle = style.colour
  context.lineWidth = style.width
  context.stroke()
}
