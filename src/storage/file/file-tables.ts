import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Fault, fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import { decodeCanonical } from '../../kernel/codec/decode.ts'
import { encodeCanonical } from '../../kernel/codec/encode.ts'
import { TableMap } from '../table-map.ts'
import type { ReadTransaction, Tables, WriteTransaction } from '../tables.ts'
import { Turnstile } from '../turnstile.ts'
import { errorCode, withFileLock } from './file-lock.ts'
import { FileLog, replaceLog } from './file-log.ts'
import { applyRecord, type Entry, WriteBatch } from './file-operations.ts'

/** Number of the log's own layout (see file-log.ts and the operations below). */
const LOG_FORMAT = 1

/** Superseded bytes below this are not worth a rewrite. */
const DEAD_BYTES_MIN = 16 * 1024 * 1024

const COMPACT_RECORD_BYTES = 4 * 1024 * 1024

/** Opens the tables of one log file. Several openings, also of other processes, see each other's commits. */
export async function openFileTables(path: string): Promise<Result<Tables>> {
  return catching(async () => {
    mkdirSync(dirname(path), { recursive: true })
    const log = FileLog.open(path, LOG_FORMAT)
    if (typeof log === 'number') return fail(foreignLog(log))
    const tables = new FileTables(path, log)
    await tables.compact()
    return ok(tables)
  })
}

function foreignLog(format: number): Fault {
  if (format < 0) return fault('storage.unavailable', { reason: 'not_a_log' })
  return fault('storage.newer_version', { expected: LOG_FORMAT, actual: format })
}

class FileTables implements Tables {
  readonly #path: string
  readonly #turnstile = new Turnstile()
  #log: FileLog
  #entries = new TableMap<Entry>()
  #isClosed = false
  #listener: (() => void) | undefined

  constructor(path: string, log: FileLog) {
    this.#path = path
    this.#log = log
  }

  async read<T>(
    _tables: readonly string[],
    body: (transaction: ReadTransaction) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return this.#pass(async () => {
      // A torn end may be another process in the middle of writing: with the lock held it is not.
      if (!this.#refresh()) return closed()
      if (this.#log.isTorn) await withFileLock(this.#path, async () => Promise.resolve(this.#refresh()))
      return body(this.#reader())
    })
  }

  async write<T>(
    options: { readonly durability: 'relaxed' | 'strict' },
    body: (transaction: WriteTransaction) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return this.#pass(async () => {
      const answer = await withFileLock(this.#path, async () => {
        if (!this.#refresh()) return closed()
        let isDone = false
        try {
          const batch = new WriteBatch(this.#entries)
          const result = await body({ ...this.#reader(), ...batch.writer() })
          if (result.ok) batch.appendTo(this.#log, options.durability === 'strict')
          isDone = result.ok
          return result
        } finally {
          if (isDone) this.#entries.settle()
          else this.#entries.rollBack()
        }
      })
      return answer ?? fail(fault('storage.unavailable', { reason: 'locked' }))
    })
  }

  isTorn(): boolean {
    return this.#log.isTorn
  }

  onVersionChange(listener: () => void): void {
    this.#listener = listener
  }

  async close(): Promise<void> {
    await this.#turnstile.pass(async () => {
      if (!this.#isClosed) this.#log.close()
      this.#isClosed = true
      return Promise.resolve()
    })
  }

  async destroy(): Promise<Result<void>> {
    await this.close()
    return catching(async () => {
      rmSync(this.#path, { force: true })
      return Promise.resolve(ok(undefined))
    })
  }

  /** Rewrites the file when most of it is superseded. */
  async compact(): Promise<void> {
    if (!this.#refresh() || this.#log.isTorn) return
    let live = 0
    for (const [, , entry] of this.#entries.entries()) live += entry.size
    const dead = this.#log.end - live
    if (dead < DEAD_BYTES_MIN || dead < live) return
    await withFileLock(this.#path, async () => {
      if (!this.#refresh()) return
      replaceLog(this.#path, LOG_FORMAT, this.#copies())
      this.#refresh()
      return Promise.resolve()
    })
  }

  *#copies(): Iterable<readonly [Uint8Array, Uint8Array]> {
    let batch = new WriteBatch(new TableMap<Entry>())
    for (const [table, key, entry] of this.#entries.entries()) {
      batch.putEncoded(
        table,
        key,
        'row' in entry ? encodeCanonical(entry.row) : this.#log.read(entry.offset, entry.size),
      )
      if (batch.size < COMPACT_RECORD_BYTES) continue
      yield batch.encode()
      batch = new WriteBatch(new TableMap<Entry>())
    }
    yield batch.encode()
  }

  async #pass<T>(body: () => Promise<Result<T>>): Promise<Result<T>> {
    return this.#turnstile.pass(async () => (this.#isClosed ? closed() : catching(body)))
  }

  /** Takes in what others appended. False when the file is gone. */
  #refresh(): boolean {
    const fate = this.#log.fate()
    const log = fate === 'replaced' ? FileLog.open(this.#path, LOG_FORMAT) : this.#log
    if (fate === 'gone' || typeof log === 'number') {
      this.#log.close()
      this.#isClosed = true
      this.#listener?.()
      return false
    }
    if (log !== this.#log) {
      this.#log.close()
      this.#log = log
      this.#entries = new TableMap()
    }
    for (const record of log.readNew()) applyRecord(this.#entries, record)
    this.#entries.settle()
    return true
  }

  #value(entry: Entry | undefined): unknown {
    if (entry === undefined || 'row' in entry) return entry?.row
    const value = decodeCanonical(this.#log.read(entry.offset, entry.size))
    return value.ok ? value.value : undefined
  }

  #reader(): ReadTransaction {
    const entries = this.#entries
    return {
      get: async (table, key) => Promise.resolve(this.#value(entries.get(table, key))),
      has: async (table, key) => Promise.resolve(entries.get(table, key) !== undefined),
      all: async (table) => Promise.resolve(entries.all(table).map((entry) => this.#value(entry))),
      texts: async (table) => Promise.resolve(entries.texts(table)),
      range: async (table, group, bounds) =>
        Promise.resolve(entries.range(table, group, bounds).map((entry) => this.#value(entry))),
      numbers: async (table, group) => Promise.resolve([...entries.numbers(table, group)]),
      lastUpTo: async (table, group, to) => Promise.resolve(this.#value(entries.lastUpTo(table, group, to))),
    }
  }
}

function closed(): { readonly ok: false; readonly fault: Fault } {
  return fail(fault('storage.unavailable', { reason: 'closed' }))
}

/** Turns what the file system refuses into faults; anything else is ours and flies on. */
async function catching<T>(body: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await body()
  } catch (error) {
    const code = errorCode(error)
    if (code === undefined) throw error
    const isFull = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
    return fail(isFull ? fault('storage.quota') : fault('storage.unavailable', { reason: code }))
  }
}
