/** Everything one picture of the map is made of, and simple questions about it. */
import type { CanvasTokens } from '../../ui/theme/canvas-tokens.ts'
import type { Directory, MapView } from '../../workers/protocol.ts'
import { type Bounds, type Camera, type Point, type Size, toScreen } from './camera.ts'

export type ObjectKind = 'agent' | 'location'

/** One thing on the map, by its index in the directory. */
export interface MapObject {
  readonly kind: ObjectKind
  readonly index: number
}

export interface Scene {
  readonly view: MapView
  readonly directory: Directory
  readonly camera: Camera
  readonly size: Size
  readonly tokens: CanvasTokens
  readonly selected: MapObject | undefined
  readonly hovered: MapObject | undefined
  /** Where the keyboard is. */
  readonly focused: MapObject | undefined
}

/** More agents than this on the screen lose their initials. */
export const INITIALS_MAX = 400
/** More than this become cells of density. */
export const DISCS_MAX = 4000

export const AGENT_RADIUS = 8.5
const PLACE_RADIUS_MIN = 7

export function isSame(a: MapObject | undefined, b: MapObject | undefined): boolean {
  return a?.kind === b?.kind && a?.index === b?.index
}

/** Where an agent stands on the screen; undefined when it is not in the world at this step. */
export function agentPoint(scene: Scene, index: number): Point | undefined {
  const x = scene.view.agents[index * 2]
  const y = scene.view.agents[index * 2 + 1]
  if (x === undefined || y === undefined || Number.isNaN(x) || Number.isNaN(y)) return undefined
  return toScreen(scene.camera, scene.size, x, y)
}

export function placePoint(scene: Scene, index: number): Point | undefined {
  const x = scene.view.locations[index * 2]
  const y = scene.view.locations[index * 2 + 1]
  if (x === undefined || y === undefined || Number.isNaN(x) || Number.isNaN(y)) return undefined
  return toScreen(scene.camera, scene.size, x, y)
}

export function placeRadius(scene: Scene, index: number): number {
  const radiusCm = scene.directory.locations[index]?.radiusCm ?? 0
  return Math.max(PLACE_RADIUS_MIN, radiusCm * scene.camera.scale)
}

export function pointOf(scene: Scene, object: MapObject): Point | undefined {
  return object.kind === 'agent' ? agentPoint(scene, object.index) : placePoint(scene, object.index)
}

export function isOnScreen(point: Point, size: Size, margin: number): boolean {
  return (
    point.x > -margin && point.y > -margin && point.x < size.width + margin && point.y < size.height + margin
  )
}

/** Indexes of the agents inside the window. */
export function visibleAgents(scene: Scene): readonly number[] {
  const visible: number[] = []
  const count = scene.view.agents.length / 2
  for (let index = 0; index < count; index += 1) {
    const point = agentPoint(scene, index)
    if (point !== undefined && isOnScreen(point, scene.size, AGENT_RADIUS)) visible.push(index)
  }
  return visible
}

/** The ground that holds every place and every agent; undefined in an empty world. */
export function boundsOf(view: MapView, directory: Directory): Bounds | undefined {
  let left = Number.POSITIVE_INFINITY
  let top = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let bottom = Number.NEGATIVE_INFINITY
  const take = (x: number, y: number, radius: number): void => {
    if (Number.isNaN(x) || Number.isNaN(y)) return
    left = Math.min(left, x - radius)
    right = Math.max(right, x + radius)
    top = Math.min(top, y - radius)
    bottom = Math.max(bottom, y + radius)
  }
  for (let at = 0; at + 1 < view.agents.length; at += 2)
    take(view.agents[at] ?? Number.NaN, view.agents[at + 1] ?? Number.NaN, 0)
  for (let at = 0; at + 1 < view.locations.length; at += 2)
    take(
      view.locations[at] ?? Number.NaN,
      view.locations[at + 1] ?? Number.NaN,
      directory.locations[at / 2]?.radiusCm ?? 0,
    )
  return left === Number.POSITIVE_INFINITY ? undefined : { left, top, right, bottom }
}

export function contains(outer: Bounds, inner: Bounds): boolean {
  return (
    inner.left >= outer.left &&
    inner.top >= outer.top &&
    inner.right <= outer.right &&
    inner.bottom <= outer.bottom
  )
}

export function union(a: Bounds, b: Bounds): Bounds {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  }
}
