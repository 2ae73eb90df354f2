import { lanesScale, RULER_TOP, STRIP_HEIGHT, STRIP_TOP, stripScale } from './geometry.ts'
import type { TimelineScene } from './scene.ts'
import { xOf } from './view.ts'

type Pen = CanvasRenderingContext2D

export interface Overlay {
  /** Pointer over ruler, markers or lanes, in CSS pixels. */
  readonly hoverX?: number
  /** Row of the lane that the keyboard is on. */
  readonly focusRow?: { readonly top: number; readonly height: number }
}

/** The brush may not become too thin to be seen or taken. */
const BRUSH_WIDTH_MIN = 6

export interface BrushBox {
  readonly left: number
  readonly right: number
}

export function brushBox(scene: Pick<TimelineScene, 'view' | 'head' | 'width'>): BrushBox {
  const scale = stripScale(scene.head, scene.width)
  const left = xOf(scale, Math.max(scene.view.first, scale.view.first))
  const right = xOf(scale, Math.min(scene.view.last, scale.view.last))
  const missing = Math.max(0, BRUSH_WIDTH_MIN - (right - left)) / 2
  return { left: left - missing, right: right + missing }
}

/** Draws brush, playhead, hover line and the ring of the focused lane on a transparent canvas over the picture. */
export function drawOverlay(pen: Pen, scene: TimelineScene, overlay: Overlay): void {
  const { ratio } = scene
  pen.setTransform(ratio, 0, 0, ratio, 0, 0)
  pen.clearRect(0, 0, scene.width, scene.height)
  drawBrush(pen, scene)
  if (overlay.focusRow !== undefined) {
    pen.strokeStyle = scene.palette.tokens.accent
    pen.lineWidth = 2
    pen.strokeRect(1, overlay.focusRow.top + 1, scene.width - 2, overlay.focusRow.height - 2)
  }
  if (overlay.hoverX !== undefined) drawHover(pen, scene, overlay.hoverX)
  drawPlayhead(pen, scene)
}

function drawBrush(pen: Pen, scene: TimelineScene): void {
  const { left, right } = brushBox(scene)
  pen.fillStyle = scene.palette.tokens.accent
  pen.globalAlpha = 0.18
  pen.fillRect(left, STRIP_TOP - 2, right - left, STRIP_HEIGHT + 4)
  pen.globalAlpha = 1
  pen.strokeStyle = scene.palette.tokens.accent
  pen.lineWidth = 1.5
  pen.strokeRect(left - 0.5, STRIP_TOP - 2.5, right - left + 1, STRIP_HEIGHT + 5)
}

function drawHover(pen: Pen, scene: TimelineScene, x: number): void {
  pen.strokeStyle = scene.palette.tokens.ink3
  pen.lineWidth = 1
  pen.setLineDash([3, 3])
  pen.beginPath()
  pen.moveTo(Math.round(x) + 0.5, RULER_TOP + 4)
  pen.lineTo(Math.round(x) + 0.5, scene.height)
  pen.stroke()
  pen.setLineDash([])
}

/** One line on whole pixels and a flag with the number; the loudest thing on the canvas. */
function drawPlayhead(pen: Pen, scene: TimelineScene): void {
  const { tokens } = scene.palette
  pen.fillStyle = tokens.time
  const inStrip = Math.round(xOf(stripScale(scene.head, scene.width), scene.playhead))
  pen.fillRect(inStrip - 0.75, STRIP_TOP - 4, 1.5, STRIP_HEIGHT + 8)
  if (scene.playhead < scene.view.first || scene.playhead > scene.view.last) return
  const x = Math.round(xOf(lanesScale(scene.view, scene.width), scene.playhead))
  pen.fillRect(x - 0.75, RULER_TOP + 18, 1.5, scene.height - RULER_TOP - 18)
  pen.font = `600 11px ${tokens.fontUi}`
  pen.textBaseline = 'middle'
  const label = scene.formatStep(scene.playhead)
  const width = pen.measureText(label).width + 12
  const left = Math.min(Math.max(x - width / 2, 1), scene.width - width - 1)
  pen.beginPath()
  pen.roundRect(left, RULER_TOP + 2, width, 17, 3)
  pen.fill()
  pen.fillStyle = tokens.onTime
  pen.fillText(label, left + 6, RULER_TOP + 11)
}
