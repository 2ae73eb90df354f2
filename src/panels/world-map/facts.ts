/** What the map itself can say about one thing: where it is and what it did last. */
import type { Directory, MapView } from '../../workers/protocol.ts'
import type { MapObject } from './scene.ts'

/** Standing this far outside the outline still counts as being at a place: 200 m. */
const AT_REACH_CM = 20_000

export interface Nearest {
  readonly name: string
  readonly isInside: boolean
}

/** The place an agent is at, or the one it is nearest to. */
export function nearestPlace(view: MapView, directory: Directory, agent: number): Nearest | undefined {
  const x = view.agents[agent * 2] ?? Number.NaN
  const y = view.agents[agent * 2 + 1] ?? Number.NaN
  let best: Nearest | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const [index, place] of directory.locations.entries()) {
    const px = view.locations[index * 2] ?? Number.NaN
    const py = view.locations[index * 2 + 1] ?? Number.NaN
    const distance = Math.hypot(px - x, py - y) - place.radiusCm
    if (Number.isNaN(distance) || distance >= bestDistance) continue
    best = { name: place.name, isInside: distance <= AT_REACH_CM }
    bestDistance = distance
  }
  return best
}

/** How many agents are at a place. */
export function agentsAt(view: MapView, directory: Directory, location: number): number {
  const place = directory.locations[location]
  if (place === undefined) return 0
  const px = view.locations[location * 2] ?? Number.NaN
  const py = view.locations[location * 2 + 1] ?? Number.NaN
  let count = 0
  for (let at = 0; at + 1 < view.agents.length; at += 2) {
    const dx = (view.agents[at] ?? Number.NaN) - px
    const dy = (view.agents[at + 1] ?? Number.NaN) - py
    if (Math.hypot(dx, dy) <= place.radiusCm + AT_REACH_CM) count += 1
  }
  return count
}

export function nameOf(
  directory: Directory,
  object: MapObject,
): { readonly id: string; readonly name: string } {
  const list = object.kind === 'agent' ? directory.agents : directory.locations
  const found = list[object.index]
  return { id: found?.id ?? '', name: found?.name ?? '' }
}
