import { expect, test } from 'vitest'
import { assert, InvariantViolation } from './assert.ts'
import { FAULT_KINDS, fault } from './fault.ts'
import { isId, percentEncodeId } from './ids.ts'
import { addInts, distanceCm, mulInts, subInts } from './ints.ts'
import { bytesToHex, compareBytes, compareCodeUnits, hexToBytes } from './order.ts'
import { fail, ok } from './result.ts'

const MAX = Number.MAX_SAFE_INTEGER

test('a fault is a plain object with its kind first', () => {
  expect(fault('action.refused', { reason: 'malformed' })).toEqual({
    kind: 'action.refused',
    reason: 'malformed',
  })
  expect(Object.keys(fault('frame.hash'))).toEqual(['kind'])
  expect(new Set(FAULT_KINDS).size).toBe(FAULT_KINDS.length)
  for (const kind of FAULT_KINDS) expect(kind).toMatch(/^[a-z]+\.[a-z_]+$/)
})

test('a broken invariant says where', () => {
  const broken = (): void => assert(false, 'Heads only grow.', { seq: 7 })
  expect(broken).toThrow(InvariantViolation)
  expect(broken).toThrow('Heads only grow.')
  expect(new InvariantViolation('x', { seq: 7 }).where).toEqual({ seq: 7 })
})

test('arithmetic refuses what a double cannot hold', () => {
  expect(addInts(MAX, 0)).toEqual(ok(MAX))
  expect(addInts(MAX, 1)).toEqual(fail('overflow'))
  expect(subInts(-MAX, 1)).toEqual(fail('overflow'))
  expect(mulInts(2 ** 27, 2 ** 26)).toEqual(fail('overflow'))
  expect(mulInts(2 ** 26, 2 ** 26)).toEqual(ok(2 ** 52))
  expect(mulInts(-5, 0)).toEqual(ok(0))
  expect(() => addInts(0.5, 1)).toThrow(InvariantViolation)
})

test('distance rounds to the nearest centimetre, exactly', () => {
  const origin = { x_cm: 0, y_cm: 0, z_cm: 0 }
  expect(distanceCm(origin, { x_cm: 3, y_cm: 4, z_cm: 0 })).toBe(5)
  expect(distanceCm(origin, { x_cm: 1, y_cm: 1, z_cm: 0 })).toBe(1)
  expect(distanceCm(origin, { x_cm: 1, y_cm: 1, z_cm: 1 })).toBe(2)
  const far = 2 ** 24
  const low = { x_cm: -far, y_cm: -far, z_cm: -far }
  const high = { x_cm: far, y_cm: far, z_cm: far }
  // √3 × 2^25 = 58,118,000.5…: only the exact rule gives the upper neighbour.
  const square = 3n * (2n * BigInt(far)) ** 2n
  const root = BigInt(distanceCm(low, high))
  expect((2n * root - 1n) ** 2n <= 4n * square && 4n * square < (2n * root + 1n) ** 2n).toBe(true)
})

test('ids are what every string order agrees on', () => {
  for (const id of ['a', '0', 'agent-1', 'm1.rule.move/agent-1', 'driver:demo', 'a'.repeat(128)]) {
    expect(isId(id)).toBe(true)
  }
  for (const id of ['', 'A', '-a', '__proto__', 'a b', 'ä', 'a\n', 'a'.repeat(129), 7, null]) {
    expect(isId(id)).toBe(false)
  }
})

test('text of strangers becomes ids one to one', () => {
  const encoded = ['Jörg', 'xJörg', ' ', 'x ', 'x::20', '', 'a:b', 'a%3Ab', '\u{1f600}'].map((text) =>
    percentEncodeId(text),
  )
  const ids = encoded.map((result) => (result.ok ? result.value : undefined))
  expect(ids).toEqual([
    'x::J:C3:B6rg',
    'xJ:C3:B6rg',
    'x:::20',
    'x:20',
    'x:3A:3A20',
    'x::',
    'a:3Ab',
    'a:253Ab',
    'x:::F0:9F:98:80',
  ])
  for (const id of ids) expect(isId(id)).toBe(true)
  expect(percentEncodeId('\ud800')).toMatchObject({ fault: { reason: 'not_well_formed' } })
  expect(percentEncodeId('é'.repeat(40))).toMatchObject({ fault: { reason: 'id_too_long' } })
})

test('orders are by unit and by byte', () => {
  expect(compareCodeUnits('Z', 'a')).toBe(-1)
  expect(compareCodeUnits('a', 'a')).toBe(0)
  expect(compareBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(-1)
  expect(compareBytes(Uint8Array.of(2), Uint8Array.of(1, 255))).toBe(1)
  expect(compareBytes(new Uint8Array(0), new Uint8Array(0))).toBe(0)
})

test('hex is lower case in both directions', () => {
  expect(bytesToHex(Uint8Array.of(0, 15, 255))).toBe('000fff')
  expect(hexToBytes('000fff')).toEqual(Uint8Array.of(0, 15, 255))
  for (const hex of ['0', '0F', 'zz', '0x']) expect(hexToBytes(hex)).toBeUndefined()
})
