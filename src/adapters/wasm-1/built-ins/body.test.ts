import { expect, test } from 'vitest'
import type { Value } from '../../../kernel/codec/value.ts'
import { at, TestedModule } from '../testing/module-host.ts'

const VIEW = { mass_kg: 120, radius_cm: 80, thrust_limit: 200, cross_section_cm2: 4000 }

const judge = (payload: Value, kind = 'boot') =>
  new TestedModule('m1.body.core').judge('action.body_action', { agent_id: 'a', kind, payload })

test('a view goes to the kernel, for ten electricity', () => {
  expect(judge(VIEW)).toEqual({
    verdict: 'modify',
    cost: { electricity: -10 },
    notes: [],
    override: {
      kind: 'action.emit_body_attributes',
      payload: { agent_id: 'a', view: VIEW, reason: 'body.boot' },
    },
  })
})

test('what else the payload says does not matter, and the reason is the kind, in any script', () => {
  const decision = judge({ ...VIEW, colour: ['red', { deep: null }] }, 'größer 大')
  expect(decision?.override?.payload).toMatchObject({ view: VIEW, reason: 'body.größer 大' })
})

test.each([
  ['missing field `mass_kg`', {}],
  ['missing field `thrust_limit`', { ...VIEW, thrust_limit: undefined }],
  ['invalid type for `radius_cm`: expected u64', { ...VIEW, radius_cm: -1 }],
  ['invalid type for `radius_cm`: expected u64', { ...VIEW, radius_cm: 'big' }],
  ['invalid type: expected a map', 7],
  ['invalid type: expected a map', null],
])('denies with "%s"', (reason, payload) => {
  const told = JSON.parse(JSON.stringify(payload)) as Value
  expect(judge(told)).toEqual({
    verdict: 'deny',
    cost: {},
    notes: [`body action payload decode failed: ${reason}`],
  })
})

test('pays no attention to events and keeps no state', () => {
  const module = new TestedModule('m1.body.core')
  const output = module.happen('domain.agent_registered', { agent_id: 'a', pos: at(0, 0, 0) })
  expect(output).toMatchObject({ newState: undefined, emits: [] })
  expect(
    module.act('action.body_action', { agent_id: 'a', kind: 'b', payload: VIEW }).newState,
  ).toBeUndefined()
})
