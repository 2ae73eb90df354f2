import type { Point } from './camera.ts'
import {
  AGENT_RADIUS,
  agentPoint,
  type MapObject,
  placePoint,
  placeRadius,
  pointOf,
  type Scene,
} from './scene.ts'

/** How far beside a disc still counts as on it: targets are at least 24 px. */
const REACH = AGENT_RADIUS + 4

/** What is under a point: the nearest agent in reach, else the place whose outline holds the point. */
export function objectAt(scene: Scene, point: Point): MapObject | undefined {
  let best: MapObject | undefined
  let bestDistance = REACH
  const count = scene.view.agents.length / 2
  for (let index = 0; index < count; index += 1) {
    const agent = agentPoint(scene, index)
    if (agent === undefined) continue
    const distance = Math.hypot(agent.x - point.x, agent.y - point.y)
    if (distance >= bestDistance) continue
    best = { kind: 'agent', index }
    bestDistance = distance
  }
  if (best !== undefined) return best
  let bestShare = 1
  for (let index = 0; index < scene.directory.locations.length; index += 1) {
    const place = placePoint(scene, index)
    if (place === undefined) continue
    const share = Math.hypot(place.x - point.x, place.y - point.y) / Math.max(12, placeRadius(scene, index))
    if (share >= bestShare) continue
    best = { kind: 'location', index }
    bestShare = share
  }
  return best
}

export type Direction = 'left' | 'right' | 'up' | 'down'

const VECTORS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] } as const
/** Being beside the line costs this much more than being further along it. */
const ASIDE_COST = 2.2

/** The next agent from `from` in a direction, by distance with a penalty for leaving the line. */
export function agentTowards(
  scene: Scene,
  from: MapObject | undefined,
  direction: Direction,
): MapObject | undefined {
  const start = (from === undefined ? undefined : pointOf(scene, from)) ?? {
    x: scene.size.width / 2,
    y: scene.size.height / 2,
  }
  const [dx, dy] = VECTORS[direction]
  let best: MapObject | undefined
  let bestCost = Number.POSITIVE_INFINITY
  const count = scene.view.agents.length / 2
  for (let index = 0; index < count; index += 1) {
    if (from?.kind === 'agent' && from.index === index) continue
    const agent = agentPoint(scene, index)
    if (agent === undefined) continue
    const along = (agent.x - start.x) * dx + (agent.y - start.y) * dy
    const aside = Math.abs((agent.x - start.x) * dy) + Math.abs((agent.y - start.y) * dx)
    if (along <= 0) continue
    const cost = along + aside * ASIDE_COST
    if (cost >= bestCost) continue
    best = { kind: 'agent', index }
    bestCost = cost
  }
  return best
}
