import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isId } from '../../base/ids.ts'
import type { Value } from '../../codec/value.ts'
import { nodeSha256 } from '../../testing/node-sha256.ts'
import { tries } from '../../testing/property.ts'
import { shardOf } from './subscription-shard.ts'

const shard = (...values: readonly Value[]): string =>
  shardOf(
    values.map((_, index) => [String(index)]),
    values,
    nodeSha256,
  )

test.each<[string, readonly Value[]]>([
  ['', []],
  ['agent-1', ['agent-1']],
  ['agent-1/iron_ore', ['agent-1', 'iron_ore']],
  ['driver:3Afirst-light', ['driver:first-light']],
  ['a:2Fb', ['a/b']],
  [':7E:21:27:28:29:2A', ["~!'()*"]],
  [':C3:A9:F0:9F:8C:8D', ['é🌍']],
  [':e', ['']],
  ['5/:n5', ['5', 5]],
  [':n-3/:n1.5', [-3, 1.5]],
  [':t/:f', [true, false]],
])('%s is the shard of %j', (text, values) => {
  expect(shard(...values)).toBe(text)
})

test('what is missing or is no key leads to the one shard of all such messages', () => {
  for (const value of [null, [1], { a: 1 }, Uint8Array.of(1)]) expect(shard('a', value)).toBe('')
  expect(shardOf([['a'], ['b']], { a: 'x' }, nodeSha256)).toBe('')
  expect(shardOf([['a', 'b']], { a: 'x' }, nodeSha256)).toBe('')
})

test('long keys are told apart by their hash, and fit a record key with the longest module id', () => {
  const long = 'a'.repeat(64)
  expect(shard(long)).toBe(long)
  expect(shard(`${long}a`)).toMatch(/^:h[0-9a-f]{62}$/)
  expect(shard(`${long}a`)).not.toBe(shard(`${long}b`))
  expect(isId(`${'m'.repeat(63)}/${shard('é'.repeat(5000))}`)).toBe(true)
})

const part = fc.oneof(
  fc.constantFrom('', 'a', 'a/b', 'a:b', ':e', ':n1', '1', 't', ':t', 'b/', '/', 'e'),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.integer({ min: -2, max: 20 }),
  fc.boolean(),
)
const key = fc.array(part, { minLength: 1, maxLength: 4 })

test('different keys have different shards, which are parts of record keys', () => {
  fc.assert(
    fc.property(key, key, (a, b) => {
      expect(shard(...a) === shard(...b)).toBe(JSON.stringify(a) === JSON.stringify(b))
      expect(isId(`m/${shard(...a)}`)).toBe(true)
    }),
    tries(2000),
  )
})
