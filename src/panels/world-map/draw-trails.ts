/** Where agents came from: a dot a tick, fading; the selected agent's in the colour of selection. */
import { toScreen } from './camera.ts'
import type { Scene } from './scene.ts'

const TRAIL_POINTS = 18
const SHADES = 6

export function drawTrails(
  context: CanvasRenderingContext2D,
  scene: Scene,
  visible: readonly number[],
): void {
  const { trails } = scene.view
  if (trails === undefined) return
  const selected = scene.selected?.kind === 'agent' ? scene.selected.index : undefined
  const plain = Array.from({ length: SHADES }, () => new Path2D())
  const chosen = Array.from({ length: SHADES }, () => new Path2D())
  for (const index of visible) trace(scene, trails, index, index === selected ? chosen : plain)
  strokeShades(context, plain, { colour: scene.tokens.ink2, width: 1.2, alpha: 0.5 })
  strokeShades(context, chosen, { colour: scene.tokens.accent, width: 2, alpha: 0.95 })
}

/** Puts each piece of a trail into the path of its shade: one stroke a shade, however many agents. */
function trace(scene: Scene, trails: Float32Array, index: number, shades: readonly Path2D[]): void {
  let before: { readonly x: number; readonly y: number } | undefined
  for (let at = 0; at < TRAIL_POINTS; at += 1) {
    const x = trails[(index * TRAIL_POINTS + at) * 2]
    const y = trails[(index * TRAIL_POINTS + at) * 2 + 1]
    if (x === undefined || y === undefined || Number.isNaN(x)) {
      before = undefined
      continue
    }
    const point = toScreen(scene.camera, scene.size, x, y)
    const path = shades[Math.min(SHADES - 1, Math.floor((at / TRAIL_POINTS) * SHADES))]
    if (path !== undefined && before !== undefined && (before.x !== point.x || before.y !== point.y)) {
      path.moveTo(before.x, before.y)
      path.lineTo(point.x, point.y)
      path.moveTo(point.x + 1, point.y)
      path.arc(point.x, point.y, 1, 0, Math.PI * 2)
    }
    before = point
  }
}

interface ShadeStyle {
  readonly colour: string
  readonly width: number
  readonly alpha: number
}

function strokeShades(context: CanvasRenderingContext2D, shades: readonly Path2D[], style: ShadeStyle): void {
  context.strokeStyle = style.colour
  context.lineWidth = style.width
  for (const [index, path] of shades.entries()) {
    context.globalAlpha = (style.alpha * (index + 1)) / SHADES
    context.stroke(path)
  }
  context.globalAlpha = 1
}
