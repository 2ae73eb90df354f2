import type { Invariant } from '../../catalogue/define.ts'
import type { RecordValue } from '../../state/collection.ts'
import type { Change } from '../../state/recorder.ts'
import { RESOURCE_KINDS, type ResourceKind } from '../space/collections.ts'

function held(collection: string, record: RecordValue | undefined, kind: ResourceKind): number {
  if (record === undefined) return 0
  const source =
    collection === 'ledger'
      ? record['balance']
      : (record['resources'] as Readonly<Record<string, number>> | undefined)?.[kind]
  return typeof source === 'number' ? source : 0
}

const suppliedBy = (record: RecordValue | undefined): number => {
  const supply = record?.['supply']
  return typeof supply === 'number' ? supply : 0
}

/** True when the write can have moved no resource: moves keep the very same stock. */
const keepsStock = (before: RecordValue | undefined, after: RecordValue | undefined): boolean =>
  before !== undefined && after !== undefined && before['resources'] === after['resources']

const mayMoveResources = ({ collection, before, after }: Change): boolean =>
  collection === 'ledger' ||
  ((collection === 'agents' || collection === 'locations') && !keepsStock(before, after))

/** What is held, wherever it is, changes by exactly what was minted or burned. Looks at a frame's changes only. */
export const conservation: Invariant = {
  name: 'ledger.conservation',
  holds: (changes) =>
    !changes.some(mayMoveResources) ||
    RESOURCE_KINDS.every((kind) => {
      let difference = 0
      for (const { collection, key, before, after } of changes) {
        if (collection === 'agents' || collection === 'locations') {
          if (keepsStock(before, after)) continue
          difference += held(collection, after, kind) - held(collection, before, kind)
        } else if (collection === 'ledger' && key === kind) {
          difference += held(collection, after, kind) - held(collection, before, kind)
          difference -= suppliedBy(after) - suppliedBy(before)
        }
      }
      return difference === 0
    }),
}
