import type { Result } from '../kernel/base/result.ts'
import type { Durability } from './port.ts'

/**
 * The few things that the stores of this folder need from a database: named tables of rows with atomic transactions.
 * What a world, a cache or a catalogue does with them is written once, above; a backend only implements this.
 */

/** A row survives structured clone and canonical CBOR alike: no floats, no typed arrays but bytes. */
export type Row = Uint8Array | string | number | boolean | readonly Row[] | { readonly [field: string]: Row }

/** A table's keys are all of one form: texts, or a group (a branch) and a number ordered inside it. */
export type Key = string | readonly [group: string, number: number]

export interface ReadTransaction {
  /** Rows come from a disk that others can write: they are `unknown` until parsed. */
  get(table: string, key: Key): Promise<unknown>
  has(table: string, key: Key): Promise<boolean>
  /** All rows of a table in key order. */
  all(table: string): Promise<readonly unknown[]>
  /** Keys of a table that has text keys, in order. */
  texts(table: string): Promise<readonly string[]>
  /** Rows of a group with `from` ≤ number ≤ `to`, ascending. */
  range(table: string, group: string, bounds: Bounds): Promise<readonly unknown[]>
  /** Numbers of a group, ascending. */
  numbers(table: string, group: string): Promise<readonly number[]>
  /** The row of a group with the greatest number ≤ `to`. */
  lastUpTo(table: string, group: string, to: number): Promise<unknown>
}

export interface Bounds {
  readonly from: number
  readonly to: number
}

/** Writes take effect when the body ends well; none of them when it fails. Later reads of the same body see them. */
export interface WriteTransaction extends ReadTransaction {
  put(table: string, key: Key, row: Row): void
  delete(table: string, key: Key): void
  /** Deletes a group's rows with number ≥ `from`. */
  deleteFrom(table: string, group: string, from: number): void
  clear(table: string): void
}

export interface Tables {
  /** Runs the body over one consistent picture of the tables. The body may await nothing but the transaction. */
  read<T>(
    tables: readonly string[],
    body: (transaction: ReadTransaction) => Promise<Result<T>>,
  ): Promise<Result<T>>
  /** Runs the body atomically; a failed result undoes it. Rows handed to `put` must not change afterwards. */
  write<T>(
    options: { readonly tables: readonly string[]; readonly durability: Durability },
    body: (transaction: WriteTransaction) => Promise<Result<T>>,
  ): Promise<Result<T>>
  /** True when the medium ends in bytes that cannot be read; they are given up by the next write. */
  isTorn(): boolean
  onVersionChange(listener: () => void): void
  close(): Promise<void>
  destroy(): Promise<Result<void>>
}
