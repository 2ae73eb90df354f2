import { describe, expect, test } from 'vitest'
import { bytesToHex } from '../base/order.ts'
import type { Value, ValueMap } from '../codec/value.ts'
import { begin } from '../testing/run.ts'
import { at } from '../testing/trial.ts'
import { submit } from './decide.ts'
import { rootOf, type ActionInput } from './world.ts'

describe('the door', () => {
  test('each refusal leaves no frame and names the reason', () => {
    const run = begin()
    const { world } = run
    const before = world.head
    const reasonOf = (actor: string, kind: string, payload: ValueMap, more?: Partial<ActionInput>) => {
      const result = run.try(actor, kind, payload, more)
      return result.ok ? 'accepted' : result.fault.reason
    }
    const move = { agent_id: 'ada', to: at(1) }
    expect(reasonOf('ada', 'action.fly', move)).toBe('unknown_kind')
    expect(reasonOf('ada', 'action.move_agent', { agent_id: 'ada' })).toBe('malformed')
    expect(reasonOf('ada', 'action.move_agent', { ...move, extra: 1 })).toBe('malformed')
    expect(reasonOf('ada', 'action.move_agent', move, { key: 'not a key' })).toBe('malformed')
    expect(reasonOf('zoe', 'action.move_agent', move)).toBe('unknown_actor')
    expect(reasonOf('driver:other', 'action.move_agent', move)).toBe('unknown_actor')
    expect(
      reasonOf('host', 'genesis', {
        scenario: 'x',
        seed: 1,
        config: {},
        manifest: {},
        semantics: 1,
        tickMs: 1,
      }),
    ).toBe('genesis_is_first')
    const auth = { key: new Uint8Array(32), sig: new Uint8Array(64) }
    expect(reasonOf('ada', 'action.move_agent', move, { auth })).toBe('bad_signature')
    const heavy = { agent_id: 'ada', kind: 'think', payload: { text: 'x'.repeat(300_000) } }
    expect(reasonOf('ada', 'action.body_action', heavy)).toBe('oversize')
    expect(world.head).toEqual(before)
    expect(bytesToHex(rootOf(world))).toBe(bytesToHex(rootOf(begin().world)))
  })

  test('a stranger does not learn from a bad signature when an action was taken', () => {
    const run = begin({ verifySignature: () => false })
    const move = { agent_id: 'ada', to: at(1) }
    expect(run.try('ada', 'action.move_agent', move, { key: 'once' }).ok).toBe(true)
    const auth = { key: new Uint8Array(32), sig: new Uint8Array(64) }
    const asked = run.try('ada', 'action.move_agent', move, { key: 'once', auth })
    expect(asked).toEqual({
      ok: false,
      fault: { kind: 'action.refused', reason: 'bad_signature', path: 'auth/sig' },
    })
  })

  test('a duplicate answers with the first frame’s seq, until its key is forgotten', () => {
    const run = begin()
    const move = { agent_id: 'ada', to: at(1) }
    const first = run.try('ada', 'action.move_agent', move, { key: 'once' })
    expect(first.ok && first.value[0]?.frame.seq).toBe(1)
    expect(run.try('ada', 'action.move_agent', move, { key: 'once' })).toMatchObject({
      ok: false,
      fault: { reason: 'duplicate', seq: 1 },
    })
    expect(run.try('bob', 'action.query_observation', { agent_id: 'bob' }, { key: 'once' }).ok).toBe(true)
    for (let tick = 0; tick < 70; tick += 1) run.tick()
    expect(run.try('ada', 'action.move_agent', move, { key: 'once' }).ok).toBe(true)
  })
})

test('an accepted payload is given away: nobody changes the world by changing it later', () => {
  const run = begin()
  const { world } = run
  const to = { ...at(3) }
  run.events('ada', 'action.move_agent', { agent_id: 'ada', to })
  expect(() => {
    to.x_cm = 777
  }).toThrow(TypeError)
  expect(world.state.get('agents', 'ada')).toMatchObject({ pos: at(3) })
})

/** A value that is small in memory and 100^depth times its leaf when it is written down. */
function repeated(leaf: Value, depth: number): Value {
  return depth === 0 ? leaf : Array.from<Value>({ length: 100 }).fill(repeated(leaf, depth - 1))
}

describe('what must not stop a world', () => {
  const bodyAction = (payload: ValueMap): ActionInput => ({
    kind: 'action.body_action',
    payload: { agent_id: 'ada', kind: 'wave', payload },
    actor: 'ada',
    key: 'odd',
  })

  test.each([
    ['a lone surrogate', { text: '\ud800' }],
    ['a key with one', { '\udfff': 1 }],
    ['a hole', { list: Object.assign<number[], object>([], { length: 2 }) }],
  ])('%s inside a free payload is malformed', (_name, payload) => {
    const run = begin()
    const { world } = run
    expect(submit(world, bodyAction(payload))).toMatchObject({
      ok: false,
      fault: { kind: 'action.refused', reason: 'malformed' },
    })
    expect(run.try('ada', 'action.move_agent', { agent_id: 'ada', to: at(1) }).ok).toBe(true)
  })

  test.each([
    ['the same list again and again', ['x'], 15],
    ['the same long text again and again', 'x'.repeat(60_000), 3],
  ])('%s is counted, and refused before it was walked to its end', (_name, leaf, depth) => {
    const run = begin()
    const laughs = repeated(leaf, depth)
    expect(submit(run.world, bodyAction({ laughs }))).toMatchObject({
      ok: false,
      fault: { kind: 'action.refused', reason: 'malformed', path: 'payload/payload' },
    })
  })

  test('nobody registers an agent under the name of another actor', () => {
    const run = begin()
    for (const agent_id of ['host', 'person:ann', 'driver:trial', 'executor:e1']) {
      expect(run.try('bob', 'action.register_agent', { agent_id, pos: at(0) })).toMatchObject({
        fault: { kind: 'action.refused', reason: 'malformed', path: 'payload/agent_id' },
      })
    }
    expect(run.try('bob', 'action.register_agent', { agent_id: 'hosta', pos: at(0) }).ok).toBe(true)
  })
})
