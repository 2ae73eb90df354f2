import { compareCodeUnits } from '../base/order.ts'
import { encodeCanonical } from '../codec/encode.ts'
import { type Link, linkOf, linkToHex } from '../codec/link.ts'
import type { Sha256 } from '../codec/sha256.ts'
import type { ValueMap } from '../codec/value.ts'
import type { Plane, RecordValue } from './collection.ts'
import { TrieHasher } from './tree-hasher.ts'
import { type Entry, hashKeys, KeyHashes, newEntry, placeEntry, type TrieNode } from './tree-trie.ts'

/** What a state tree needs from its world. */
export interface StateTreeOptions {
  readonly sha256: Sha256
  /** The plane to which a collection belongs. */
  readonly planeOf: (collection: string) => Plane
}

/** What a write left under a key; undefined = nothing. */
export interface Write {
  readonly collection: string
  readonly key: string
  readonly after: RecordValue | undefined
}

/** Writes that may wait for the next root. */
const UNSETTLED_MAX = 4096

/** One block of a state tree. */
export interface TreeBlock {
  readonly link: Link
  readonly bytes: Uint8Array
}

interface Trie {
  root: TrieNode | undefined
  readonly entries: Map<string, Entry>
  readonly dirty: Entry[]
}

/**
 * The Merkle tree over all records. For each collection a 16-way trie over the hex of SHA-256(key): a subtree whose
 * `[key, record]` pairs take at most 2,048 canonical bytes together, or that holds one record, is one leaf block; any other is a
 * block of 16 links or nulls. The shape depends on content alone, never on the order of writes. `set` is O(1); `root` hashes
 * what was set since the last call and the ways to it.
 */
export class StateTree {
  readonly #options: StateTreeOptions
  readonly #tries = new Map<string, Trie>()
  readonly #hashes = new KeyHashes()
  readonly #hasher: TrieHasher
  readonly #unsettled: Write[] = []
  #root: Uint8Array | undefined

  constructor(options: StateTreeOptions) {
    this.#options = options
    this.#hasher = new TrieHasher(this.#hashes, options.sha256)
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

  /** Notes the newest value of a record; undefined removes it. The record must not change afterwards. */
  set(collection: string, key: string, record: RecordValue | undefined): void {
    this.note({ collection, key, after: record })
  }

  /** {@link set} for a change that was made, which is kept until it is settled. */
  note(write: Write): void {
    this.#unsettled.push(write)
    if (this.#unsettled.length >= UNSETTLED_MAX) this.#absorb()
  }

  /** Takes noted writes in: many at once, as each of them alone would wait for memory. */
  #absorb(): void {
    for (const { collection, key, after } of this.#unsettled) this.#take(collection, key, after)
    this.#unsettled.length = 0
  }

  #take(collection: string, key: string, record: RecordValue | undefined): void {
    const trie = this.#tries.get(collection) ?? this.#addTrie(collection)
    let entry = trie.entries.get(key)
    if (entry === undefined) {
      if (record === undefined) return
      entry = newEntry(key)
      trie.entries.set(key, entry)
    }
    if (entry.record === record) return
    entry.record = record
    if (entry.isDirty) return
    entry.isDirty = true
    trie.dirty.push(entry)
    this.#root = undefined
  }

  /**
   * The state root: SHA-256 of the block `{v: 1, domain: {collection: link}, system: {…}}`. O(set since the last call). Throws
   * `EncodeRefused` for a record that must not be hashed; the tree is then of no more use.
   */
  root(): Uint8Array {
    this.#absorb()
    if (this.#root === undefined) {
      this.#settle()
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
    const roots: (readonly [string, TrieNode])[] = []
    for (const [collection, { root }] of this.#tries) if (root !== undefined) roots.push([collection, root])
    return roots.toSorted(([a], [b]) => compareCodeUnits(a, b))
  }

  #addTrie(collection: string): Trie {
    const trie: Trie = { root: undefined, entries: new Map(), dirty: [] }
    this.#tries.set(collection, trie)
    return trie
  }

  #settle(): void {
    const added: Entry[] = []
    for (const { dirty } of this.#tries.values()) {
      for (const entry of dirty) if (entry.slot < 0 && entry.record !== undefined) added.push(entry)
    }
    hashKeys(added, this.#hashes, this.#options.sha256)
    for (const trie of this.#tries.values()) {
      if (trie.dirty.length === 0) continue
      for (const entry of trie.dirty) this.#settleEntry(trie, entry)
      trie.dirty.length = 0
      trie.root = this.#hasher.refresh(trie.root)
    }
    this.#hasher.finish()
  }

  #settleEntry(trie: Trie, entry: Entry): void {
    if (entry.isPlaced || entry.record !== undefined) {
      trie.root = placeEntry(trie.root, entry, this.#hashes)
    }
    if (entry.record !== undefined) return
    trie.entries.delete(entry.key)
    if (entry.slot >= 0) this.#hashes.remove(entry.slot)
  }

  #rootBlock(): Uint8Array {
    const planes: Record<Plane, Record<string, Link>> = { domain: {}, system: {} }
    for (const [collection, { root }] of this.#tries) {
      if (root === undefined) continue
      planes[this.#options.planeOf(collection)][collection] = linkOf('dag-cbor', root.digest)
    }
    const block: ValueMap = { v: 1, domain: planes.domain, system: planes.system }
    return encodeCanonical(block)
  }
}
