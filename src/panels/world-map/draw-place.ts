/** A place: an uneven outline with the pattern of its material. */
import type { CanvasTokens } from '../../ui/theme/canvas-tokens.ts'

export interface PlaceShape {
  readonly x: number
  readonly y: number
  readonly radius: number
  /** Decides the outline, so that a place looks the same every time. */
  readonly seed: number
}

const CORNERS = 9
const PITCH = 4

/** A number in 0…1 from two whole ones. */
function noise(seed: number, index: number): number {
  let h = Math.imul(seed * 77 + index + 3, 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  return ((h ^ (h >>> 13)) >>> 0) / 4_294_967_296
}

function outline({ x, y, radius, seed }: PlaceShape): Path2D {
  const path = new Path2D()
  for (let corner = 0; corner < CORNERS; corner += 1) {
    const angle = (corner / CORNERS) * Math.PI * 2 + noise(seed, corner) * 0.3
    const distance = radius * (0.8 + noise(seed, corner + CORNERS) * 0.32)
    const px = x + Math.cos(angle) * distance
    const py = y + Math.sin(angle) * distance * 0.9
    if (corner === 0) path.moveTo(px, py)
    else path.lineTo(px, py)
  }
  path.closePath()
  return path
}

function pattern(material: string, { x, y, radius }: PlaceShape): Path2D {
  const path = new Path2D()
  const horizontal = (pitch: number): void => {
    for (let at = -radius; at < radius; at += pitch) {
      path.moveTo(x - radius, y + at)
      path.lineTo(x + radius, y + at)
    }
  }
  if (material === 'metal') horizontal(PITCH)
  if (material === 'ice')
    for (let at = -radius * 2; at < radius * 2; at += PITCH) {
      path.moveTo(x + at - radius, y - radius)
      path.lineTo(x + at + radius, y + radius)
    }
  if (material === 'composite') {
    horizontal(PITCH + 1)
    for (let at = -radius; at < radius; at += PITCH + 1) {
      path.moveTo(x + at, y - radius)
      path.lineTo(x + at, y + radius)
    }
  }
  if (material === 'carbon')
    for (let dx = -radius; dx < radius; dx += PITCH)
      for (let dy = -radius; dy < radius; dy += PITCH) {
        path.moveTo(x + dx, y + dy)
        path.lineTo(x + dx + 1.3, y + dy)
      }
  return path
}

export function drawPlace(
  context: CanvasRenderingContext2D,
  tokens: CanvasTokens,
  material: string,
  shape: PlaceShape,
): void {
  const edge = outline(shape)
  context.fillStyle = tokens.bgActive
  context.fill(edge)
  context.save()
  context.clip(edge)
  context.strokeStyle = tokens.line3
  context.globalAlpha = 0.75
  context.lineWidth = material === 'carbon' ? 1.3 : 1
  context.stroke(pattern(material, shape))
  context.restore()
  context.strokeStyle = tokens.line3
  context.lineWidth = 1.2
  context.stroke(edge)
}
