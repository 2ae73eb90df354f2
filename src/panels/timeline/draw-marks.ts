import { MARKERS_HEIGHT, MARKERS_TOP } from './geometry.ts'
import { countBadge, type MarkerKind, type PlacedMarker } from './marker-layout.ts'
import type { Palette } from './scene.ts'

type Pen = CanvasRenderingContext2D

interface Spot {
  readonly x: number
  readonly y: number
}

/** The shapes of the markers row. Each kind has its own outline, so a grey print can be read. */
const shapes: Readonly<Record<MarkerKind, (pen: Pen, spot: Spot, palette: Palette) => void>> = {
  fault: (pen, { x, y }, { tokens }) => {
    pen.fillStyle = tokens.danger
    fillPolygon(pen, [x, y - 6.5, x + 7, y + 5.5, x - 7, y + 5.5])
    pen.fillStyle = tokens.bgCanvas
    pen.fillRect(x - 0.8, y - 2.5, 1.6, 4)
    pen.fillRect(x - 0.8, y + 2.6, 1.6, 1.5)
  },
  governance: (pen, { x, y }, { tokens }) => {
    pen.fillStyle = tokens.lanes[9] ?? tokens.ink2
    fillPolygon(pen, [
      x - 4,
      y + 6,
      x - 4,
      y - 5,
      x + 4.5,
      y - 5,
      x + 2.5,
      y - 2,
      x + 4.5,
      y + 1,
      x - 2.5,
      y + 1,
      x - 2.5,
      y + 6,
    ])
  },
  bookmark: (pen, { x, y }, { tokens }) => {
    pen.fillStyle = tokens.accent
    fillPolygon(pen, [x - 4, y - 6, x + 4, y - 6, x + 4, y + 6, x, y + 2.5, x - 4, y + 6])
  },
  fork: (pen, { x, y }, { tokens }) => {
    pen.strokeStyle = tokens.ink2
    pen.lineWidth = 1.5
    pen.beginPath()
    pen.moveTo(x - 3, y + 6)
    pen.lineTo(x - 3, y - 5)
    pen.moveTo(x - 3, y + 2)
    pen.quadraticCurveTo(x + 3, y + 1, x + 3, y - 4)
    pen.stroke()
    pen.fillStyle = tokens.ink2
    for (const [cx, cy] of [
      [x - 3, y - 5],
      [x + 3, y - 5],
      [x - 3, y + 6],
    ] as const) {
      pen.beginPath()
      pen.arc(cx, cy, 1.8, 0, 7)
      pen.fill()
    }
  },
  snapshot: (pen, { x, y }, { tokens }) => {
    pen.strokeStyle = tokens.ink2
    pen.lineWidth = 1.5
    pen.strokeRect(x - 5, y - 4, 10, 8)
    pen.fillStyle = tokens.ink2
    pen.beginPath()
    pen.arc(x, y, 2, 0, 7)
    pen.fill()
  },
  keyframe: drawKeyframe,
}

function fillPolygon(pen: Pen, corners: readonly number[]): void {
  pen.beginPath()
  for (let at = 0; at < corners.length; at += 2) pen.lineTo(corners[at] ?? 0, corners[at + 1] ?? 0)
  pen.fill()
}

export function drawKeyframe(pen: Pen, { x, y }: Spot, { tokens }: Palette): void {
  pen.fillStyle = tokens.ink3
  fillPolygon(pen, [x, y - 4, x + 4, y, x, y + 4, x - 4, y])
}

export function drawMarker(pen: Pen, mark: PlacedMarker, palette: Palette): void {
  const y = MARKERS_TOP + MARKERS_HEIGHT / 2
  shapes[mark.marker.kind](pen, { x: mark.x, y }, palette)
  pen.textBaseline = 'middle'
  const badge = countBadge(mark)
  if (mark.label !== undefined) {
    pen.font = `12px ${palette.tokens.fontUi}`
    pen.fillStyle = mark.marker.kind === 'fault' ? palette.tokens.danger : palette.tokens.ink2
    pen.fillText(mark.label, mark.x + 12, y + 0.5)
  } else if (badge !== undefined) {
    pen.font = `11px ${palette.tokens.fontUi}`
    pen.fillStyle = palette.tokens.ink2
    pen.fillText(badge, mark.x + 8, y + 0.5)
  }
}
