/** The still part of the picture: field, grid, places and their names. Drawn again only when the camera or world changes. */
import { formatCount } from '../../ui/format.ts'
import { KM, niceLength, type Size, toScreen } from './camera.ts'
import { parseHex } from './colour.ts'
import {
  bandAlpha,
  fieldAt,
  type FieldGrid,
  levelsOf,
  sampleField,
  type Source,
  traceContour,
} from './field.ts'
import type { Box } from './labels.ts'
import { drawPlace } from './draw-place.ts'
import { isOnScreen, placePoint, placeRadius, type Scene } from './scene.ts'
import { measure } from './text-width.ts'

const FIELD_LANE = 3
/** Pixels between samples of the bands, and of the contours. */
const BAND_PITCH = 2
const LINE_PITCH = 5
const GRID_PX_MIN = 130

export interface DrawnGround {
  /** Room under places and controls, for those who place names after. */
  readonly taken: readonly Box[]
  /** Places on the screen, the largest first. */
  readonly places: readonly number[]
}

function sourcesOf(scene: Scene): readonly Source[] {
  return scene.directory.locations.flatMap(({ radiation }, index) => {
    const x = scene.view.locations[index * 2]
    const y = scene.view.locations[index * 2 + 1]
    return radiation > 0 && x !== undefined && y !== undefined && !Number.isNaN(x)
      ? [{ x, y, emission: radiation }]
      : []
  })
}

function drawField(context: CanvasRenderingContext2D, scene: Scene): void {
  const sources = sourcesOf(scene)
  if (sources.length === 0) return
  const { camera, size, tokens } = scene
  const bands = sampleField(sources, camera, size, BAND_PITCH)
  const levels = levelsOf(bands)
  const colour = tokens.lanes[FIELD_LANE] ?? tokens.ink3
  drawBands(context, bands, bandAlpha(bands, levels, tokens.isDark ? 0.042 : 0.05), colour)
  const lines = sampleField(sources, camera, size, LINE_PITCH)
  context.strokeStyle = colour
  for (const [index, level] of levels.entries()) {
    const contour = new Path2D()
    traceContour(lines, level, contour)
    context.globalAlpha = tokens.isDark ? 0.32 : 0.42
    context.lineWidth = index === 2 ? 1.3 : 0.8
    context.stroke(contour)
  }
  context.globalAlpha = 1
  drawLevelNumbers(context, scene, sources, levels)
}

let bandPicture: HTMLCanvasElement | undefined

/** The bands as a small picture drawn large; the contours over it hide its steps. */
function drawBands(
  context: CanvasRenderingContext2D,
  grid: FieldGrid,
  alpha: Uint8ClampedArray,
  colour: string,
): void {
  const [r, g, b] = parseHex(colour)
  const picture = new ImageData(grid.columns, grid.rows)
  for (let index = 0; index < alpha.length; index += 1) {
    picture.data[index * 4] = r
    picture.data[index * 4 + 1] = g
    picture.data[index * 4 + 2] = b
    picture.data[index * 4 + 3] = alpha[index] ?? 0
  }
  bandPicture ??= document.createElement('canvas')
  bandPicture.width = grid.columns
  bandPicture.height = grid.rows
  bandPicture.getContext('2d')?.putImageData(picture, 0, 0)
  // A sample stands in the middle of its pixel.
  const shift = -grid.pitch / 2
  context.drawImage(bandPicture, shift, shift, grid.columns * grid.pitch, grid.rows * grid.pitch)
}

