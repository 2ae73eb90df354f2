import { expect, test } from 'vitest'
import { bytesToHex } from '../base/order.ts'
import { decodeCanonical } from '../codec/decode.ts'
import { EncodeRefused, encodeCanonical } from '../codec/encode.ts'
import { linkOf } from '../codec/link.ts'
import { isValueMap, type Value, type ValueMap } from '../codec/value.ts'
import { createFrameEncoder, encodeFrame, type Frame } from './frame.ts'
import { decodeFrame } from './frame-decode.ts'
import { peekFrame } from './frame-peek.ts'
import { encodeSegment } from './segment.ts'

const parent = new Uint8Array(32).fill(7)

const moved: Frame = {
  v: 1,
  seq: 12,
  time: 3,
  parent,
  action: {
    kind: 'action.move_agent',
    v: 1,
    payload: { agent_id: 'agent-1', to: { x_cm: 5, y_cm: 0, z_cm: 0 } },
    actor: 'agent-1',
    key: 't3-agent-1',
    origin: 'input',
    via: 'driver',
  },
  firstEvent: 40,
  events: [{ kind: 'domain.agent_moved', v: 1, payload: { agent_id: 'agent-1' } }],
}

/** The frame as a value, with some of it changed; undefined takes a field away. */
function changed(change: Readonly<Record<string, Value | undefined>>, of: object = moved): ValueMap {
  const fields: (readonly [string, Value])[] = []
  for (const [key, part] of Object.entries<Value | undefined>({ ...of, ...change })) {
    if (part !== undefined) fields.push([key, part])
  }
  return Object.fromEntries(fields)
}

function faultOf(value: Value): string {
  const decoded = decodeFrame(encodeCanonical(value))
  return decoded.ok ? 'accepted' : `${decoded.fault.kind} ${decoded.fault.reason}`
}

const UNDECODABLE = 'frame.undecodable shape'

test('the shape is strict', () => {
  const { action, events } = moved
  const event = events[0] ?? {}
  const ofAction = (change: Readonly<Record<string, Value | undefined>>): ValueMap =>
    changed({ action: changed(change, action) })
  const ofEvent = (change: Readonly<Record<string, Value | undefined>>): ValueMap =>
    changed({ events: [changed(change, event)] })
  const auth = { key: new Uint8Array(32), sig: new Uint8Array(64) }

  for (const accepted of [
    changed({}),
    changed({ events: [] }),
    changed({ seq: 0, parent: null }),
    changed({ seal: { root: parent, manifest: parent } }),
    changed({ calls: [{ gas: 1 }], events: [changed({ by: 0, cause: 39 }, event)] }),
    changed({ refs: [linkOf('raw', parent), linkOf('dag-cbor', parent)] }),
    ofAction({ auth }),
    ofAction({ cause: 39 }),
    ofAction({ via: undefined, origin: 'derived', cause: 1 }),
  ]) {
    expect(faultOf(accepted)).toBe('accepted')
  }
  for (const wrong of [
    changed({ v: 2 }),
    changed({ world: 'x' }),
    changed({ zzzzzzzzzzzzz: 1 }),
    changed({ seq: undefined }),
    changed({ seq: -1 }),
    changed({ seq: 0 }),
    changed({ parent: null }),
    changed({ parent: new Uint8Array(31) }),
    changed({ firstEvent: 0 }),
    changed({ seal: { root: parent } }),
    changed({ seal: { root: parent, manifest: new Uint8Array(33) } }),
    changed({ refs: [linkOf('dag-cbor', parent), linkOf('raw', parent)] }),
    changed({ refs: [linkOf('raw', parent), linkOf('raw', parent)] }),
    ofAction({ v: 0 }),
    ofAction({ kind: 'Move Agent' }),
    ofAction({ actor: '__proto__' }),
    ofAction({ key: 'a/b' }),
    ofAction({ via: 'wind' }),
    ofAction({ origin: 'unknown' }),
    ofAction({ cause: 40 }),
    ofAction({ origin: 'derived', cause: 1 }),
    ofAction({ origin: 'derived', via: undefined }),
    ofAction({ auth: { ...auth, sig: parent } }),
    ofAction({ extra: 1 }),
    ofEvent({ by: 0 }),
    ofEvent({ cause: 40 }),
    ofEvent({ id: 40 }),
    ofEvent({ v: undefined }),
  ]) {
    expect(faultOf(wrong), JSON.stringify(wrong)).toBe(UNDECODABLE)
  }
  expect(faultOf(ofEvent({ payload: [1] }))).toBe('frame.undecodable unexpected_type')
  expect(faultOf([moved.seq])).toBe('frame.undecodable unexpected_type')
})

