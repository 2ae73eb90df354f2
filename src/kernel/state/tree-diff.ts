import { compareBytes, compareCodeUnits } from '../base/order.ts'
import { encodeCanonical } from '../codec/encode.ts'
import type { RecordValue } from './collection.ts'
import type { StateTree } from './tree.ts'
import type { Entry, TrieNode } from './tree-node.ts'
import { collectEntries } from './tree-trie.ts'

/** A record that two states do not share. Undefined = absent in that state. */
export interface TreeDifference {
  readonly collection: string
  readonly key: string
  readonly before: RecordValue | undefined
  readonly after: RecordValue | undefined
}

/**
 * What differs between two states, ordered by collection and key. O(difference): subtrees with equal hashes are not entered.
 * Brings both roots up to date.
 */
export function diffTrees(a: StateTree, b: StateTree): readonly TreeDifference[] {
  const rootsOfA = new Map(a.collectionRoots())
  const rootsOfB = new Map(b.collectionRoots())
  const collections = new Set([...rootsOfA.keys(), ...rootsOfB.keys()])
  const differences: TreeDifference[] = []
  for (const collection of [...collections].toSorted(compareCodeUnits)) {
    const found: TreeDifference[] = []
    diffNodes(collection, rootsOfA.get(collection), rootsOfB.get(collection), found)
    differences.push(...found.toSorted((x, y) => compareCodeUnits(x.key, y.key)))
  }
  return differences
}

function diffNodes(
  collection: string,
  a: TrieNode | undefined,
  b: TrieNode | undefined,
  found: TreeDifference[],
): void {
  if (a !== undefined && b !== undefined && compareBytes(a.digest, b.digest) === 0) return
  if (a?.type === 'branch' && b?.type === 'branch') {
    for (let i = 0; i < 16; i += 1) diffNodes(collection, a.children[i], b.children[i], found)
    return
  }
  diffEntries(collection, entriesOf(a), entriesOf(b), found)
}

function diffEntries(
  collection: string,
  entriesOfA: readonly Entry[],
  entriesOfB: readonly Entry[],
  found: TreeDifference[],
): void {
  const afterByKey = new Map(entriesOfB.map(({ key, record }) => [key, record]))
  for (const { key, record: before } of entriesOfA) {
    const after = afterByKey.get(key)
    afterByKey.delete(key)
    if (!areEqual(before, after)) found.push({ collection, key, before, after })
  }
  for (const [key, after] of afterByKey) found.push({ collection, key, before: undefined, after })
}

function entriesOf(node: TrieNode | undefined): readonly Entry[] {
  const entries: Entry[] = []
  if (node !== undefined) collectEntries(node, entries)
  return entries
}

function areEqual(a: RecordValue | undefined, b: RecordValue | undefined): boolean {
  if (a === b) return true
  return a !== undefined && b !== undefined && compareBytes(encodeCanonical(a), encodeCanonical(b)) === 0
}