/** Numbers stand on the contour, to the upper left of the strongest source that it surrounds. */
function drawLevelNumbers(
  context: CanvasRenderingContext2D,
  scene: Scene,
  sources: readonly Source[],
  levels: readonly number[],
): void {
  const { camera, size, tokens } = scene
  context.font = `11px ${tokens.fontUi}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (const [index, level] of levels.entries()) {
    const source = sources[index % sources.length]
    if (source === undefined || source.emission <= level) continue
    const angle = -0.6 - index * 0.45
    const distance = contourDistance(source, sources, level, angle)
    if (distance === undefined) continue
    const point = toScreen(
      camera,
      size,
      source.x + Math.cos(angle) * distance,
      source.y + Math.sin(angle) * distance,
    )
    if (point.x < 20 || point.y < 56 || point.x > size.width - 20 || point.y > size.height - 20) continue
    const text = String(level)
    const width = measure(context, text) + 6
    context.fillStyle = tokens.bgCanvas
    context.globalAlpha = 0.9
    context.fillRect(point.x - width / 2, point.y - 6, width, 12)
    context.globalAlpha = 1
    context.fillStyle = tokens.lanes[FIELD_LANE] ?? tokens.ink3
    context.fillText(text, point.x, point.y + 0.5)
  }
  context.textAlign = 'left'
}

const WALK_STEP = 0.1 * KM
const WALK_STEPS_MAX = 1200

function contourDistance(
  source: Source,
  sources: readonly Source[],
  level: number,
  angle: number,
): number | undefined {
  for (let step = 1; step < WALK_STEPS_MAX; step += 1) {
    const distance = step * WALK_STEP
    const value = fieldAt(
      sources,
      source.x + Math.cos(angle) * distance,
      source.y + Math.sin(angle) * distance,
    )
    if (value < level) return distance
  }
  return undefined
}

function drawGrid(context: CanvasRenderingContext2D, scene: Scene): void {
  const { camera, size, tokens } = scene
  const step = niceLength((GRID_PX_MIN * 2) / camera.scale)
  const left = camera.centreX - size.width / 2 / camera.scale
  const top = camera.centreY - size.height / 2 / camera.scale
  context.strokeStyle = tokens.line2
  context.lineWidth = 1
  context.setLineDash([1, 5])
  context.beginPath()
  const verticals: number[] = []
  for (let x = Math.ceil(left / step) * step; x < left + size.width / camera.scale; x += step) {
    const at = Math.round(toScreen(camera, size, x, 0).x) + 0.5
    verticals.push(x)
    context.moveTo(at, 0)
    context.lineTo(at, size.height)
  }
  for (let y = Math.ceil(top / step) * step; y < top + size.height / camera.scale; y += step) {
    const at = Math.round(toScreen(camera, size, 0, y).y) + 0.5
    context.moveTo(0, at)
    context.lineTo(size.width, at)
  }
  context.stroke()
  context.setLineDash([])
  context.font = `11px ${tokens.fontUi}`
  context.textBaseline = 'top'
  context.fillStyle = tokens.ink3
  for (const x of verticals) {
    const at = toScreen(camera, size, x, 0).x + 5
    if (at > 8 && at < size.width - SCALE_BOX_WIDTH) context.fillText(kilometres(x, step), at, 6)
  }
}

/** Room at the upper right for the scale. */
const SCALE_BOX_WIDTH = 170

function kilometres(x: number, step: number): string {
  const value = x / KM
  return step >= KM ? formatCount(Math.round(value)) : value.toFixed(1)
}

function drawScale(
  context: CanvasRenderingContext2D,
  scene: Scene,
  say: (centimetres: number) => string,
): void {
  const { camera, size, tokens } = scene
  const length = niceLength(120 / camera.scale)
  const width = length * camera.scale
  const x = size.width - 16 - width
  const y = 34.5
  context.strokeStyle = tokens.ink2
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(x + 0.5, y - 4)
  context.lineTo(x + 0.5, y)
  context.lineTo(size.width - 16.5, y)
  context.lineTo(size.width - 16.5, y - 4)
  context.stroke()
  context.fillStyle = tokens.ink2
  context.font = `11px ${tokens.fontUi}`
  context.textBaseline = 'alphabetic'
  context.fillText(say(length), x + 6, y - 5)
}

export interface GroundOptions {
  /** Rectangles under controls, where no name may go. */
  reserved(size: Size): readonly Box[]
  sayLength(centimetres: number): string
}

/** Draws everything that does not move and says which room it took. */
export function drawGround(
  context: CanvasRenderingContext2D,
  scene: Scene,
  options: GroundOptions,
): DrawnGround {
  const { size, tokens } = scene
  context.fillStyle = tokens.bgCanvas
  context.fillRect(0, 0, size.width, size.height)
  drawField(context, scene)
  drawGrid(context, scene)
  const taken: Box[] = [
    ...options.reserved(size),
    { x: size.width - SCALE_BOX_WIDTH, y: 14, width: SCALE_BOX_WIDTH, height: 34 },
  ]
  const shown = scene.directory.locations
    .map((_, index) => index)
    .filter((index) => {
      const point = placePoint(scene, index)
      return point !== undefined && isOnScreen(point, size, placeRadius(scene, index))
    })
  for (const index of shown) {
    const point = placePoint(scene, index)
    if (point === undefined) continue
    const radius = placeRadius(scene, index)
    drawPlace(context, tokens, scene.directory.locations[index]?.material ?? '', {
      ...point,
      radius,
      seed: index,
    })
    taken.push({ x: point.x - radius, y: point.y - radius, width: radius * 2, height: radius * 2 })
  }
  drawScale(context, scene, options.sayLength)
  const places = shown.toSorted(
    (a, b) => (scene.directory.locations[b]?.radiusCm ?? 0) - (scene.directory.locations[a]?.radiusCm ?? 0),
  )
  return { taken, places }
}
