import { DIGEST_BYTES } from '../codec/sha256.ts'
import type { ValueMap } from '../codec/value.ts'

/**
 * A record in its place. State holds it by key; the tree of the state, where there is one, notes in it where the pair's
 * bytes lie, so that who has an entry needs no look-up in either.
 */
export class Entry {
  readonly key: string
  /** Newest value; undefined = it was deleted. */
  record: ValueMap | undefined
  /** Written since the tree settled last. */
  isDirty = false
  /** The leaf that holds it; undefined before it is settled the first time, and once it is removed. */
  leaf: Leaf | undefined
  /** Where the hash of its key lies in the tree's `KeyHashes`; −1 before it is hashed. */
  slot = -1
  /** Where the pair's bytes lie in the leaf's `bytes`, once it was laid out. */
  offset = 0
  length = 0
  /** Where the new bytes of a dirty pair wait to be laid out. */
  newOffset = 0
  newLength = 0
  /** The next dirty entry of the same leaf. */
  nextDirty: Entry | undefined

  constructor(key: string, record: ValueMap | undefined) {
    this.key = key
    this.record = record
  }
}

/** A subtree that is one block: `[key, record]` pairs in key order. */
export class Leaf {
  readonly type = 'leaf'
  /** The branch above and this leaf's place in it. */
  parent: Branch | undefined
  index = 0
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
  /** The branch above and this one's place in it. */
  parent: Branch | undefined
  index = 0
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
