import { openDB } from 'idb'
import { describe, expect, test } from 'vitest'
import { createHashWasmSha256 } from '../../adapters/sha256.ts'
import { createMemoryStorage } from '../memory/memory-storage.ts'
import { MemoryDatabases } from '../memory/memory-tables.ts'
import type { Storage } from '../port.ts'
import { valueOf } from '../testing/reading.ts'
import { describeStorage } from '../testing/store-contract.ts'
import { describeStoreModel } from '../testing/store-model.ts'
import { WORLD_TABLES } from '../world-store.ts'
import { openIdbStorage } from './idb-storage.ts'
import { openIdbTables } from './idb-tables.ts'

const indexedDb = {
  name: 'IndexedDB',
  sha256: createHashWasmSha256,
  open: async () => {
    const prefix = `test-${crypto.randomUUID()}`
    const open = async (): Promise<Storage> => valueOf(await openIdbStorage(prefix))
    return {
      storage: await open(),
      again: open,
      rawTables: async (worldKey: string) =>
        valueOf(await openIdbTables(`${prefix}-world-${worldKey}`, WORLD_TABLES)),
    }
  },
}

describeStorage(indexedDb)
describeStoreModel(indexedDb, { runs: 25 })
describeStorage({
  name: 'memory in a browser',
  sha256: createHashWasmSha256,
  open: async () => {
    const databases = new MemoryDatabases()
    return Promise.resolve({
      storage: createMemoryStorage(databases),
      again: async () => Promise.resolve(createMemoryStorage(databases)),
      rawTables: async (worldKey) => Promise.resolve(databases.open(`world-${worldKey}`)),
    })
  },
})

describe('IndexedDB alone', () => {
  test('a database of a newer version is refused, named and left as it is', async () => {
    const prefix = `test-${crypto.randomUUID()}`
    const newer = await openDB(`${prefix}-world-w`, 4, {
      upgrade: (database) => void database.createObjectStore('later'),
    })
    await newer.put('later', 1, 'x')
    newer.close()
    const storage = valueOf(await openIdbStorage(prefix))
    expect(await storage.openWorld('w')).toEqual({
      ok: false,
      fault: { kind: 'storage.newer_version', expected: 1, actual: 4 },
    })
    const again = await openDB(`${prefix}-world-w`)
    expect([again.version, await again.get('later', 'x')]).toEqual([4, 1])
    again.close()
  })

  test('another tab that upgrades the database makes this one close and say so', async () => {
    const prefix = `test-${crypto.randomUUID()}`
    const storage = valueOf(await openIdbStorage(prefix))
    const store = valueOf(await storage.openWorld('w'))
    const told = new Promise<void>((resolve) => store.onVersionChange(resolve))
    const upgraded = await openDB(`${prefix}-world-w`, 2)
    await told
    expect(await store.branches()).toMatchObject({ ok: false, fault: { kind: 'storage.unavailable' } })
    upgraded.close()
  })
})
