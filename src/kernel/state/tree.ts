import { compareCodeUnits } from '../base/order.ts'
import { encodeCanonical } from '../codec/encode.ts'
import { type Link, linkOf, linkToHex } from '../codec/link.ts'
import type { Sha256 } from '../codec/sha256.ts'
import type { ValueMap } from '../codec/value.ts'
import { type Plane, type RecordValue, State } from './collection.ts'
import type { Entry, TrieNode } from './tree-node.ts'
import { TrieHasher } from './tree-hasher.ts'
import { hashKeys, KeyHashes, placeEntry, removeEntry, touchEntry } from './tree-trie.ts'

/** What a state tree needs from its world. */
export interface StateTreeOptions {
  readonly sha256: Sha256
  /** The plane to which a collection belongs. */
  readonly planeOf: (collection: string) => Plane
}

/** One block of a state tree. */
export interface TreeBlock {
  readonly link: Link
  readonly bytes: Uint8Array
}

/**
 * The Merkle tree over all records. For each collection a 16-way trie over the hex of SHA-256(key): a subtree whose
 * `[key, record]` pairs take at most 2,048 canonical bytes together, or that holds one record, is one leaf block; any other is a
 * block of 16 links or nulls. The shape depends on content alone, never on the order of writes. The state notes what is
 * written; `root` hashes that and the ways to it.
 */
export class StateTree {
  readonly #options: StateTreeOptions
  readonly #state: State
  /** Roots of the collections that are not empty. */
  readonly #tries = new Map<string, TrieNode>()
  readonly #hashes = new KeyHashes()
  readonly #hasher: TrieHasher
  #root: Uint8Array | undefined

  /** Follows `state`, which has no other tree. */
  constructor(options: StateTreeOptions, state: State = new State()) {
    this.#options = options
    this.#state = state
    this.#hasher = new TrieHasher(this.#hashes, options.sha256)
    state.follow()
  }

  /** The root of a state that holds exactly these records. */
  static rootOf(
    options: StateTreeOptions,
    records: Iterable<readonly [collection: string, key: string, record: RecordValue]>,
  ): Uint8Array {
    const tree = new StateTree(options)
    for (const [collection, key, record] of records) tree.set(collection, key, record)
    return tree.root()
  }

  /** Writes a record of the state; undefined removes it. The record must not change afterwards. */
  set(collection: string, key: string, record: RecordValue | undefined): void {
    this.#state.set(collection, key, record)
  }

  /**
   * The state root: SHA-256 of the block `{v: 1, domain: {collection: link}, system: {…}}`. O(set since the last call). Throws
   * `EncodeRefused` for a record that must not be hashed; the tree is then of no more use.
   */
  root(): Uint8Array {
    const dirty = [...this.#state.takeDirty()]
    if (this.#root === undefined || dirty.length > 0) {
      this.#settle(dirty)
      this.#root = this.#options.sha256.digest(this.#rootBlock())
    }
    return this.#root
  }

  /** Every block once, the root block first, each copied when it is asked for. The tree must not be written meanwhile. */
  *blocks(): IterableIterator<TreeBlock> {
    yield { link: linkOf('dag-cbor', this.root()), bytes: this.#rootBlock() }
    const seen = new Set<string>()
    const waiting: TrieNode[] = []
    for (const [, node] of this.collectionRoots()) waiting.push(node)
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      const link = linkOf('dag-cbor', node.digest.slice())
      // Two collections may hold the same records.
      if (seen.has(linkToHex(link))) continue
      seen.add(linkToHex(link))
      if (node.type === 'branch')
        for (const child of node.children) if (child !== undefined) waiting.push(child)
      yield { link, bytes: node.bytes.slice() }
    }
  }

  /** The hashed trie of every collection that is not empty, in the order of their names. For `diffTrees`. */
  collectionRoots(): readonly (readonly [collection: string, root: TrieNode])[] {
    this.root()
    return [...this.#tries].toSorted(([a], [b]) => compareCodeUnits(a, b))
  }

  #settle(written: Written): void {
    hashKeys(addedAmong(written), this.#hashes, this.#options.sha256)
    for (const [collection, entries] of written) {
      let root = this.#tries.get(collection)
      for (const entry of entries) root = this.#settleEntry(root, entry)
      root = this.#hasher.refresh(root)
      if (root === undefined) this.#tries.delete(collection)
      else this.#tries.set(collection, root)
    }
    this.#hasher.finish()
  }

  #settleEntry(root: TrieNode | undefined, entry: Entry): TrieNode | undefined {
    if (entry.record === undefined) {
      removeEntry(entry)
      if (entry.slot >= 0) this.#hashes.remove(entry.slot)
      entry.slot = -1
      return root
    }
    if (entry.leaf === undefined) return placeEntry(root, entry, this.#hashes)
    touchEntry(entry)
    return root
  }

  #rootBlock(): Uint8Array {
    const planes: Record<Plane, Record<string, Link>> = { domain: {}, system: {} }
    for (const [collection, root] of this.#tries) {
      planes[this.#options.planeOf(collection)][collection] = linkOf('dag-cbor', root.digest)
    }
    const block: ValueMap = { v: 1, domain: planes.domain, system: planes.system }
    return encodeCanonical(block)
  }
}

type Written = readonly (readonly [collection: string, entries: readonly Entry[]])[]

/** Entries whose keys were never hashed. */
function addedAmong(written: Written): readonly Entry[] {
  const added: Entry[] = []
  for (const [, entries] of written)
    for (const entry of entries) if (entry.slot < 0 && entry.record !== undefined) added.push(entry)
  return added
}
