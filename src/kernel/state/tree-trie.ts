import { assert } from '../base/assert.ts'
import { DIGEST_BYTES, type Sha256 } from '../codec/sha256.ts'
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
  /** Whether the pair must be written anew. */
  isDirty: boolean
  /** Where the pair's bytes lie in the leaf's `bytes`, once it was laid out. */
  offset: number
  length: number
  /** Where the new bytes of a dirty pair wait to be laid out. */
  newOffset: number
  newLength: number
  /** The next dirty entry of the same leaf. */
  nextDirty: Entry | undefined
}

/** A record's entry before it has a place. */
export function newEntry(key: string): Entry {
  return {
    key,
    record: undefined,
    slot: -1,
    isPlaced: false,
    isDirty: false,
    offset: 0,
    length: 0,
    newOffset: 0,
    newLength: 0,
    nextDirty: undefined,
  }
}

/** A subtree that is one block: `[key, record]` pairs in key order. */
export class Leaf {
  readonly type = 'leaf'
  entries: Entry[] = []
  /** The first of the entries whose pairs must be written anew. */
  firstDirty: Entry | undefined
  /** False once an entry came, until the next refresh. */
  isSorted = true
  /** True once an entry came or went: the bytes cannot be mended in place. */
  isReshaped = true
  isDirty = true
  /** Entries at the last refresh. */
  count = 0
  /** Sum of the canonical lengths of the pairs at the last refresh, without the array around them. */
  total = 0
  readonly digest = new Uint8Array(DIGEST_BYTES)
  /** The block at the last refresh, so that a changed record costs its own bytes and not its neighbours'. */
  bytes: Uint8Array = UNWRITTEN
}

/** A subtree that is a block of 16 links or nulls, one for each next hex digit of the keys' hashes. */
export class Branch {
  readonly type = 'branch'
  readonly children: (TrieNode | undefined)[] = Array.from({ length: 16 }, () => undefined)
  /** Bit i is set when child i was touched since the last refresh. */
  dirty = 0
  /** Bit i is set when the block has a link at i. */
  linked = 0
  count = 0
  total = 0
  readonly digest = new Uint8Array(DIGEST_BYTES)
  /** The block as it was hashed last: only the links that change are written. */
  bytes: Uint8Array = UNWRITTEN
}

export type TrieNode = Leaf | Branch

const UNWRITTEN = new Uint8Array(0)

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

/** Puts one dirty entry where it belongs, or takes it out, and marks the way to it. Gives the root. */
export function placeEntry(root: TrieNode | undefined, entry: Entry, hashes: KeyHashes): TrieNode {
  const top = root ?? new Leaf()
  let node = top
  for (let depth = 0; node.type === 'branch'; depth += 1) {
    const nibble = hashes.nibble(entry.slot, depth)
    node.dirty |= 1 << nibble
    let child = node.children[nibble]
    if (child === undefined) {
      child = new Leaf()
      node.children[nibble] = child
    }
    node = child
  }
  node.isDirty = true
  if (entry.record !== undefined) markDirty(node, entry)
  if (entry.record === undefined) {
    node.entries = node.entries.filter((other) => other !== entry)
    node.isReshaped = true
    entry.isPlaced = false
  } else if (!entry.isPlaced) {
    node.entries.push(entry)
    node.isSorted = node.entries.length === 1
    node.isReshaped = true
    entry.isPlaced = true
  }
  return top
}

/** Has the pair of an entry written anew when the leaf is refreshed. Once for an entry between two refreshes. */
export function markDirty(leaf: Leaf, entry: Entry): void {
  entry.isDirty = true
  entry.nextDirty = leaf.firstDirty
  leaf.firstDirty = entry
}

/** Every entry of a subtree, in no order. */
export function collectEntries(node: TrieNode, into: Entry[]): void {
  if (node.type === 'leaf') into.push(...node.entries)
  else for (const child of node.children) if (child !== undefined) collectEntries(child, into)
}
