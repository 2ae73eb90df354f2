import { drawLanes, lanesBufferSize } from './draw-lanes.ts'
import { drawKeyframe, drawMarker } from './draw-marks.ts'
import { drawStrip } from './draw-strip.ts'
import {
  LANES_TOP,
  lanesScale,
  MARKERS_TOP,
  plotWidth,
  RULER_HEIGHT,
  RULER_TOP,
  STRIP_HEIGHT,
  STRIP_TOP,
} from './geometry.ts'
import { layoutMarkers } from './marker-layout.ts'
import { PixelBuffer } from './pixels.ts'
import { rulerTicks } from './ruler.ts'
import type { TimelineScene } from './scene.ts'
import { xOf } from './view.ts'

type Pen = CanvasRenderingContext2D

const TEXT_WIDTHS_MAX = 2_000

/** The pixel buffers of one canvas, kept from frame to frame and made anew when its size changes. */
export class TimelineSurface {
  #lanes: PixelBuffer | undefined
  #strip: PixelBuffer | undefined
  #stripScene: TimelineScene | undefined
  readonly #textWidths = new Map<string, number>()
  #textPalette: TimelineScene['palette'] | undefined

  /** Width of a label in its theme; asking the canvas anew for every label of every frame costs milliseconds. */
  textWidth(pen: Pen, text: string, palette: TimelineScene['palette']): number {
    if (palette !== this.#textPalette || this.#textWidths.size > TEXT_WIDTHS_MAX) this.#textWidths.clear()
    this.#textPalette = palette
    const known = this.#textWidths.get(text)
    if (known !== undefined) return known
    const { width } = pen.measureText(text)
    this.#textWidths.set(text, width)
    return width
  }

  lanes(pen: Pen, scene: TimelineScene): PixelBuffer {
    this.#lanes = fitting(this.#lanes, pen, lanesBufferSize(scene))
    return this.#lanes
  }

  /** The whole journal; drawn again only when it, the theme or the width has changed. */
  strip(pen: Pen, scene: TimelineScene): PixelBuffer {
    const width = Math.max(1, Math.round(scene.width * scene.ratio))
    const strip = fitting(this.#strip, pen, { width, height: Math.round(STRIP_HEIGHT * scene.ratio) })
    const before = this.#stripScene
    const isSame =
      strip === this.#strip &&
      before?.density === scene.density &&
      before?.palette === scene.palette &&
      before?.head === scene.head
    this.#strip = strip
    this.#stripScene = scene
    if (!isSame) drawStrip(strip, scene)
    return strip
  }
}

function fitting(
  buffer: PixelBuffer | undefined,
  pen: Pen,
  size: { readonly width: number; readonly height: number },
): PixelBuffer {
  if (buffer?.width === size.width && buffer.height === size.height) return buffer
  return new PixelBuffer(pen.createImageData(size.width, size.height))
}

/**
 * Draws strip, ruler, markers and lanes: everything but what the pointer and the playhead move. Reads the scene and
 * nothing else; the canvas has `scene.width × scene.height` CSS pixels at `scene.ratio`.
 */
export function drawTimeline(pen: Pen, scene: TimelineScene, surface: TimelineSurface): void {
  const { ratio, palette } = scene
  pen.setTransform(ratio, 0, 0, ratio, 0, 0)
  pen.fillStyle = palette.tokens.bgCanvas
  pen.fillRect(0, 0, scene.width, LANES_TOP)
  const strip = surface.strip(pen, scene)
  pen.putImageData(strip.image, 0, Math.round(STRIP_TOP * ratio))
  drawRuler(pen, scene)
  drawMarkers(pen, scene, surface)
  const lanes = surface.lanes(pen, scene)
  drawLanes(lanes, scene)
  pen.putImageData(lanes.image, 0, Math.round(LANES_TOP * ratio))
}

/** Labels this close to the playhead make room for its flag. */
const FLAG_ROOM_PX = 38

function drawRuler(pen: Pen, scene: TimelineScene): void {
  const { tokens } = scene.palette
  const scale = lanesScale(scene.view, scene.width)
  const base = RULER_TOP + RULER_HEIGHT
  line(pen, { y: RULER_TOP, width: scene.width, colour: tokens.line1 })
  pen.font = `11px ${tokens.fontUi}`
  pen.textBaseline = 'middle'
  const playhead = xOf(scale, scene.playhead)
  for (const { seq, isMajor } of rulerTicks(scene.view, plotWidth(scene.width))) {
    const x = Math.round(xOf(scale, seq))
    if (x < 0) continue
    pen.fillStyle = isMajor ? tokens.line3 : tokens.line2
    pen.fillRect(x, base - (isMajor ? 8 : 4), 1, isMajor ? 8 : 4)
    const label = scene.formatStep(seq)
    const isFree = Math.abs(x + 5 + label.length * 3 - playhead) > FLAG_ROOM_PX && x < scene.width - 50
    if (!isMajor || !isFree) continue
    pen.fillStyle = tokens.ink3
    pen.fillText(label, x + 5, RULER_TOP + 10)
  }
  line(pen, { y: base, width: scene.width, colour: tokens.line2 })
}

function drawMarkers(pen: Pen, scene: TimelineScene, surface: TimelineSurface): void {
  const { palette } = scene
  pen.font = `12px ${palette.tokens.fontUi}`
  const scale = lanesScale(scene.view, scene.width)
  const { placed, keyframes } = layoutMarkers(scene.markers, scale, (text) =>
    surface.textWidth(pen, text, palette),
  )
  for (const mark of placed) drawMarker(pen, mark, palette)
  for (const x of keyframes) drawKeyframe(pen, { x, y: MARKERS_TOP - 0.5 }, palette)
  line(pen, { y: LANES_TOP - 1, width: scene.width, colour: palette.tokens.line1 })
}

function line(
  pen: Pen,
  { y, width, colour }: { readonly y: number; readonly width: number; readonly colour: string },
): void {
  pen.fillStyle = colour
  pen.fillRect(0, y, width, 1)
}
