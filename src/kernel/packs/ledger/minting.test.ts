import { expect, test } from 'vitest'
import type { ValueMap } from '../../codec/value.ts'
import { begin } from '../../testing/run.ts'

test('minting needs its capability and deficits are listed', () => {
  const run = begin()
  const adjust = (actor: string, deltas: ValueMap) =>
    run.rejection(actor, 'action.adjust_balance', { deltas, reason: 'x' })
  expect(adjust('driver:trial', { hardware: 1 })).toMatchObject({
    type: 'CapabilityMissing',
    data: { capability: 'mint:hardware' },
  })
  expect(adjust('driver:trial', { data: -9, electricity: -1 })).toEqual({
    type: 'InsufficientResources',
    data: { deficits: { data: 4, electricity: 1 } },
  })
  expect(adjust('driver:trial', { data: Number.MAX_SAFE_INTEGER })).toMatchObject({ type: 'Overflow' })
})
