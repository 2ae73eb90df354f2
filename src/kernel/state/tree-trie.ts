import { assert } from '../base/assert.ts'
import { LEAF_BYTES_MAX } from '../base/limits.ts'
import { compareCodeUnits } from '../base/order.ts'
import { CanonicalWriter } from '../codec/encode.ts'
import type { Sha256 } from '../codec/sha256.ts'
import { utf8Length, writeUtf8 } from '../codec/utf8.ts'
import type { ValueMap } from '../codec/value.ts'

/** One record in a trie. The record is shared with the state; its pair's bytes lie in its leaf. */
export interface Entry {
  readonly key: string
  /** Newest value; undefined = to be removed. */
  record: ValueMap | undefined
  /** Where the key's hash lies in the {@link KeyHashes}; −1 before it is hashed. */
  slot: number
  /** Whether a leaf holds it. */
  isPlaced: boolean
  isDirty: boolean
  /** Where the pair's bytes lie in the leaf's `bytes`; −1 = they must be written anew. */
  offset: number
  length: number
}

/** A subtree that is one block: `[key, record]` pairs in key order. */
export class Leaf {
  readonly type = 'leaf'
  entries: Entry[] = []
  isSorted = true
  isDirty = true
  /** Sum of the canonical lengths of the pairs, without the array around them. */
  total = 0
  digest: Uint8Array = UNHASHED
  /** The block as it was hashed last, so that a changed record costs its own bytes and not its neighbours'. */
  bytes: Uint8Array = UNHASHED

  get count(): number {
    return this.entries.length
  }
}

/** A subtree that is a block of 16 links or nulls, one for each next hex digit of the keys' hashes. */
export class Branch {
  readonly type = 'branch'
  readonly children: (TrieNode | undefined)[] = Array.from({ length: 16 }, () => undefined)
  isDirty = true
  count = 0
  total = 0
  digest: Uint8Array = UNHASHED
}

export type TrieNode = Leaf | Branch

const UNHASHED = new Uint8Array(0)
const HASH_BYTES = 32

/** SHA-256 of every key, side by side in one array: 32 bytes a record instead of an object each. */
export class KeyHashes {
  #bytes = new Uint8Array(64 * HASH_BYTES)
  #used = 0
  #free: number[] = []

  add(digest: Uint8Array): number {
    const slot = this.#free.pop() ?? this.#used++
    if (this.#used * HASH_BYTES > this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#bytes.length)
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    this.#bytes.set(digest, slot * HASH_BYTES)
    return slot
  }

  remove(slot: number): void {
    this.#free.push(slot)
  }

  /** Hex digit `depth` of the hash. */
  nibble(slot: number, depth: number): number {
    assert(depth < 2 * HASH_BYTES, 'Different keys have different hashes.')
    const byte = this.#bytes[slot * HASH_BYTES + (depth >> 1)] ?? 0
    return depth % 2 === 0 ? byte >> 4 : byte & 15
  }
}

/** Hashes the keys of new entries in one batch. */
export function hashKeys(entries: readonly Entry[], hashes: KeyHashes, sha256: Sha256): void {
  const blocks = entries.map(({ key }) => {
    const bytes = new Uint8Array(Math.max(0, utf8Length(key)))
    writeUtf8(key, bytes, 0)
    return bytes
  })
  const digests = sha256.digestAll(blocks)
  for (const [index, entry] of entries.entries()) {
    const digest = digests[index]
    assert(digest?.length === HASH_BYTES, 'A batch gives one digest a block.')
    entry.slot = hashes.add(digest)
  }
}

/** Puts one dirty entry where it belongs, or takes it out, and marks the way to it. Gives the root. */
export function placeEntry(root: TrieNode | undefined, entry: Entry, hashes: KeyHashes): TrieNode {
  const top = root ?? new Leaf()
  let node = top
  for (let depth = 0; node.type === 'branch'; depth += 1) {
    node.isDirty = true
    const nibble = hashes.nibble(entry.slot, depth)
    const child: TrieNode = node.children[nibble] ?? new Leaf()
    node.children[nibble] = child
    node = child
  }
  node.isDirty = true
  if (entry.record === undefined) {
    node.entries = node.entries.filter((other) => other !== entry)
    entry.isPlaced = false
  } else if (!entry.isPlaced) {
    node.entries.push(entry)
    node.isSorted = node.entries.length === 1
    entry.isPlaced = true
  }
  return top
}

/** Bytes of blocks that wait for their hash before a batch is cut. Bounds the buffer when a whole state is hashed. */
const BATCH_BYTES = 1 << 20

interface Waiting {
  readonly node: TrieNode
  readonly start: number
  readonly end: number
}

/**
 * Brings dirty tries back into the one shape that their content has, and hashes what changed: leaves first, then the branches
 * level by level, each level of all tries in one batch.
 */
export class TrieHasher {
  readonly #writer = new CanonicalWriter(1 << 16)
  readonly #hashes: KeyHashes
  readonly #sha256: Sha256
  #waiting: Waiting[] = []
  /** Branches to be hashed, by depth. */
  #branches: Branch[][] = []

