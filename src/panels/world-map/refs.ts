/** Between `agent:hesper` and the third agent of the directory. */
import { type Ref, refId, refOf } from '../../ui/session/ref.ts'
import type { Directory } from '../../workers/protocol.ts'
import type { MapObject } from './scene.ts'

interface Indexes {
  readonly agents: ReadonlyMap<string, number>
  readonly locations: ReadonlyMap<string, number>
}

const indexesByDirectory = new WeakMap<Directory, Indexes>()

function indexesOf(directory: Directory): Indexes {
  const known = indexesByDirectory.get(directory)
  if (known !== undefined) return known
  const indexes = {
    agents: new Map(directory.agents.map(({ id }, index) => [id, index])),
    locations: new Map(directory.locations.map(({ id }, index) => [id, index])),
  }
  indexesByDirectory.set(directory, indexes)
  return indexes
}

export function objectOf(directory: Directory, ref: Ref | undefined): MapObject | undefined {
  const agent = indexesOf(directory).agents.get(refId(ref, 'agent') ?? '')
  if (agent !== undefined) return { kind: 'agent', index: agent }
  const location = indexesOf(directory).locations.get(refId(ref, 'location') ?? '')
  return location === undefined ? undefined : { kind: 'location', index: location }
}

export function refOfObject(directory: Directory, object: MapObject | undefined): Ref | undefined {
  if (object === undefined) return undefined
  const list = object.kind === 'agent' ? directory.agents : directory.locations
  const id = list[object.index]?.id
  return id === undefined ? undefined : refOf(object.kind, id)
}
