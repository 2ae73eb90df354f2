import { SYSTEM_COLLECTIONS } from '../../ui/presentation/kinds.gen.ts'
import type { ChangeView } from '../../workers/protocol.ts'

export interface ChangeGroups {
  /** What the world is. */
  readonly domain: readonly ChangeView[]
  /** How it is run: counters, queue, clock. */
  readonly system: readonly ChangeView[]
}

function isSystem({ path }: ChangeView): boolean {
  const slash = path.indexOf('/')
  const collection = slash < 0 ? path : path.slice(0, slash)
  return SYSTEM_COLLECTIONS.some((name) => name === collection)
}

/** Keeps the worker's order, which is by path. */
export function groupChanges(changes: readonly ChangeView[]): ChangeGroups {
  return { domain: changes.filter((change) => !isSystem(change)), system: changes.filter(isSystem) }
}
