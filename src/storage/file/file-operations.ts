import { decodeCanonical } from '../../kernel/codec/decode.ts'
import { encodeCanonical } from '../../kernel/codec/encode.ts'
import type { TableMap } from '../table-map.ts'
import type { Key, Row, WriteTransaction } from '../tables.ts'
import type { FileLog, LogRecord } from './file-log.ts'

/** Rows up to this size stay in memory; larger ones are read again when asked for. */
const KEPT_BYTES_MAX = 4096

/** A row at hand, or where it lies in the file. `size` counts its encoded bytes. */
export type Entry =
  | { readonly row: Row; readonly size: number }
  | { readonly offset: number; readonly size: number }

/** What a record does, in order; the rows of its `put`s follow each other in the record's second part. */
type Operation =
  | readonly ['put', table: string, key: Key, size: number]
  | readonly ['delete', table: string, key: Key]
  | readonly ['delete_from', table: string, group: string, from: number]
  | readonly ['clear', table: string]

/** The writes of one transaction: seen at once by its own reads, appended as one record at its end. */
export class WriteBatch {
  readonly #entries: TableMap<Entry>
  readonly #operations: Operation[] = []
  readonly #rows: Uint8Array[] = []
  #size = 0

  constructor(entries: TableMap<Entry>) {
    this.#entries = entries
  }

  get size(): number {
    return this.#size
  }

  writer(): Pick<WriteTransaction, 'put' | 'delete' | 'deleteFrom' | 'clear'> {
    return {
      put: (table, key, row) => {
        const bytes = encodeCanonical(row)
        this.#entries.put(table, key, { row, size: bytes.length })
        this.putEncoded(table, key, bytes)
      },
      delete: (table, key) => {
        this.#entries.delete(table, key)
        this.#operations.push(['delete', table, key])
      },
      deleteFrom: (table, group, from) => {
        this.#entries.deleteFrom(table, group, from)
        this.#operations.push(['delete_from', table, group, from])
      },
      clear: (table) => {
        this.#entries.clear(table)
        this.#operations.push(['clear', table])
      },
    }
  }

  putEncoded(table: string, key: Key, bytes: Uint8Array): void {
    this.#operations.push(['put', table, key, bytes.length])
    this.#rows.push(bytes)
    this.#size += bytes.length
  }

  encode(): readonly [index: Uint8Array, rows: Uint8Array] {
    return [encodeCanonical(this.#operations), concat(this.#rows, this.#size)]
  }

  /** Appends the record and lets go of large rows, which can be read from it. */
  appendTo(log: FileLog, isDurable: boolean): void {
    if (this.#operations.length === 0) return
    let offset = log.append(...this.encode(), isDurable)
    for (const operation of this.#operations) {
      if (operation[0] !== 'put') continue
      const [, table, key, size] = operation
      if (size > KEPT_BYTES_MAX && this.#entries.get(table, key) !== undefined)
        this.#entries.put(table, key, { offset, size })
      offset += size
    }
  }
}

/** Does to the entries what a record of the log says. Its checksum held, so an operation that does not parse is ours. */
export function applyRecord(entries: TableMap<Entry>, record: LogRecord): void {
  const operations = decodeCanonical(record.index)
  if (!operations.ok || !Array.isArray(operations.value))
    throw new Error('a record with a good checksum is readable')
  let offset = 0
  for (const value of operations.value) {
    const operation = parseOperation(value)
    if (operation === undefined) throw new Error('a record with a good checksum holds known operations')
    if (operation[0] === 'put') {
      const [, table, key, size] = operation
      const row =
        size > KEPT_BYTES_MAX ? undefined : decodeCanonical(record.rows.subarray(offset, offset + size))
      const at = { offset: record.rowsOffset + offset, size }
      entries.put(table, key, row?.ok === true && isRow(row.value) ? { row: row.value, size } : at)
      offset += size
    } else if (operation[0] === 'delete') entries.delete(operation[1], operation[2])
    else if (operation[0] === 'delete_from') entries.deleteFrom(operation[1], operation[2], operation[3])
    else entries.clear(operation[1])
  }
}

function parseOperation(value: unknown): Operation | undefined {
  if (!Array.isArray(value)) return undefined
  const [name, table, third, fourth]: readonly unknown[] = value
  if (typeof table !== 'string') return undefined
  const key = parseKey(third)
  if (name === 'put' && key !== undefined && typeof fourth === 'number') return ['put', table, key, fourth]
  if (name === 'delete' && key !== undefined) return ['delete', table, key]
  if (name === 'delete_from' && typeof third === 'string' && typeof fourth === 'number')
    return ['delete_from', table, third, fourth]
  return name === 'clear' ? ['clear', table] : undefined
}

function parseKey(value: unknown): Key | undefined {
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return undefined
  const [group, number]: readonly unknown[] = value
  return typeof group === 'string' && typeof number === 'number' ? [group, number] : undefined
}

/** Links and null are values of the codec that no row holds. */
function isRow(value: unknown): value is Row {
  if (value === null || typeof value !== 'object') return value !== undefined && value !== null
  if (value instanceof Uint8Array) return true
  return Object.values(value).every(isRow)
}

function concat(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
