import { deleteDB, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import { type Fault, fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { ReadTransaction, Tables, WriteTransaction } from '../tables.ts'

/** Version of the set of object stores; what the rows mean is numbered by the stores themselves. */
const DATABASE_VERSION = 1

export interface TableNames {
  readonly texts: readonly string[]
  readonly grouped: readonly string[]
}

/** Opens a database and makes its object stores. A newer one is left as it is: `storage.newer_version`. */
export async function openIdbTables(name: string, names: TableNames): Promise<Result<Tables>> {
  const opening: { listener?: () => void } = {}
  try {
    const database = await openDB(name, DATABASE_VERSION, {
      upgrade: (fresh) => {
        for (const table of [...names.texts, ...names.grouped]) fresh.createObjectStore(table)
      },
      blocking: (_current, _blocked, event) => {
        if (event.target instanceof IDBDatabase) event.target.close()
        opening.listener?.()
      },
      terminated: () => opening.listener?.(),
    })
    return ok(createIdbTables(name, database, opening))
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    return fail(error.name === 'VersionError' ? await newerVersion(name) : toFault(error))
  }
}

async function newerVersion(name: string): Promise<Fault> {
  const database = await openDB(name)
  const actual = database.version
  database.close()
  return fault('storage.newer_version', { expected: DATABASE_VERSION, actual })
}

/** Deletes a database whether or not it exists; other openings are told and close. */
export async function deleteDatabase(name: string): Promise<Result<void>> {
  try {
    await deleteDB(name)
    return ok(undefined)
  } catch (error) {
    return fail(toFault(error))
  }
}

function createIdbTables(name: string, database: IDBPDatabase, opening: { listener?: () => void }): Tables {
  return {
    read: async (tables, body) => {
      try {
        return await body(idbReader(database.transaction([...tables], 'readonly')))
      } catch (error) {
        return fail(toFault(error))
      }
    },
    write: async ({ tables, durability }, body) => {
      try {
        return await runWrite(database.transaction([...tables], 'readwrite', { durability }), body)
      } catch (error) {
        return fail(toFault(error))
      }
    },
    isTorn: () => false,
    onVersionChange: (listener) => {
      opening.listener = listener
    },
    close: async () => Promise.resolve(database.close()),
    destroy: async () => {
      database.close()
      return deleteDatabase(name)
    },
  }
}

type Transaction = IDBPTransaction<unknown, string[], 'readonly'>
type ReadWrite = IDBPTransaction<unknown, string[], 'readwrite'>

async function runWrite<T>(
  transaction: ReadWrite,
  body: (writer: WriteTransaction) => Promise<Result<T>>,
): Promise<Result<T>> {
  // Awaited below; without a listener from the start an abort during the body would count as unhandled.
  const done = transaction.done.then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  let answer: Result<T> | undefined
  try {
    answer = await body(idbWriter(transaction))
    if (answer.ok) transaction.commit()
  } finally {
    if (answer?.ok !== true) abort(transaction)
  }
  const failure = await done
  return failure !== undefined && answer.ok ? fail(toFault(transaction.error ?? failure.error)) : answer
}

function abort(transaction: ReadWrite): void {
  try {
    transaction.abort()
  } catch (error) {
    // A transaction that failed by itself has ended already; its own error is the one that counts.
    if (!(error instanceof DOMException)) throw error
  }
}

function idbReader(transaction: Transaction | ReadWrite): ReadTransaction {
  return {
    get: async (table, key) => transaction.objectStore(table).get(toIdbKey(key)),
    has: async (table, key) => (await transaction.objectStore(table).getKey(toIdbKey(key))) !== undefined,
    all: async (table) => transaction.objectStore(table).getAll(),
    texts: async (table) => {
      const keys = await transaction.objectStore(table).getAllKeys()
      return keys.filter((key) => typeof key === 'string')
    },
    range: async (table, group, { from, to }) =>
      from > to ? [] : transaction.objectStore(table).getAll(IDBKeyRange.bound([group, from], [group, to])),
    numbers: async (table, group) => {
      const keys = await transaction
        .objectStore(table)
        .getAllKeys(IDBKeyRange.bound([group, -Infinity], [group, Infinity]))
      return keys.flatMap((key) => (Array.isArray(key) && typeof key[1] === 'number' ? [key[1]] : []))
    },
    lastUpTo: async (table, group, to) => {
      const range = IDBKeyRange.bound([group, -Infinity], [group, to])
      const cursor = await transaction.objectStore(table).openCursor(range, 'prev')
      return cursor?.value
    },
  }
}

function idbWriter(transaction: ReadWrite): WriteTransaction {
  return {
    ...idbReader(transaction),
    put: (table, key, row) => settleLater(transaction.objectStore(table).put(row, toIdbKey(key))),
    delete: (table, key) => settleLater(transaction.objectStore(table).delete(toIdbKey(key))),
    deleteFrom: (table, group, from) =>
      settleLater(transaction.objectStore(table).delete(IDBKeyRange.bound([group, from], [group, Infinity]))),
    clear: (table) => settleLater(transaction.objectStore(table).clear()),
  }
}

/** A request that fails aborts its transaction, where the failure is answered. */
function settleLater(request: Promise<unknown>): void {
  request.catch(() => undefined)
}

function toIdbKey(key: string | readonly [string, number]): IDBValidKey {
  return typeof key === 'string' ? key : [...key]
}

function toFault(error: unknown): Fault {
  if (!(error instanceof DOMException)) throw error
  if (error.name === 'QuotaExceededError') return fault('storage.quota')
  return fault('storage.unavailable', { reason: error.name })
}
