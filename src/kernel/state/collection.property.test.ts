import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tries } from '../testing/property.ts'
import { State, type RecordValue, type RowSource } from './collection.ts'

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const

const record = (value: number): RecordValue => ({ value })

/** Rows with some of the keys, as a keyframe has them; counts how many were made. */
function sourceOf(keys: readonly string[]): RowSource & { made: number } {
  const source = {
    made: 0,
    keys,
    indexOf: (key: string) => keys.indexOf(key),
    row: (index: number) => {
      source.made += 1
      return record(100 + index)
    },
  }
  return source
}

const contentOf = (state: State): unknown => ({
  names: state.collectionNames(),
  size: state.size('c'),
  keys: [...state.keys('c')],
  entries: [...state.entries('c')],
  has: KEYS.map((key) => state.has('c', key)),
})

test('rows made on demand and records behave alike, whatever is done in between', () => {
  const operation = fc.record({
    type: fc.constantFrom('get', 'set', 'delete', 'keys', 'has', 'clone'),
    key: fc.constantFrom(...KEYS),
    value: fc.nat(9),
  })
  fc.assert(
    fc.property(fc.subarray([...KEYS]), fc.array(operation, { maxLength: 30 }), (keys, operations) => {
      let lazy = new State()
      lazy.adopt('c', sourceOf(keys))
      const plain = new State()
      for (const [index, key] of keys.entries()) plain.set('c', key, record(100 + index))
      for (const { type, key, value } of operations) {
        if (type === 'get') expect(lazy.get('c', key)).toEqual(plain.get('c', key))
        else if (type === 'has') expect(lazy.has('c', key)).toBe(plain.has('c', key))
        else if (type === 'keys') expect(lazy.keys('c')).toEqual(plain.keys('c'))
        else if (type === 'clone') {
          const before = lazy
          lazy = before.clone()
          before.set('c', key, record(-1))
        } else {
          const written = type === 'set' ? record(value) : undefined
          lazy.set('c', key, written)
          plain.set('c', key, written)
        }
        expect(lazy.size('c')).toBe(plain.size('c'))
      }
      expect(contentOf(lazy.clone())).toEqual(contentOf(plain))
      expect(contentOf(lazy)).toEqual(contentOf(plain))
    }),
    tries(500),
  )
})

test('a row is made once, and only when somebody asks for it', () => {
  const state = new State()
  const source = sourceOf([...KEYS])
  state.adopt('c', source)
  state.set('c', 'b', record(1))
  state.set('c', 'c', undefined)
  expect(state.keys('c')).toEqual(['a', 'b', 'd', 'e', 'f', 'g'])
  expect(source.made).toBe(0)
  expect(state.get('c', 'a')).toBe(state.get('c', 'a'))
  expect(state.get('c', 'c')).toBeUndefined()
  expect(source.made).toBe(1)
})
