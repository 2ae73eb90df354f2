import { describe, expect, test } from 'vitest'
import { decodeCallOutput } from '../call-output.ts'
import { ItemWriter, SELF_DESCRIBED } from '../item-writer.ts'
import { LIMITS, TestedModule } from '../testing/module-host.ts'

// What hosts in the wild write differently, and which of it modules in the wild understand.

type Write = (writer: ItemWriter) => void

const bytesOf = (write: Write): Uint8Array => {
  const writer = new ItemWriter()
  write(writer)
  return writer.take()
}
const asArray =
  (bytes: Uint8Array): Write =>
  (writer) =>
    writer.byteArray(bytes)
const asByteString =
  (bytes: Uint8Array): Write =>
  (writer) =>
    writer.raw(Uint8Array.of(0x58, bytes.length)).raw(bytes)
const map =
  (entries: Readonly<Record<string, Write>>): Write =>
  (writer) => {
    writer.map(Object.keys(entries).length)
    for (const [key, write] of Object.entries(entries)) write(writer.text(key))
  }
const text =
  (value: string): Write =>
  (writer) =>
    writer.text(value)
const int =
  (value: number | bigint): Write =>
  (writer) =>
    writer.int(value)
const raw =
  (...bytes: number[]): Write =>
  (writer) =>
    writer.raw(Uint8Array.from(bytes))

const ctxOf = (id: string, more: Readonly<Record<string, Write>> = {}): Write =>
  map({ module_id: text(id), time: int(9), ...more })
const position = (x: Write, y: Write = int(0)): Write => map({ x_cm: x, y_cm: y, z_cm: int(0) })
const moveTo = (to: Write, id: Write = int(3)): Write =>
  map({ id, action: map({ type: text('MoveAgent'), data: map({ to, agent_id: text('a') }) }) })
const registered = (pos: Write): Write =>
  map({
    id: int(1),
    time: int(4),
    caused_by: raw(0xf6),
    body: map({
      payload: map({ data: map({ pos, agent_id: text('a') }), type: text('AgentRegistered') }),
      kind: text('Domain'),
    }),
  })

const said = (id: string, input: Write) => {
  const answer = new TestedModule(id).answer(bytesOf(input))
  const output = decodeCallOutput(answer, { kind: 'reducer', limits: LIMITS, requiredCaps: [] })
  if (!output.ok) throw new Error(JSON.stringify(output.fault))
  const { newState, emits } = output.value
  return { isSilent: newState === undefined && emits.length === 0, newState, emits, answer }
}

const RULE = 'm1.rule.move'
const action = bytesOf(moveTo(position(int(1))))
const event = bytesOf(registered(position(int(0))))

describe('understood', () => {
  test.each<[string, Write]>([
    ['two facts of context, keys in any order', map({ action: asArray(action), ctx: ctxOf(RULE) })],
    [
      'unknown keys',
      map({
        x: map({ y: raw(0x81, 0xf6) }),
        ctx: ctxOf(RULE, { stage: raw(0xf5) }),
        action: asArray(action),
      }),
    ],
    [
      'unknown keys that nest without end',
      map({ ctx: ctxOf(RULE), action: asArray(action), x: raw(...Array<number>(60_000).fill(0x81), 0) }),
    ],
    [
      'tags outside and inside',
      (writer) => {
        writer.raw(SELF_DESCRIBED)
        const tagged = bytesOf((inner) => moveTo(position(int(1)))(inner.selfDescribe()))
        map({ ctx: ctxOf(RULE), action: asArray(tagged) })(writer)
      },
    ],
    [
      'heads wider than needed',
      map({ ctx: ctxOf(RULE), action: asArray(bytesOf(moveTo(position(raw(0x19, 0, 1))))) }),
    ],
    [
      'a state of garbage',
      map({ ctx: ctxOf(RULE), action: asArray(action), state: asArray(Uint8Array.of(255, 1)) }),
    ],
    ['an action beside an event', map({ ctx: ctxOf(RULE), action: asArray(action), event: asArray(event) })],
  ])('%s', (_, input) => {
    expect(said(RULE, input).emits).toMatchObject([
      { kind: 'rule.decision', payload: { action_id: 3, notes: ['agent position missing for move rule'] } },
    ])
  })

  test.each<[string, Write]>([
    ['integers', int(2)],
    ['half floats', raw(0xf9, 0x40, 0x00)],
    ['single floats', raw(0xfa, 0x40, 0, 0, 0)],
    ['double floats', raw(0xfb, 0x40, 0, 0, 0, 0, 0, 0, 0)],
  ])('coordinates that are %s, told back as the narrowest float', (_, x) => {
    const { newState } = said(
      RULE,
      map({ ctx: ctxOf(RULE), event: asArray(bytesOf(registered(position(x)))) }),
    )
    expect(Buffer.from(newState ?? []).toString('hex')).toContain('64785f636df94000')
  })

  test('action ids up to the last of 64 bits', () => {
    const last = 2n ** 64n - 1n
    const input = map({ ctx: ctxOf(RULE), action: asArray(bytesOf(moveTo(position(int(1)), int(last)))) })
    const answer = new TestedModule(RULE).answer(bytesOf(input))
    expect(Buffer.from(answer).toString('hex')).toContain('69616374696f6e5f69641bffffffffffffffff')
  })

  test.each([
    ['m1.memory.core', 'newState'],
    ['m1.body.core', 'isSilent'],
  ] as const)('%s looks at its own side of a call with both', (id, what) => {
    const both = map({ ctx: ctxOf(id), action: asArray(action), event: asArray(event) })
    expect(said(id, both)[what]).toBeTruthy()
  })
})

