import { expect, test } from 'vitest'
import { bytesToHex, hexToBytes } from '../../../kernel/base/order.ts'
import { encodeCallInput, encodeEnvelope } from '../call-input.ts'
import { at, LIMITS, TestedModule } from '../testing/module-host.ts'

// Bytes that hosts and modules of this profile in the wild were seen to write.

test('an envelope has the bytes of other hosts', () => {
  const payload = { agent_id: 'a-1', to: at(1, 2, 0) }
  expect(bytesToHex(encodeEnvelope({ id: 42, kind: 'action.move_agent', payload }))).toBe(
    'd9d9f7a2626964182a66616374696f6ea26464617461a262746fa364785f636df93c0064795f636df9400064' +
      '7a5f636df90000686167656e745f696463612d316474797065694d6f76654167656e74',
  )
})

test('a tracked agent is remembered in the bytes of other modules', () => {
  const rule = new TestedModule('m1.rule.move')
  rule.happen('domain.agent_registered', { agent_id: 'agent-1', pos: at(0, 0, 0) })
  expect(bytesToHex(rule.state)).toBe(
    'a1666167656e7473a1676167656e742d31a364785f636df9000064795f636df90000647a5f636df90000',
  )
})

test('a remembered event has the bytes of other modules', () => {
  const memory = new TestedModule('m1.memory.core')
  memory.time = 456
  memory.happen('domain.agent_registered', { agent_id: 'agent-memory', pos: at(0, 0, 0) })
  expect(bytesToHex(memory.state)).toBe(
    'a167656e747269657381a36474696d651901c8646b696e6477646f6d61696e2e6167656e745f72656769737465726564' +
      '686167656e745f69646c6167656e742d6d656d6f7279',
  )
})

test('a verdict has the length and the beginning of other modules’', () => {
  const rule = new TestedModule('m1.rule.move')
  const ctx = {
    moduleId: 'm1.rule.move',
    traceId: 'action-42-m1.rule.move',
    time: 7,
    origin: { kind: 'action', id: 42 },
    limits: LIMITS,
  } as const
  const action = {
    id: 42,
    kind: 'action.move_agent',
    payload: { agent_id: 'a-1', to: at(1, 2, 0) },
  }
  const answer = rule.answer(encodeCallInput({ ctx, action, state: new Uint8Array() }))
  expect(answer.length).toBe(157)
  expect(bytesToHex(answer)).toMatch(
    /^a4696e65775f7374617465f667656666656374738065656d69747381a2646b696e646d72756c652e6465636973696f6e/,
  )
})

test('what is no call is answered with nothing', () => {
  const rule = new TestedModule('m1.rule.move')
  for (const input of ['', '00', 'ff', 'a0', 'd9d9f7a0', 'a1636374786161']) {
    expect(bytesToHex(rule.answer(hexToBytes(input) ?? new Uint8Array()))).toBe(
      'a4696e65775f7374617465f66765666665637473' + '8065656d697473806c6f75747075745f627974657300',
    )
  }
})
