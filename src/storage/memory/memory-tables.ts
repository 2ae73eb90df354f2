import { fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import { TableMap } from '../table-map.ts'
import type { ReadTransaction, Row, Tables, WriteTransaction } from '../tables.ts'
import { Turnstile } from '../turnstile.ts'

/** Databases by name: what a disk is to the other stores. */
export class MemoryDatabases {
  readonly #databases = new Map<string, MemoryDatabase>()

  open(name: string): MemoryTables {
    let database = this.#databases.get(name)
    if (database === undefined) this.#databases.set(name, (database = new MemoryDatabase()))
    return new MemoryTables(database, () => this.#databases.delete(name))
  }
}

/** What several openings of one memory database share. */
class MemoryDatabase {
  readonly rows = new TableMap<Row>()
  readonly turnstile = new Turnstile()
  readonly openings = new Set<MemoryTables>()
}

/** Tables that live as long as their `MemoryDatabase`. */
export class MemoryTables implements Tables {
  readonly #database: MemoryDatabase
  readonly #onDestroy: () => void
  #isClosed = false
  #listener: (() => void) | undefined

  constructor(database: MemoryDatabase, onDestroy: () => void) {
    this.#database = database
    this.#onDestroy = onDestroy
    database.openings.add(this)
  }

  async read<T>(
    _tables: readonly string[],
    body: (transaction: ReadTransaction) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return this.#database.turnstile.pass(async () =>
      this.#isClosed ? closed() : body(memoryTransaction(this.#database.rows)),
    )
  }

  async write<T>(
    _options: unknown,
    body: (transaction: WriteTransaction) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const { rows, turnstile } = this.#database
    return turnstile.pass(async () => {
      if (this.#isClosed) return closed()
      let isDone = false
      try {
        const answer = await body(memoryTransaction(rows))
        isDone = answer.ok
        return answer
      } finally {
        if (isDone) rows.settle()
        else rows.rollBack()
      }
    })
  }

  isTorn(): boolean {
    return false
  }

  onVersionChange(listener: () => void): void {
    this.#listener = listener
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#database.openings.delete(this)
    return Promise.resolve()
  }

  async destroy(): Promise<Result<void>> {
    for (const other of [...this.#database.openings]) {
      await other.close()
      if (other !== this) other.#listener?.()
    }
    this.#onDestroy()
    return ok(undefined)
  }
}

function closed(): { readonly ok: false; readonly fault: ReturnType<typeof fault> } {
  return fail(fault('storage.unavailable', { reason: 'closed' }))
}

function memoryTransaction(rows: TableMap<Row>): WriteTransaction {
  return {
    get: async (table, key) => Promise.resolve(rows.get(table, key)),
    has: async (table, key) => Promise.resolve(rows.get(table, key) !== undefined),
    all: async (table) => Promise.resolve(rows.all(table)),
    texts: async (table) => Promise.resolve(rows.texts(table)),
    range: async (table, group, bounds) => Promise.resolve(rows.range(table, group, bounds)),
    numbers: async (table, group) => Promise.resolve([...rows.numbers(table, group)]),
    lastUpTo: async (table, group, to) => Promise.resolve(rows.lastUpTo(table, group, to)),
    put: (table, key, row) => rows.put(table, key, structuredClone(row)),
    delete: (table, key) => rows.delete(table, key),
    deleteFrom: (table, group, from) => rows.deleteFrom(table, group, from),
    clear: (table) => rows.clear(table),
  }
}
