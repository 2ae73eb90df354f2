import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Value } from '../../kernel/codec/value.ts'
import { decodeDecision } from './decision.ts'

const ALLOW = { action_id: 7, verdict: 'allow' }
const MOVE = { type: 'MoveAgent', data: { agent_id: 'a', to: { x_cm: 1, y_cm: 2, z_cm: 3 } } }

test('all but the id and the verdict may be left out', () => {
  expect(decodeDecision(ALLOW, 7)).toEqual({ ok: true, value: { verdict: 'allow', cost: {}, notes: [] } })
})

test('no override may be said with null', () => {
  const said = { ...ALLOW, override_action: null, cost: {}, notes: [] }
  expect(decodeDecision(said, 7)).toEqual({ ok: true, value: { verdict: 'allow', cost: {}, notes: [] } })
})

test('an override becomes an action of the world, without what the world does not know', () => {
  const override = { ...MOVE, data: { ...MOVE.data, speed: 9 }, later: true }
  expect(decodeDecision({ action_id: 7, verdict: 'modify', override_action: override }, 7)).toMatchObject({
    ok: true,
    value: { verdict: 'modify', override: { kind: 'action.move_agent', payload: MOVE.data } },
  })
})

test('an override of a kind of our own keeps its payload', () => {
  const override = { type: 'RegisterLocation', data: { location_id: 'l', list: [1, null] } }
  expect(decodeDecision({ action_id: 7, verdict: 'modify', override_action: override }, 7)).toMatchObject({
    value: { override: { kind: 'action.register_location', payload: override.data } },
  })
})

describe('is refused', () => {
  const overriding = (override_action: Value): Value => ({ action_id: 7, verdict: 'modify', override_action })
  test.each<[Value, string, string]>([
    ['allow', 'unexpected_type', 'payload'],
    [{ verdict: 'allow' }, 'missing', 'payload/action_id'],
    [{ ...ALLOW, action_id: 8 }, 'action_id_mismatch', 'payload/action_id'],
    [{ ...ALLOW, action_id: '7' }, 'action_id_mismatch', 'payload/action_id'],
    [{ action_id: 7 }, 'missing', 'payload/verdict'],
    [{ ...ALLOW, verdict: 'perhaps' }, 'unknown_choice', 'payload/verdict'],
    [{ ...ALLOW, cost: 1 }, 'unexpected_type', 'payload/cost'],
    [{ ...ALLOW, cost: { entries: { gold: 1 } } }, 'unknown_choice', 'payload/cost/entries'],
    [{ ...ALLOW, cost: { entries: { data: 0.5 } } }, 'not_integral', 'payload/cost/entries/data'],
    [{ ...ALLOW, notes: 'because' }, 'unexpected_type', 'payload/notes'],
    [{ ...ALLOW, notes: ['a', 1] }, 'unexpected_type', 'payload/notes/1'],
    [overriding('MoveAgent'), 'unexpected_type', 'payload/override_action'],
    [overriding({ data: {} }), 'missing', 'payload/override_action/type'],
    [overriding({ type: 'action.move_agent', data: {} }), 'unknown_choice', 'payload/override_action/type'],
    [overriding({ type: 'MoveAgent' }), 'missing', 'payload/override_action/data'],
    [overriding({ type: 'Wait', data: 1 }), 'unexpected_type', 'payload/override_action/data'],
    [
      overriding({ ...MOVE, data: { agent_id: 'a', to: { x_cm: 1.5, y_cm: 2, z_cm: 3 } } }),
      'not_integral',
      'payload/override_action/data/to/x_cm',
    ],
  ])('%j: %s at %s', (said, detail, path) => {
    expect(decodeDecision(said, 7)).toEqual({ ok: false, fault: { code: 'invalid_output', detail, path } })
  })
})

test('whatever a module says is read or refused, never thrown', () => {
  const keys = fc.constantFrom(
    'action_id',
    'verdict',
    'override_action',
    'cost',
    'notes',
    'entries',
    'type',
    'data',
  )
  const said = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<Value>(7, 'modify', 'EmitObservation', 'MoveAgent', null, 0.5, ''),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(keys, tie('value'), { maxKeys: 6 }),
    ),
  })).value
  const decision = fc.dictionary(keys, said).map((rest) => ({ ...rest, action_id: 7, verdict: 'modify' }))
  fc.assert(
    fc.property(decision, (each) => {
      const decoded = decodeDecision(each, 7)
      expect(decoded.ok || typeof decoded.fault.path === 'string').toBe(true)
    }),
  )
})
