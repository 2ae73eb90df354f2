import { expect, test } from 'vitest'
import { createPrf, sipHash24, type SipKey } from './prf.ts'

// Key 00…0f and messages 00, 01, … of the reference implementation's published vectors.
const REFERENCE_KEY: SipKey = [0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c]

test('SipHash-2-4 gives the published vectors', () => {
  const hashOf = (length: number): string => {
    const { low, high } = sipHash24(
      REFERENCE_KEY,
      Uint8Array.from({ length }, (_, i) => i),
    )
    return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
  }
  expect(hashOf(0)).toBe('726fdb47dd0e0e31')
  expect(hashOf(1)).toBe('74f839c593dc67fd')
  expect(hashOf(7)).toBe('ab0200f58b01d137')
  expect(hashOf(8)).toBe('93f5f5799a932462')
  expect(hashOf(15)).toBe('a129ca6149be45e5')
})

test('a draw depends on seed, stream and ordinal alone', () => {
  const prf = createPrf('seed')
  const first = prf.uint32('agent/1', 7)
  prf.uint32('agent/2', 0)
  expect(createPrf('seed').uint32('agent/1', 7)).toBe(first)
  expect(createPrf('other').uint32('agent/1', 7)).not.toBe(first)
  expect(prf.uint32('agent/1', 8)).not.toBe(first)
  expect(prf.uint32('agent/1', 7 + 2 ** 32)).not.toBe(first)
  expect(createPrf(5).uint32('s', 0)).not.toBe(createPrf('5').uint32('s', 0))
})

test('below stays in range, reaches every value and is even', () => {
  const prf = createPrf(42)
  const counts = Array.from({ length: 6 }, () => 0)
  for (let ordinal = 0; ordinal < 60_000; ordinal += 1) {
    const value = prf.below('die', ordinal, 6)
    counts[value] = (counts[value] ?? 0) + 1
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
  expect(prf.below('die', 0, 1)).toBe(0)
  expect(prf.below('die', 3, 2 ** 32)).toBe(prf.uint32('die', 3))
})

test('below rejects unfair values instead of folding them', () => {
  const prf = createPrf(1)
  // Three quarters of the range: the naive remainder would differ for a quarter of the draws.
  const n = 3 * 2 ** 30
  let redrawn = 0
  for (let ordinal = 0; ordinal < 200; ordinal += 1) {
    const value = prf.below('wide', ordinal, n)
    expect(value).toBeLessThan(n)
    if (value !== prf.uint32('wide', ordinal) % n) redrawn += 1
  }
  expect(redrawn).toBeGreaterThan(20)
  expect(() => prf.below('wide', 0, 0)).toThrow('1 to 2^32')
})
