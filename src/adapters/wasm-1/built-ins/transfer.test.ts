import { expect, test } from 'vitest'
import { at, TestedModule } from '../testing/module-host.ts'

const TRANSFER = { from_agent_id: 'a', to_agent_id: 'b', kind: 'hardware', amount: 5 }

function placed(x: number): TestedModule {
  const module = new TestedModule('m1.rule.transfer')
  module.happen('domain.agent_registered', { agent_id: 'a', pos: at(0, 0, 0) })
  module.happen('domain.agent_registered', { agent_id: 'b', pos: at(x, 0, 0) })
  return module
}

test('agents in one place give and take', () => {
  expect(placed(0).judge('action.transfer_resource', TRANSFER)).toEqual({
    verdict: 'modify',
    cost: {},
    notes: [],
    override: { kind: 'action.emit_resource_transfer', payload: TRANSFER },
  })
})

test.each([
  ['transfer amount must be positive', 0, { amount: 0 }],
  ['transfer amount must be positive', 0, { amount: -9_007_199_254_740_991, from_agent_id: 'x' }],
  ['agent position missing for transfer rule', 0, { from_agent_id: 'x' }],
  ['agent position missing for transfer rule', 1, { to_agent_id: 'x' }],
  ['transfer requires co-located agents', 1, {}],
])('denies with "%s" at distance %i and %o', (note, distance, change) => {
  expect(placed(distance).judge('action.transfer_resource', { ...TRANSFER, ...change })).toEqual({
    verdict: 'deny',
    cost: {},
    notes: [note],
  })
})

test('is silent about resources that do not exist', () => {
  expect(placed(0).judge('action.transfer_resource', { ...TRANSFER, kind: 'gold' })).toBeUndefined()
})