  constructor(hashes: KeyHashes, sha256: Sha256) {
    this.#hashes = hashes
    this.#sha256 = sha256
  }

  /** Shapes a trie. Its branches have no valid hash until {@link finish}. */
  refresh(node: TrieNode | undefined, depth = 0): TrieNode | undefined {
    if (node === undefined || !node.isDirty) return node
    return node.type === 'leaf' ? this.#refreshLeaf(node, depth) : this.#refreshBranch(node, depth)
  }

  /** Hashes everything that {@link refresh} left. */
  finish(): void {
    this.#hashWaiting()
    for (const level of this.#branches.toReversed()) {
      for (const branch of level) {
        const start = this.#writer.mark()
        writeBranch(this.#writer, branch)
        this.#await(branch, start)
      }
      this.#hashWaiting()
    }
    this.#branches = []
  }

  #refreshLeaf(leaf: Leaf, depth: number): TrieNode | undefined {
    if (leaf.entries.length === 0) return undefined
    if (!leaf.isSorted) leaf.entries.sort((a, b) => compareCodeUnits(a.key, b.key))
    leaf.isSorted = true
    leaf.isDirty = false
    const start = this.#writer.mark()
    const total = writeDirtyLeaf(this.#writer, leaf, LEAF_BYTES_MAX)
    if (total === undefined) {
      this.#writer.reset(start)
      return this.#split(leaf, depth)
    }
    leaf.total = total
    leaf.bytes = this.#writer.slice(start)
    this.#await(leaf, start)
    return leaf
  }

  #split(leaf: Leaf, depth: number): Branch {
    const branch = new Branch()
    for (const entry of leaf.entries) {
      const nibble = this.#hashes.nibble(entry.slot, depth)
      const child = branch.children[nibble] ?? new Leaf()
      branch.children[nibble] = child
      entry.offset = -1
      if (child.type === 'leaf') child.entries.push(entry)
    }
    this.#refreshChildren(branch, depth)
    return branch
  }

  #refreshBranch(branch: Branch, depth: number): TrieNode | undefined {
    this.#refreshChildren(branch, depth)
    if (branch.count > 1 && branch.total > LEAF_BYTES_MAX) return branch
    this.#branches[depth]?.pop()
    const leaf = new Leaf()
    collectEntries(branch, leaf.entries)
    for (const entry of leaf.entries) entry.offset = -1
    leaf.isSorted = false
    return this.#refreshLeaf(leaf, depth)
  }

  #refreshChildren(branch: Branch, depth: number): void {
    const { children } = branch
    branch.isDirty = false
    branch.count = 0
    branch.total = 0
    for (let i = 0; i < 16; i += 1) {
      const child = this.refresh(children[i], depth + 1)
      children[i] = child
      if (child === undefined) continue
      branch.count += child.count
      branch.total += child.total
    }
    const level = (this.#branches[depth] ??= [])
    level.push(branch)
  }

  #await(node: TrieNode, start: number): void {
    this.#waiting.push({ node, start, end: this.#writer.mark() })
    if (this.#writer.mark() >= BATCH_BYTES) this.#hashWaiting()
  }

  #hashWaiting(): void {
    const waiting = this.#waiting
    const digests = this.#sha256.digestAll(waiting.map(({ start, end }) => this.#writer.view(start, end)))
    for (const [index, { node }] of waiting.entries()) {
      const digest = digests[index]
      assert(digest?.length === HASH_BYTES, 'A batch gives one digest a block.')
      node.digest = digest
    }
    this.#waiting = []
    this.#writer.reset()
  }
}

/** Every entry of a subtree, in no order. */
export function collectEntries(node: TrieNode, into: Entry[]): void {
  if (node.type === 'leaf') into.push(...node.entries)
  else for (const child of node.children) if (child !== undefined) collectEntries(child, into)
}

/**
 * Writes a leaf's block and gives the bytes of its pairs; stops and gives undefined as soon as more than one pair is known to
 * exceed `totalMax`. Pairs that did not change are copied from the leaf's last block.
 */
function writeDirtyLeaf(writer: CanonicalWriter, leaf: Leaf, totalMax: number): number | undefined {
  const { entries } = leaf
  const block = writer.mark()
  writer.writeArrayHeader(entries.length)
  const start = writer.mark()
  for (const entry of entries) {
    const from = writer.mark()
    if (entry.offset < 0) writePair(writer, entry)
    else writer.writeEncoded(leaf.bytes.subarray(entry.offset, entry.offset + entry.length))
    entry.offset = from - block
    entry.length = writer.mark() - from
    if (entries.length > 1 && writer.mark() - start > totalMax) return undefined
  }
  return writer.mark() - start
}

function writePair(writer: CanonicalWriter, { key, record }: Entry): void {
  assert(record !== undefined, 'A leaf holds records.', { path: key })
  writer.writeArrayHeader(2)
  writer.writeText(key)
  writer.writeValue(record, 2)
}

/** Writes a branch's block. */
export function writeBranch(writer: CanonicalWriter, branch: Branch): void {
  writer.writeArrayHeader(16)
  for (const child of branch.children) {
    if (child === undefined) writer.writeNull()
    else writer.writeBlockLink(child.digest)
  }
}
