/** The state of a world: keyed records in named collections, iterated in key order only (kernel.md K4). */
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

class Collection {
  readonly records = new Map<string, RecordValue>()
  /** Keys in order, kept up to date once somebody asked; absent before and after bulk loads. */
  private ordered: string[] | undefined

  set(key: string, record: RecordValue | undefined): void {
    if (record === undefined) {
      if (this.records.delete(key) && this.ordered !== undefined)
        this.ordered.splice(this.position(this.ordered, key), 1)
      return
    }
    if (this.ordered !== undefined && !this.records.has(key))
      this.ordered.splice(this.position(this.ordered, key), 0, key)
    this.records.set(key, record)
  }

  keys(): readonly string[] {
    this.ordered ??= [...this.records.keys()].toSorted(compareCodeUnits)
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

  get(collection: string, key: string): RecordValue | undefined {
    return this.collections.get(collection)?.records.get(key)
  }

  has(collection: string, key: string): boolean {
    return this.collections.get(collection)?.records.has(key) ?? false
  }

  size(collection: string): number {
    return this.collections.get(collection)?.records.size ?? 0
  }

  keys(collection: string): readonly string[] {
    return this.collections.get(collection)?.keys() ?? NO_KEYS
  }

  /** Names of the collections that hold at least one record, in order. */
  collectionNames(): readonly string[] {
    const names: string[] = []
    for (const [name, collection] of this.collections) if (collection.records.size > 0) names.push(name)
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
    let found = this.collections.get(collection)
    if (found === undefined) {
      found = new Collection()
      this.collections.set(collection, found)
    }
    found.set(key, record)
  }

  /** A copy that shares the (immutable) records. O(records). */
  clone(): State {
    const copy = new State()
    for (const [name, collection] of this.collections) {
      for (const [key, record] of collection.records) copy.set(name, key, record)
    }
    return copy
  }
}
