/** The state of a world: keyed records in named collections, iterated in key order only (kernel.md K4). */
import { assert } from '../base/assert.ts'
import { compareCodeUnits } from '../base/order.ts'
import type { ValueMap } from '../codec/value.ts'
import { Entry } from './tree-node.ts'

/** `domain` = what the world is; `system` = how it is run. Rollback restores the domain plane only. */
export type Plane = 'domain' | 'system'

/** An immutable plain value under one key. */
export type RecordValue = ValueMap

/** Read access to records. Decisions, invariants and drivers get this and nothing more. */
export interface StateReader {
  get(collection: string, key: string): RecordValue | undefined
  has(collection: string, key: string): boolean
  size(collection: string): number
  /** Keys in order. The array belongs to the state: do not keep it over a write. */
  keys(collection: string): readonly string[]
}

/** Records that are made when somebody asks for them: what a keyframe holds. Never changes. */
export interface RowSource {
  /** Keys in order. */
  readonly keys: readonly string[]
  /** Row of a key; −1 when there is none. */
  readonly indexOf: (key: string) => number
  readonly row: (index: number) => RecordValue
}

/** Records of one collection: those written or made, over the rows of a source that nobody has asked for yet. */
class Collection {
  private readonly entries = new Map<string, Entry>()
  /** The entry found last: who changes a record reads it first, and a look-up among many waits for memory. */
  private last: Entry | undefined
  private source: RowSource | undefined
  /** 1 = the row is no longer the source's to give: it was made, overwritten or deleted. */
  private taken: Uint8Array | undefined
  private waiting = 0
  /** Keys in order, kept up to date once somebody asked; absent before and after bulk loads. */
  private ordered: string[] | undefined
  /** Entries written since a tree took them last; absent while no tree follows. */
  private dirty: Entry[] | undefined

  get size(): number {
    return this.entries.size + this.waiting
  }

  adopt(source: RowSource): void {
    assert(this.size === 0 && this.dirty === undefined, 'Rows are adopted by an empty collection.')
    this.source = source
    this.taken = new Uint8Array(source.keys.length)
    this.waiting = source.keys.length
    this.ordered = undefined
  }

  get(key: string): RecordValue | undefined {
    const entry = this.find(key)
    return entry !== undefined || this.waiting === 0 ? entry?.record : this.make(key)?.record
  }

  has(key: string): boolean {
    return this.entries.has(key) || (this.waiting > 0 && this.waitingRow(key) >= 0)
  }

  set(key: string, record: RecordValue | undefined): void {
    const entry = this.find(key)
    if (entry === undefined) this.setNew(key, record, this.waiting > 0 && this.take(key))
    else this.setEntry(entry, record)
  }

  /** {@link set} that gives the record that was there: one look-up for who needs it. */
  exchange(key: string, record: RecordValue | undefined): RecordValue | undefined {
    const entry = this.find(key) ?? (this.waiting === 0 ? undefined : this.make(key))
    if (entry === undefined) {
      this.setNew(key, record, false)
      return undefined
    }
    const before = entry.record
    this.setEntry(entry, record)
    return before
  }

  private find(key: string): Entry | undefined {
    const { last } = this
    if (last?.key === key) return last
    const found = this.entries.get(key)
    if (found !== undefined) this.last = found
    return found
  }

  /** Has every record, and every one written from now on, waiting for `takeDirty`. */
  follow(): void {
    for (const key of this.keys()) this.get(key)
    this.dirty = [...this.entries.values()]
    for (const entry of this.dirty) entry.isDirty = true
  }

  /** Entries written since the last call. */
  takeDirty(): readonly Entry[] {
    const taken = this.dirty
    if (taken === undefined || taken.length === 0) return NO_ENTRIES
    this.dirty = []
    return taken
  }

  clone(): Collection {
    const copy = new Collection()
    for (const [key, { record }] of this.entries) copy.entries.set(key, new Entry(key, record))
    copy.source = this.source
    copy.taken = this.taken?.slice()
    copy.waiting = this.waiting
    return copy
  }

  private setNew(key: string, record: RecordValue | undefined, isListed: boolean): void {
    if (record === undefined) {
      if (isListed) this.unlist(key)
      return
    }
    const entry = new Entry(key, undefined)
    this.entries.set(key, entry)
    if (!isListed && this.ordered !== undefined) this.ordered.splice(this.position(this.ordered, key), 0, key)
    this.write(entry, record)
  }

  private setEntry(entry: Entry, record: RecordValue | undefined): void {
    this.write(entry, record)
    if (record !== undefined) return
    // A key that comes back later is another entry, so that a tree sees one go and one come.
    this.entries.delete(entry.key)
    this.last = undefined
    this.unlist(entry.key)
  }

