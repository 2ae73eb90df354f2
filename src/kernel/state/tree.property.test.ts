import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesToHex } from '../base/order.ts'
import { decodeCanonical } from '../codec/decode.ts'
import type { ValueMap } from '../codec/value.ts'
import { naiveRoot } from '../testing/naive-tree.ts'
import { nodeSha256 } from '../testing/node-sha256.ts'
import type { Plane } from './collection.ts'
import { diffTrees } from './tree-diff.ts'
import { StateTree } from './tree.ts'

const planeOf = (collection: string): Plane => (collection === 'queue' ? 'system' : 'domain')
const options = { sha256: nodeSha256, planeOf }

interface Write {
  readonly collection: string
  readonly key: string
  readonly record: ValueMap | undefined
}

// Few keys and records up to the size of a leaf: subtrees split, join and end up alone.
const key = fc.nat({ max: 60 }).map((n) => `k${n}`)
const collection = fc.constantFrom('agents', 'agents', 'queue')
const record: fc.Arbitrary<ValueMap> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ n: fc.nat(), text: fc.string({ maxLength: 40 }) }) },
  { weight: 1, arbitrary: fc.nat({ max: 2100 }).map((size) => ({ fill: new Uint8Array(size) })) },
)
const mixed = fc.array(
  fc.record({ collection, key, record: fc.option(record, { nil: undefined, freq: 3 }) }),
  { maxLength: 120, size: 'max' },
)
const allKeys = Array.from({ length: 61 }, (_, n) => `k${n}`)
/** Fills a collection beyond one leaf, or empties most of it. */
const sweep: fc.Arbitrary<readonly Write[]> = fc
  .record({ collection, record: fc.option(record, { nil: undefined, freq: 1 }), kept: fc.subarray(allKeys) })
  .map((one) =>
    allKeys
      .filter((name) => !one.kept.includes(name))
      .map((name) => ({ collection: one.collection, key: name, record: one.record })),
  )
const writes: fc.Arbitrary<readonly Write[]> = fc.oneof(mixed, sweep)

type Model = Map<string, Map<string, ValueMap>>

function remember(model: Model, { collection, key: name, record: value }: Write): void {
  const records = model.get(collection) ?? new Map<string, ValueMap>()
  model.set(collection, records)
  if (value === undefined) records.delete(name)
  else records.set(name, value)
}

function* recordsOf(model: Model): Generator<[string, string, ValueMap]> {
  for (const [collection, records] of model) {
    for (const [name, value] of records) yield [collection, name, value]
  }
}

test('after every batch of writes the root is that of the content alone', () => {
  fc.assert(
    fc.property(fc.array(writes, { minLength: 1, maxLength: 6 }), (batches) => {
      const tree = new StateTree(options)
      const model: Model = new Map()
      for (const batch of batches) {
        for (const one of batch) {
          tree.set(one.collection, one.key, one.record)
          remember(model, one)
        }
        const root = bytesToHex(tree.root())
        expect(root).toBe(bytesToHex(naiveRoot(model, planeOf)))
        const reversed = [...recordsOf(model)].toReversed()
        expect(root).toBe(bytesToHex(StateTree.rootOf(options, reversed)))
      }
    }),
    { numRuns: 150 },
  )
})

test('the difference of two trees is what a comparison of all records finds', () => {
  fc.assert(
    fc.property(writes, writes, (common, later) => {
      const before: Model = new Map()
      const a = new StateTree(options)
      const b = new StateTree(options)
      for (const one of common) {
        remember(before, one)
        a.set(one.collection, one.key, one.record)
        b.set(one.collection, one.key, one.record)
      }
      const after: Model = new Map([...before].map(([name, records]) => [name, new Map(records)]))
      for (const one of later) {
        remember(after, one)
        b.set(one.collection, one.key, one.record)
      }
      const expected = new Set<string>()
      for (const [collection, name, value] of recordsOf(after)) {
        const old = before.get(collection)?.get(name)
        if (JSON.stringify(old) !== JSON.stringify(value)) expected.add(`${collection}/${name}`)
      }
      for (const [collection, name] of recordsOf(before)) {
        if (after.get(collection)?.has(name) !== true) expected.add(`${collection}/${name}`)
      }
      const found = diffTrees(a, b)
      expect(found.map((one) => `${one.collection}/${one.key}`)).toEqual([...expected].toSorted())
      for (const one of found) {
        expect(one.before).toBe(before.get(one.collection)?.get(one.key))
        expect(one.after).toBe(after.get(one.collection)?.get(one.key))
      }
    }),
    { numRuns: 150 },
  )
})

test('the blocks hang together: each is canonical, named by its hash and reached from the root', () => {
  fc.assert(
    fc.property(writes, (batch) => {
      const tree = new StateTree(options)
      for (const one of batch) tree.set(one.collection, one.key, one.record)
      const blocks = [...tree.blocks()]
      expect(bytesToHex(blocks[0]?.link.digest ?? new Uint8Array())).toBe(bytesToHex(tree.root()))
      const names = new Set(blocks.map(({ link }) => bytesToHex(link.digest)))
      expect(names.size).toBe(blocks.length)
      const named = new Set<string>([bytesToHex(tree.root())])
      for (const { link, bytes } of blocks) {
        expect(bytesToHex(nodeSha256.digest(bytes))).toBe(bytesToHex(link.digest))
        const value = decodeCanonical(bytes)
        expect(value.ok).toBe(true)
        JSON.stringify(value, (_, part: unknown) => {
          const digest = digestOf(part)
          if (digest !== undefined) named.add(digest)
          return part
        })
      }
      expect(named).toEqual(names)
    }),
    { numRuns: 50 },
  )
})

function digestOf(part: unknown): string | undefined {
  const isLink = typeof part === 'object' && part !== null && 'digest' in part && 'codec' in part
  return isLink && part.digest instanceof Uint8Array ? bytesToHex(part.digest) : undefined
}
