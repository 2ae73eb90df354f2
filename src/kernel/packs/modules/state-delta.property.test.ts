import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tries } from '../../testing/property.ts'
import { applyDelta, diffState } from './state-delta.ts'

/** Few values, so that states resemble each other by chance as well. */
const bytes = (maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 2 }), { maxLength }).map((items) => Uint8Array.from(items))

const join = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]))

test('the delta of two states makes the one of the other', () => {
  fc.assert(
    fc.property(bytes(40), bytes(40), (before, after) => {
      const delta = diffState(before, after)
      expect(applyDelta(before, delta)).toEqual(after)
      expect(delta.head + delta.tail).toBeLessThanOrEqual(Math.min(before.length, after.length))
    }),
    tries(2000),
  )
})

test('a delta is not larger than the change', () => {
  fc.assert(
    fc.property(bytes(200), bytes(8), bytes(8), bytes(200), (head, was, is, tail) => {
      const { insert } = diffState(join(head, was, tail), join(head, is, tail))
      expect(insert.length).toBeLessThanOrEqual(is.length)
    }),
    tries(2000),
  )
})

test('no change is empty, and all of it is not shared with what is given', () => {
  const state = Uint8Array.of(1, 1, 1)
  expect(diffState(state, state)).toEqual({ head: 3, tail: 0, insert: new Uint8Array() })
  const after = Uint8Array.of(2, 2)
  const { insert } = diffState(new Uint8Array(), after)
  after[0] = 9
  expect(insert).toEqual(Uint8Array.of(2, 2))
})

test('a delta that keeps more than there is, is none', () => {
  const insert = new Uint8Array()
  expect(applyDelta(new Uint8Array(3), { head: 2, tail: 2, insert })).toBeUndefined()
  expect(applyDelta(new Uint8Array(3), { head: 0, tail: 4, insert })).toBeUndefined()
})
