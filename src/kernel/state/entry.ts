import type { ValueMap } from '../codec/value.ts'
import type { Leaf } from './tree-trie.ts'

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
