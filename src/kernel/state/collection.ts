/** The state of a world: keyed records in named collections, iterated in key order only (kernel.md K4). */
import { assert } from '../base/assert.ts'
import { compareCodeUnits } from '../base/order.ts'
import type { ValueMap } from '../codec/value.ts'

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
  private readonly records = new Map<string, RecordValue>()
  private source: RowSource | undefined
  /** 1 = the row is no longer the source's to give: it was made, overwritten or deleted. */
  private taken: Uint8Array | undefined
  private waiting = 0
  /** Keys in order, kept up to date once somebody asked; absent before and after bulk loads. */
  private ordered: string[] | undefined

  get size(): number {
    return this.records.size + this.waiting
  }

  adopt(source: RowSource): void {
    assert(this.size === 0, 'Rows are adopted by an empty collection.')
    this.source = source
    this.taken = new Uint8Array(source.keys.length)
    this.waiting = source.keys.length
    this.ordered = undefined
  }

  get(key: string): RecordValue | undefined {
    const record = this.records.get(key)
    return record !== undefined || this.waiting === 0 ? record : this.make(key)
  }

  has(key: string): boolean {
    return this.records.has(key) || (this.waiting > 0 && this.waitingRow(key) >= 0)
  }

  set(key: string, record: RecordValue | undefined): void {
    const isThere = this.waiting > 0 ? this.take(key) || this.records.has(key) : undefined
    if (record === undefined) {
      if ((this.records.delete(key) || isThere === true) && this.ordered !== undefined)
        this.ordered.splice(this.position(this.ordered, key), 1)
      return
    }
    if (this.ordered !== undefined && !(isThere ?? this.records.has(key)))
      this.ordered.splice(this.position(this.ordered, key), 0, key)
    this.records.set(key, record)
  }

  clone(): Collection {
    const copy = new Collection()
    for (const [key, record] of this.records) copy.records.set(key, record)
    copy.source = this.source
    copy.taken = this.taken?.slice()
    copy.waiting = this.waiting
    return copy
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

  private make(key: string): RecordValue | undefined {
    const row = this.waitingRow(key)
    if (row < 0 || this.source === undefined) return undefined
    const record = Object.freeze(this.source.row(row))
    this.take(key)
    this.records.set(key, record)
    return record
  }

  /** Keys of waiting rows and of records, in order. */
  private merged(): string[] {
    const written = [...this.records.keys()]
    const { source, taken } = this
    if (source === undefined || taken === undefined || this.waiting === 0)
      return written.toSorted(compareCodeUnits)
    const added = written.filter((key) => source.indexOf(key) < 0)
    const kept = source.keys.filter((key, row) => taken[row] === 0 || this.records.has(key))
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

const NO_KEYS: readonly string[] = []

/** Records by collection. `set` is for the recorder, undo and loaders; everybody else reads. */
export class State implements StateReader {
  private readonly collections = new Map<string, Collection>()
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

  /** Fills an empty collection with rows that are made when they are asked for. */
  adopt(collection: string, source: RowSource): void {
    this.open(collection).adopt(source)
  }

  /** A copy that shares the (immutable) records. O(records). */
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
    this.collections.set(name, made)
    this.last = made
    return made
  }
}