test('what only the writing makes wrong is not canonical', () => {
  expect(faultOf(changed({ calls: [] }))).toBe('frame.not_canonical empty_optional')
  expect(faultOf(changed({ refs: [] }))).toBe('frame.not_canonical empty_optional')
  const hex = bytesToHex(encodeFrame(moved))
  const reasonOf = (changedHex: string): string => {
    const decoded = decodeFrame(Uint8Array.from(Buffer.from(changedHex, 'hex')))
    return decoded.ok ? 'accepted' : `${decoded.fault.kind} ${decoded.fault.reason}`
  }
  expect(reasonOf(hex)).toBe('accepted')
  expect(reasonOf(hex.replace('637365710c', '63736571180c'))).toBe('frame.not_canonical not_shortest')
  // `v` and `seq` in each other's place.
  expect(reasonOf(hex.replace('617601637365710c', '637365710c617601'))).toBe('frame.not_canonical key_order')
  expect(reasonOf(`${hex}00`)).toBe('frame.undecodable trailing_bytes')
  expect(reasonOf(hex.slice(0, -2))).toBe('frame.undecodable truncated')
})

test('empty optionals are left out when a frame is written', () => {
  expect(bytesToHex(encodeFrame({ ...moved, calls: [], refs: [] }))).toBe(bytesToHex(encodeFrame(moved)))
})

test('sizes are limited', () => {
  const fill = (size: number): ValueMap => ({ fill: new Uint8Array(size) })
  const large = changed({ action: changed({ payload: fill(256 * 1024) }, moved.action) })
  expect(faultOf(large)).toBe('frame.undecodable oversize')
  const event = { kind: 'a.b', v: 1, payload: {} }
  const many = (count: number): ValueMap => changed({ events: Array.from({ length: count }, () => event) })
  expect(faultOf(many(65_536))).toBe('accepted')
  expect(faultOf(many(65_537))).toBe('frame.undecodable oversize')
  const huge = changed({ events: [{ ...event, payload: fill(4 * 1024 * 1024) }] })
  expect(faultOf(huge)).toBe('frame.undecodable oversize')
})

test('an encoder says how large the action was', () => {
  const encoder = createFrameEncoder()
  expect(bytesToHex(encoder.encode(moved))).toBe(bytesToHex(encodeFrame(moved)))
  expect(encoder.actionBytes()).toBe(encodeCanonical({ ...moved.action }).length)
})

test('the deepest frame fits a segment that any reader of values takes', () => {
  let payload: ValueMap = {}
  for (let i = 0; i < 58; i += 1) payload = { k: payload }
  const deepest: Frame = { ...moved, seq: 0, parent: null, events: [{ kind: 'a.b', v: 1, payload }] }
  const bytes = encodeFrame(deepest)
  expect(decodeFrame(bytes).ok).toBe(true)
  const segment = decodeCanonical(encodeSegment({ first: 0, prev: null, frames: [bytes] }))
  expect(segment.ok && isValueMap(segment.value)).toBe(true)

  const deeper: ValueMap = { k: payload }
  const tooDeep: Frame = { ...deepest, events: [{ kind: 'a.b', v: 1, payload: deeper }] }
  expect(() => encodeFrame(tooDeep)).toThrow(EncodeRefused)
  expect(faultOf(changed({ events: [{ kind: 'a.b', v: 1, payload: deeper }] }))).toBe(
    'frame.undecodable too_deep',
  )
})

test('a peek at something else is a fault', () => {
  expect(peekFrame(encodeCanonical({ v: 1 }))).toMatchObject({ fault: { kind: 'frame.undecodable' } })
  expect(peekFrame(new Uint8Array())).toMatchObject({ fault: { kind: 'frame.undecodable' } })
})