describe('far beyond any world', () => {
  const far = raw(0xfb, 0x7f, 0xef, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
  const states = (id: string) =>
    said(id, map({ ctx: ctxOf(id), event: asArray(bytesOf(registered(position(far)))) })).newState
  const moving = (id: string) =>
    said(id, map({ ctx: ctxOf(id), action: asArray(action), state: asArray(states(id) ?? new Uint8Array()) }))
      .emits

  test('a distance has an end, and so has its price', () => {
    // 2^63 − 1 centimetres are so many kilometres.
    expect(moving(RULE)).toMatchObject([
      { payload: { verdict: 'allow', cost: { entries: { electricity: -92_233_720_368_548 } } } },
    ])
    expect(moving('m1.power.storage')).toMatchObject([
      {
        payload: { verdict: 'deny', notes: ['storage insufficient for move: need 276701161105644, have 8'] },
      },
    ])
  })
})

describe('answered with nothing', () => {
  const nan = raw(0xf9, 0x7e, 0)
  const infinite = raw(0xfa, 0x7f, 0x80, 0, 0)
  test.each<[string, Write]>([
    ['a byte string for an action', map({ ctx: ctxOf(RULE), action: asByteString(action) })],
    [
      'a byte string for a state',
      map({ ctx: ctxOf(RULE), action: asArray(action), state: asByteString(action) }),
    ],
    ['another module’s name', map({ ctx: ctxOf('m1.rule.none'), action: asArray(action) })],
    ['no time', map({ ctx: map({ module_id: text(RULE) }), action: asArray(action) })],
    ['neither action nor event', map({ ctx: ctxOf(RULE) })],
    [
      'a coordinate that is no number',
      map({ ctx: ctxOf(RULE), event: asArray(bytesOf(registered(position(nan)))) }),
    ],
    [
      'an infinite coordinate',
      map({ ctx: ctxOf(RULE), event: asArray(bytesOf(registered(position(infinite)))) }),
    ],
    [
      'a negative action id',
      map({ ctx: ctxOf(RULE), action: asArray(bytesOf(moveTo(position(int(1)), int(-1)))) }),
    ],
    [
      'a missing coordinate',
      map({ ctx: ctxOf(RULE), action: asArray(bytesOf(moveTo(map({ x_cm: int(1), y_cm: int(1) })))) }),
    ],
    [
      'an agent that is a number',
      map({
        ctx: ctxOf(RULE),
        action: asArray(
          bytesOf(
            map({
              id: int(1),
              action: map({ type: text('MoveAgent'), data: map({ agent_id: int(1), to: position(int(1)) }) }),
            }),
          ),
        ),
      }),
    ],
    ['bytes behind the action', map({ ctx: ctxOf(RULE), action: asArray(Uint8Array.of(...action, 0)) })],
    ['an array that claims more than there is', raw(0xa1, 0x61, 0x78, 0x9b, 0, 0, 0, 1, 0, 0, 0, 0)],
    ['a text that claims more than there is', raw(0xa1, 0x7b, 255, 255, 255, 255, 255, 255, 255, 255)],
  ])('%s', (_, input) => {
    expect(said(RULE, input).isSilent).toBe(true)
  })
})
