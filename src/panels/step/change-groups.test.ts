import { expect, test } from 'vitest'
import { groupChanges } from './change-groups.ts'

test('bookkeeping is told apart by its collection, not by a part of a key', () => {
  const change = (path: string) => ({ path, op: 'changed' as const })
  const groups = groupChanges(['agents/queue/pos', 'meta/clock/time', 'queue', 'ledger/data'].map(change))
  expect(groups.domain.map(({ path }) => path)).toEqual(['agents/queue/pos', 'ledger/data'])
  expect(groups.system.map(({ path }) => path)).toEqual(['meta/clock/time', 'queue'])
})
