import type { Directory, MapView } from '../../workers/protocol.ts'
import { refOf } from '../session/ref.ts'
import { type PlainPos, showControls } from './plain.ts'
import type { SentencePart } from './sentence.ts'

/** The world's own words for its ids, at the playhead. */
export interface Names {
  agent(id: string | undefined): SentencePart
  location(id: string | undefined): SentencePart
  /** The place at a point, as a link; undefined when nobody named that point. */
  placeAt(pos: PlainPos | undefined): SentencePart | undefined
}

/** A point this far outside a place's edge still counts as being at it. */
const NEAR_CM = 100

const unknownName = '?'

export function createNames(directory: Directory, map: MapView | undefined): Names {
  const agentNames = new Map(directory.agents.map((agent) => [agent.id, agent.name]))
  const locationNames = new Map(directory.locations.map((location) => [location.id, location.name]))
  const linkTo = (kind: 'agent' | 'location', id: string, name: string | undefined): SentencePart => ({
    text: showControls(name === undefined || name === '' ? id : name),
    ref: refOf(kind, id),
    title: showControls(id),
  })
  return {
    agent: (id) => (id === undefined ? unknownName : linkTo('agent', id, agentNames.get(id))),
    location: (id) => (id === undefined ? unknownName : linkTo('location', id, locationNames.get(id))),
    placeAt(pos) {
      const found = pos === undefined ? undefined : nearestPlace(directory, map, pos)
      return found === undefined ? undefined : linkTo('location', found.id, found.name)
    },
  }
}

function nearestPlace(
  directory: Directory,
  map: MapView | undefined,
  pos: PlainPos,
): Directory['locations'][number] | undefined {
  let best: Directory['locations'][number] | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  directory.locations.forEach((location, index) => {
    const x = map?.locations[2 * index] ?? Number.NaN
    const y = map?.locations[2 * index + 1] ?? Number.NaN
    const distance = Math.hypot(pos.x_cm - x, pos.y_cm - y)
    if (distance <= location.radiusCm + NEAR_CM && distance < bestDistance) {
      best = location
      bestDistance = distance
    }
  })
  return best
}
