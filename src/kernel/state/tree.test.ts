import { expect, test } from 'vitest'
import { bytesToHex } from '../base/order.ts'
import type { Sha256 } from '../codec/sha256.ts'
import { nodeSha256 } from '../testing/node-sha256.ts'
import { diffTrees } from './tree-diff.ts'
import { StateTree, type StateTreeOptions } from './tree.ts'

const options: StateTreeOptions = { sha256: nodeSha256, planeOf: () => 'domain' }

const bytesOf = (size: number): { fill: Uint8Array } => ({ fill: new Uint8Array(size) })

function treeOf(sizeByKey: Readonly<Record<string, number>>): StateTree {
  const tree = new StateTree(options)
  for (const [key, size] of Object.entries(sizeByKey)) tree.set('c', key, bytesOf(size))
  return tree
}

// A pair of a one-letter key is 1 + 2 + 6 + 3 bytes around its fill of 256 bytes and more.
const AROUND = 12

test('pairs of 2,048 bytes together are one leaf, of one byte more a node', () => {
  const blocksOf = (tree: StateTree): number => [...tree.blocks()].length
  expect(blocksOf(treeOf({ a: 1024 - AROUND, b: 1024 - AROUND }))).toBe(2)
  expect(blocksOf(treeOf({ a: 1024 - AROUND, b: 1025 - AROUND }))).toBe(4)
  expect(blocksOf(treeOf({ a: 100_000 }))).toBe(2)
})

test('a record that is left alone is one leaf again, however large', () => {
  const tree = treeOf({ a: 100_000, b: 300, c: 300 })
  tree.root()
  tree.set('c', 'b', undefined)
  tree.root()
  tree.set('c', 'c', undefined)
  expect(bytesToHex(tree.root())).toBe(bytesToHex(treeOf({ a: 100_000 }).root()))
})

test('an empty collection is absent', () => {
  const empty = new StateTree(options)
  const root = bytesToHex(empty.root())
  const tree = treeOf({ a: 300, b: 3000 })
  expect(bytesToHex(tree.root())).not.toBe(root)
  tree.set('c', 'a', undefined)
  tree.set('c', 'b', undefined)
  tree.set('c', 'never', undefined)
  expect(bytesToHex(tree.root())).toBe(root)
  expect(tree.collectionRoots()).toEqual([])
})

test('the plane of a collection is part of the root', () => {
  const roots = (['domain', 'system'] as const).map((plane) =>
    bytesToHex(StateTree.rootOf({ sha256: nodeSha256, planeOf: () => plane }, [['c', 'k', { n: 1 }]])),
  )
  expect(roots[0]).not.toBe(roots[1])
})

test('an unchanged root costs no hash, one write costs the way to it', () => {
  let hashed = 0
  const counting: Sha256 = {
    digest: (bytes) => {
      hashed += 1
      return nodeSha256.digest(bytes)
    },
    digestAll: (blocks) => {
      hashed += blocks.length
      return nodeSha256.digestAll(blocks)
    },
  }
  const tree = new StateTree({ ...options, sha256: counting })
  for (let i = 0; i < 5000; i += 1) tree.set('c', `k${i}`, { n: i, text: 'x'.repeat(100) })
  tree.root()
  hashed = 0
  tree.root()
  expect(hashed).toBe(0)
  tree.set('c', 'k7', { n: -7, text: 'y' })
  tree.root()
  // Root block, three or four nodes, one leaf; the key's own hash is kept.
  expect(hashed).toBeLessThanOrEqual(6)
})

test('a difference is found without entering what is equal', () => {
  const a = new StateTree(options)
  const b = new StateTree(options)
  for (let i = 0; i < 2000; i += 1) {
    const record = { n: i, text: 'x'.repeat(50) }
    a.set('c', `k${i}`, record)
    b.set('c', `k${i}`, { ...record })
  }
  b.set('c', 'k5', { n: -5 })
  b.set('c', 'k6', undefined)
  a.set('d', 'only', { n: 1 })
  expect(diffTrees(a, b)).toEqual([
    { collection: 'c', key: 'k5', before: { n: 5, text: 'x'.repeat(50) }, after: { n: -5 } },
    { collection: 'c', key: 'k6', before: { n: 6, text: 'x'.repeat(50) }, after: undefined },
    { collection: 'd', key: 'only', before: { n: 1 }, after: undefined },
  ])
})
