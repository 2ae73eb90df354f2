import { assert } from '../base/assert.ts'
import { DIGEST_BYTES, type Sha256 } from '../codec/sha256.ts'
import { utf8Length, writeUtf8 } from '../codec/utf8.ts'
import { type Branch, type Entry, Leaf, type TrieNode } from './tree-node.ts'

/** SHA-256 of every key, side by side in one array: 32 bytes a record instead of an object each. */
export class KeyHashes {
  #bytes = new Uint8Array(64 * DIGEST_BYTES)
  #used = 0
  #free: number[] = []

  add(digest: Uint8Array): number {
    const slot = this.#free.pop() ?? this.#used++
    if (this.#used * DIGEST_BYTES > this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#bytes.length)
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    this.#bytes.set(digest, slot * DIGEST_BYTES)
    return slot
  }

  remove(slot: number): void {
    this.#free.push(slot)
  }

  /** Hex digit `depth` of the hash. */
  nibble(slot: number, depth: number): number {
    assert(depth < 2 * DIGEST_BYTES, 'Different keys have different hashes.')
    const byte = this.#bytes[slot * DIGEST_BYTES + (depth >> 1)] ?? 0
    return depth % 2 === 0 ? byte >> 4 : byte & 15
  }
}

/** Hashes the keys of new entries in one batch. */
export function hashKeys(entries: readonly Entry[], hashes: KeyHashes, sha256: Sha256): void {
  if (entries.length === 0) return
  const blocks = entries.map(({ key }) => {
    const bytes = new Uint8Array(Math.max(0, utf8Length(key)))
    writeUtf8(key, bytes, 0)
    return bytes
  })
  const digests = sha256.digestAll(blocks)
  for (const [index, entry] of entries.entries()) {
    const digest = digests[index]
    assert(digest?.length === DIGEST_BYTES, 'A batch gives one digest a block.')
    entry.slot = hashes.add(digest)
  }
}

/** Puts a new entry where it belongs and marks the way to it. Gives the root. */
export function placeEntry(root: TrieNode | undefined, entry: Entry, hashes: KeyHashes): TrieNode {
  const top = root ?? new Leaf()
  let node = top
  for (let depth = 0; node.type === 'branch'; depth += 1) {
    const nibble = hashes.nibble(entry.slot, depth)
    node = node.children[nibble] ?? setChild(node, nibble, new Leaf())
  }
  addEntry(node, entry)
  markWay(node)
  return top
}

/** Takes a placed entry out of its leaf and marks the way to it. */
export function removeEntry(entry: Entry): void {
  const { leaf } = entry
  if (leaf === undefined) return
  leaf.entries = leaf.entries.filter((other) => other !== entry)
  leaf.isReshaped = true
  entry.leaf = undefined
  markWay(leaf)
}

/** Has the pair of a placed entry written anew, and marks the way to it. Once for an entry between two refreshes. */
export function touchEntry(entry: Entry): void {
  const { leaf } = entry
  if (leaf === undefined) return
  markDirty(leaf, entry)
  markWay(leaf)
}

/** Adds an entry to a leaf; its pair is written when the leaf is refreshed. */
export function addEntry(leaf: Leaf, entry: Entry): void {
  leaf.entries.push(entry)
  leaf.isSorted = leaf.entries.length === 1
  leaf.isReshaped = true
  entry.leaf = leaf
  markDirty(leaf, entry)
}

export function setChild<T extends TrieNode>(branch: Branch, index: number, child: T): T {
  branch.children[index] = child
  child.parent = branch
  child.index = index
  return child
}

function markDirty(leaf: Leaf, entry: Entry): void {
  entry.isDirty = true
  entry.nextDirty = leaf.firstDirty
  leaf.firstDirty = entry
}

/** Marks the branches from a leaf up to one that knows already. */
function markWay(leaf: Leaf): void {
  leaf.isDirty = true
  for (let node: TrieNode = leaf; node.parent !== undefined; node = node.parent) {
    const bit = 1 << node.index
    if ((node.parent.dirty & bit) !== 0) return
    node.parent.dirty |= bit
  }
}

/** Every entry of a subtree, in no order. */
export function collectEntries(node: TrieNode, into: Entry[]): void {
  if (node.type === 'leaf') into.push(...node.entries)
  else for (const child of node.children) if (child !== undefined) collectEntries(child, into)
}
