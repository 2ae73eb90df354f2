import type { Bounds, Key } from './tables.ts'

/** One table in memory: entries by text key, or by group and number with the numbers kept in order. */
interface Table<V> {
  readonly texts: Map<string, V>
  readonly groups: Map<string, Group<V>>
}

interface Group<V> {
  readonly numbers: number[]
  readonly values: Map<number, V>
}

interface Undo<V> {
  readonly table: string
  readonly key: Key
  readonly before: V | undefined
}

/** Tables in memory with undo: the picture that the memory store keeps and that the file store has of its log. */
export class TableMap<V> {
  readonly #tables = new Map<string, Table<V>>()
  #undo: Undo<V>[] = []

  get(table: string, key: Key): V | undefined {
    const found = this.#tables.get(table)
    return typeof key === 'string' ? found?.texts.get(key) : found?.groups.get(key[0])?.values.get(key[1])
  }

  texts(table: string): readonly string[] {
    return [...(this.#tables.get(table)?.texts.keys() ?? [])].toSorted((a, b) => (a < b ? -1 : 1))
  }

  all(table: string): readonly V[] {
    return this.texts(table).flatMap((key) => pick(this.get(table, key)))
  }

  numbers(table: string, group: string): readonly number[] {
    return this.#tables.get(table)?.groups.get(group)?.numbers ?? []
  }

  range(table: string, group: string, bounds: Bounds): readonly V[] {
    const found = this.#tables.get(table)?.groups.get(group)
    if (found === undefined) return []
    const start = lowerBound(found.numbers, bounds.from)
    const end = lowerBound(found.numbers, bounds.to + 1)
    return found.numbers.slice(start, end).flatMap((number) => pick(found.values.get(number)))
  }

  lastUpTo(table: string, group: string, to: number): V | undefined {
    const found = this.#tables.get(table)?.groups.get(group)
    if (found === undefined) return undefined
    const number = found.numbers[lowerBound(found.numbers, to + 1) - 1]
    return number === undefined ? undefined : found.values.get(number)
  }

  /** Everything, for a copy. */
  *entries(): Iterable<readonly [table: string, key: Key, value: V]> {
    for (const [name, table] of this.#tables) {
      for (const [key, value] of table.texts) yield [name, key, value]
      for (const [group, { values }] of table.groups)
        for (const [number, value] of values) yield [name, [group, number], value]
    }
  }

  put(table: string, key: Key, value: V): void {
    this.#undo.push({ table, key, before: this.get(table, key) })
    this.#set(table, key, value)
  }

  delete(table: string, key: Key): void {
    this.#undo.push({ table, key, before: this.get(table, key) })
    this.#set(table, key, undefined)
  }

  deleteFrom(table: string, group: string, from: number): void {
    const numbers = this.numbers(table, group)
    for (const number of numbers.slice(lowerBound(numbers, from))) this.delete(table, [group, number])
  }

  clear(table: string): void {
    const found = this.#tables.get(table)
    if (found === undefined) return
    for (const key of [...found.texts.keys()]) this.delete(table, key)
    for (const group of [...found.groups.keys()]) this.deleteFrom(table, group, -Infinity)
  }

  /** Makes what was written since the last call permanent. */
  settle(): void {
    this.#undo = []
  }

  /** Takes back what was written since the last `settle`. */
  rollBack(): void {
    for (const { table, key, before } of this.#undo.toReversed()) this.#set(table, key, before)
    this.#undo = []
  }

  #set(name: string, key: Key, value: V | undefined): void {
    let table = this.#tables.get(name)
    if (table === undefined) this.#tables.set(name, (table = { texts: new Map(), groups: new Map() }))
    if (typeof key === 'string') {
      if (value === undefined) table.texts.delete(key)
      else table.texts.set(key, value)
      return
    }
    const [groupName, number] = key
    let group = table.groups.get(groupName)
    if (group === undefined) table.groups.set(groupName, (group = { numbers: [], values: new Map() }))
    const index = lowerBound(group.numbers, number)
    const isKnown = group.values.has(number)
    if (value === undefined) {
      if (isKnown) group.numbers.splice(index, 1)
      group.values.delete(number)
      if (group.numbers.length === 0) table.groups.delete(groupName)
      return
    }
    if (!isKnown) group.numbers.splice(index, 0, number)
    group.values.set(number, value)
  }
}

function pick<V>(value: V | undefined): readonly V[] {
  return value === undefined ? [] : [value]
}

/** Index of the first number that is not below `bound`. */
function lowerBound(numbers: readonly number[], bound: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((numbers[middle] ?? Infinity) < bound) low = middle + 1
    else high = middle
  }
  return low
}
