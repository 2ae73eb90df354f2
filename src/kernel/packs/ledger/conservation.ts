import { addInts, subInts } from '../../base/ints.ts'
import { ok, type Result } from '../../base/result.ts'
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

/** By how much the write changes what is unaccounted for: what is held, less what was minted. */
function differenceOf(
  { collection, key, before, after }: Change,
  kind: ResourceKind,
): Result<number, 'overflow'> {
  const isHolder = collection === 'agents' || collection === 'locations'
  if (isHolder ? keepsStock(before, after) : collection !== 'ledger' || key !== kind) return ok(0)
  const kept = subInts(held(collection, after, kind), held(collection, before, kind))
  return kept.ok && !isHolder ? subInts(kept.value, suppliedBy(after) - suppliedBy(before)) : kept
}

function isConserved(changes: readonly Change[], kind: ResourceKind): boolean {
  let difference = 0
  for (const change of changes) {
    const one = differenceOf(change, kind)
    const sum = one.ok ? addInts(difference, one.value) : one
    // More than a number can count cannot have been minted either.
    if (!sum.ok) return false
    difference = sum.value
  }
  return difference === 0
}

/** What is held, wherever it is, changes by exactly what was minted or burned. Looks at a frame's changes only. */
export const conservation: Invariant = {
  name: 'ledger.conservation',
  holds: (changes) =>
    !changes.some(mayMoveResources) || RESOURCE_KINDS.every((kind) => isConserved(changes, kind)),
  pathOf: (changes) => {
    const kind = RESOURCE_KINDS.find((each) => !isConserved(changes, each))
    return kind === undefined ? undefined : `ledger/${kind}`
  },
}
