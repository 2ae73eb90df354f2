import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ValueMap } from '../../../kernel/codec/value.ts'
import { type CallInput, encodeCallInput } from '../call-input.ts'
import { at, builtInBytes, callRaw, enter, LIMITS } from '../testing/module-host.ts'
import { declaredModules } from '../testing/declared-modules.ts'

const agent = fc.constantFrom('a', 'b', 'agent-10', 'agent-9', 'ä')
const coordinate = fc.oneof(fc.integer({ min: -16_777_216, max: 16_777_216 }), fc.constantFrom(0, 1, -1))
const pos = fc.tuple(coordinate, coordinate, coordinate).map((each) => at(...each))
const told = (kind: string, payload: fc.Arbitrary<ValueMap>) =>
  payload.map((made) => ({ kind, payload: made }))

const events = fc.oneof(
  told('domain.agent_registered', fc.record({ agent_id: agent, pos })),
  told('domain.agent_moved', fc.record({ agent_id: agent, from: pos, to: pos })),
  told(
    'domain.body_interface_expand_rejected',
    fc.record({ agent_id: agent, consumed_item_id: agent, reason: agent }),
  ),
)
const actions = fc.oneof(
  told('action.move_agent', fc.record({ agent_id: agent, to: pos })),
  told('action.query_observation', fc.record({ agent_id: agent })),
  told(
    'action.transfer_resource',
    fc.record({ from_agent_id: agent, to_agent_id: agent, kind: fc.constant('data'), amount: fc.integer() }),
  ),
)
const steps = fc.array(
  fc.oneof(
    events.map((event) => ({ event })),
    actions.map((action) => ({ action })),
  ),
  { minLength: 1, maxLength: 12 },
)

const ids = declaredModules.map(({ manifest }) => manifest.module_id)
test('there are ten', () => expect(new Set(ids).size).toBe(10))

describe.each(ids)('%s', (id) => {
  const module = new WebAssembly.Module(builtInBytes(id))
  const inputOf = (
    step: { event?: { kind: string; payload: ValueMap }; action?: { kind: string; payload: ValueMap } },
    at: number,
  ): Uint8Array => {
    const kind = step.event === undefined ? 'action' : 'event'
    const call: CallInput = {
      ctx: { moduleId: id, traceId: `t-${at}`, time: at, origin: { kind, id: at }, limits: LIMITS },
      state: new Uint8Array(),
      ...(step.event === undefined ? {} : { event: { id: at, time: at, ...step.event } }),
      ...(step.action === undefined ? {} : { action: { id: at, ...step.action } }),
    }
    return encodeCallInput(call)
  }

  test('answers the same twice, and on an instance that has seen other calls', () => {
    const kept = enter(module)
    fc.assert(
      fc.property(steps, (all) => {
        all.forEach((step, index) => {
          const input = inputOf(step, index + 1)
          const fresh = callRaw(enter(module), input)
          expect(fresh.ok).toBe(true)
          expect(callRaw(enter(module), input)).toEqual(fresh)
          expect(callRaw(kept, input)).toEqual(fresh)
        })
      }),
      { numRuns: 60 },
    )
  })

  test('a kept instance needs no more memory after a thousand calls', () => {
    const kept = enter(module)
    const input = inputOf(
      { event: { kind: 'domain.agent_registered', payload: { agent_id: 'a', pos: at(1, 2, 3) } } },
      1,
    )
    callRaw(kept, input)
    const before = kept.ok ? kept.value.memory.buffer.byteLength : -1
    for (let calls = 0; calls < 1000; calls += 1) callRaw(kept, input)
    expect(kept.ok && kept.value.memory.buffer.byteLength).toBe(before)
  })

  test('answers whatever bytes it is given, without a trap', () => {
    const valid = inputOf(
      { action: { kind: 'action.move_agent', payload: { agent_id: 'a', to: at(1, 2, 3) } } },
      1,
    )
    const damage = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(damage, fc.nat(valid.length), fc.uint8Array({ maxLength: 64 }), (changes, end, noise) => {
        const damaged = valid.slice()
        for (const [place, byte] of changes) damaged[place] = byte
        for (const input of [damaged, valid.slice(0, end), noise])
          expect(callRaw(enter(module), input)).toMatchObject({ ok: true })
      }),
      { numRuns: 200 },
    )
  })
})