  private unlist(key: string): void {
    if (this.ordered !== undefined) this.ordered.splice(this.position(this.ordered, key), 1)
  }

  private write(entry: Entry, record: RecordValue | undefined): void {
    entry.record = record
    if (this.dirty === undefined || entry.isDirty) return
    entry.isDirty = true
    this.dirty.push(entry)
  }

  private waitingRow(key: string): number {
    const row = this.source?.indexOf(key) ?? -1
    return row >= 0 && this.taken?.[row] === 0 ? row : -1
  }

  /** Takes a waiting row away from the source; false when there is none. */
  private take(key: string): boolean {
    const row = this.waitingRow(key)
    if (row < 0 || this.taken === undefined) return false
    this.taken[row] = 1
    this.waiting -= 1
    return true
  }

  private make(key: string): Entry | undefined {
    const row = this.waitingRow(key)
    if (row < 0 || this.source === undefined) return undefined
    const entry = new Entry(key, Object.freeze(this.source.row(row)))
    this.take(key)
    this.entries.set(key, entry)
    return entry
  }

  /** Keys of waiting rows and of records, in order. */
  private merged(): string[] {
    const written = [...this.entries.keys()]
    const { source, taken } = this
    if (source === undefined || taken === undefined || this.waiting === 0)
      return written.toSorted(compareCodeUnits)
    const added = written.filter((key) => source.indexOf(key) < 0)
    const kept = source.keys.filter((key, row) => taken[row] === 0 || this.entries.has(key))
    return added.length === 0 ? kept : [...kept, ...added].toSorted(compareCodeUnits)
  }

  keys(): readonly string[] {
    this.ordered ??= this.merged()
    return this.ordered
  }

  private position(ordered: readonly string[], key: string): number {
    let low = 0
    let high = ordered.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compareCodeUnits(ordered[middle] ?? '', key) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

const NO_ENTRIES: readonly Entry[] = []
const NO_KEYS: readonly string[] = []

/** Records by collection. `set` is for the recorder, undo and loaders; everybody else reads. */
export class State implements StateReader {
  private readonly collections = new Map<string, Collection>()
  private isFollowed = false
  private lastName = ''
  private last: Collection | undefined

  get(collection: string, key: string): RecordValue | undefined {
    return this.find(collection)?.get(key)
  }

  has(collection: string, key: string): boolean {
    return this.find(collection)?.has(key) ?? false
  }

  size(collection: string): number {
    return this.collections.get(collection)?.size ?? 0
  }

  keys(collection: string): readonly string[] {
    return this.collections.get(collection)?.keys() ?? NO_KEYS
  }

  /** Names of the collections that hold at least one record, in order. */
  collectionNames(): readonly string[] {
    const names: string[] = []
    for (const [name, collection] of this.collections) if (collection.size > 0) names.push(name)
    return names.toSorted(compareCodeUnits)
  }

  /** Every record of a collection in key order. */
  *entries(collection: string): IterableIterator<readonly [string, RecordValue]> {
    for (const key of this.keys(collection)) {
      const record = this.get(collection, key)
      if (record !== undefined) yield [key, record]
    }
  }

  set(collection: string, key: string, record: RecordValue | undefined): void {
    this.open(collection).set(key, record)
  }

  /** {@link set} that gives the record that was there. */
  exchange(collection: string, key: string, record: RecordValue | undefined): RecordValue | undefined {
    return this.open(collection).exchange(key, record)
  }

  /** Fills an empty collection with rows that are made when they are asked for. */
  adopt(collection: string, source: RowSource): void {
    this.open(collection).adopt(source)
  }

  /** From now on `takeDirty` tells what was written, and the first time everything. For the one tree of this state. */
  follow(): void {
    assert(!this.isFollowed, 'A state has one tree.')
    this.isFollowed = true
    for (const collection of this.collections.values()) collection.follow()
  }

  /** Entries written since the last call, by collection. */
  *takeDirty(): IterableIterator<readonly [collection: string, entries: readonly Entry[]]> {
    for (const [name, collection] of this.collections) {
      const entries = collection.takeDirty()
      if (entries.length > 0) yield [name, entries]
    }
  }

  /** A copy that shares the (immutable) records and has no tree. O(records). */
  clone(): State {
    const copy = new State()
    for (const [name, collection] of this.collections) copy.collections.set(name, collection.clone())
    return copy
  }

  /** Most reads and writes follow one of the same collection. */
  private find(name: string): Collection | undefined {
    if (name === this.lastName) return this.last
    const found = this.collections.get(name)
    this.lastName = name
    this.last = found
    return found
  }

  private open(name: string): Collection {
    const found = this.find(name)
    if (found !== undefined) return found
    const made = new Collection()
    if (this.isFollowed) made.follow()
    this.collections.set(name, made)
    this.last = made
    return made
  }
}
