import { ok } from '../../kernel/base/result.ts'
import { openCacheStore } from '../cache-store.ts'
import { createCatalogueStore } from '../catalogue-store.ts'
import type { Storage } from '../port.ts'
import { openWorldStore } from '../world-store.ts'
import { createWorldKey } from '../world-key.ts'
import { MemoryDatabases, type MemoryTables } from './memory-tables.ts'

/** Storage that ends with the process: for tests, forks, what-ifs and rehearsals. */
export function createMemoryStorage(databases: MemoryDatabases = new MemoryDatabases()): Storage {
  const open = (name: string): MemoryTables => databases.open(name)
  return {
    catalogue: createCatalogueStore(open('catalogue')),
    createWorldKey,
    openWorld: async (worldKey) => openWorldStore(worldKey, open(`world-${worldKey}`)),
    openCache: async (worldKey, format) => openCacheStore(open(`cache-${worldKey}`), format),
    deleteCache: async (worldKey) => {
      await open(`cache-${worldKey}`).destroy()
      return ok(undefined)
    },
  }
}
