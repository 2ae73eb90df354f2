/** One picture of the map: the still ground from its cache, then everything that moves. */
import type { Size } from './camera.ts'
import { drawAgents, drawRings } from './draw-agents.ts'
import { type DrawnGround, drawGround, type GroundOptions } from './draw-ground.ts'
import { drawNames, placeNames } from './draw-names.ts'
import { drawTrails } from './draw-trails.ts'
import type { Slot } from './labels.ts'
import { INITIALS_MAX, type Scene, visibleAgents } from './scene.ts'

export interface MapPainter {
  paint(context: CanvasRenderingContext2D, scene: Scene, ratio: number): void
}

export function createMapPainter(options: GroundOptions): MapPainter {
  const slots = new Map<string, Slot>()
  const ground = document.createElement('canvas')
  let drawn: DrawnGround = { taken: [], places: [] }
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
    drawn = drawGround(context, scene, options)
  }

  return {
    paint(context, scene, ratio) {
      refreshGround(scene, ratio)
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.drawImage(ground, 0, 0)
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      const visible = visibleAgents(scene)
      const { ink1, ink2, ink3 } = scene.tokens
      const names = placeNames(context, scene, visible, drawn, slots)
      const isLoud = ({ key }: { readonly key: string }): boolean => names.loud.has(key)
      drawTrails(context, scene, visible)
      // Discs stand over the names of places; over a crowd the names must stay readable.
      const isCrowd = visible.length > INITIALS_MAX
      if (!isCrowd) drawNames(context, scene, names.places, { colour: ink2, isStrong: false })
      drawAgents(context, scene, visible)
      if (isCrowd) drawNames(context, scene, names.places, { colour: ink1, isStrong: false })
      drawRings(context, scene)
      const quiet = names.agents.filter((label) => !isLoud(label))
      drawNames(context, scene, quiet, { colour: ink3, isStrong: false })
      drawNames(context, scene, names.agents.filter(isLoud), { colour: ink1, isStrong: true })
    },
  }
}

export function resize(canvas: HTMLCanvasElement, size: Size, ratio: number): void {
  const width = Math.max(1, Math.round(size.width * ratio))
  const height = Math.max(1, Math.round(size.height * ratio))
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
}
