import { type Result, ok } from '../../kernel/base/result.ts'
import { CACHE_TABLES, openCacheStore } from '../cache-store.ts'
import { CATALOGUE_TABLES, createCatalogueStore } from '../catalogue-store.ts'
import type { Storage } from '../port.ts'
import { createWorldKey } from '../world-key.ts'
import { openWorldStore, WORLD_TABLES } from '../world-store.ts'
import { deleteDatabase, openIdbTables } from './idb-tables.ts'

/** Storage of a browser: a database per world, one per cache, one catalogue. `prefix` keeps tests apart. */
export async function openIdbStorage(prefix = 'orrery'): Promise<Result<Storage>> {
  const catalogue = await openIdbTables(`${prefix}-catalogue`, CATALOGUE_TABLES)
  if (!catalogue.ok) return catalogue
  return ok({
    catalogue: createCatalogueStore(catalogue.value),
    createWorldKey,
    openWorld: async (worldKey) => {
      const tables = await openIdbTables(`${prefix}-world-${worldKey}`, WORLD_TABLES)
      return tables.ok ? openWorldStore(worldKey, tables.value) : tables
    },
    openCache: async (worldKey, format) => {
      const tables = await openIdbTables(`${prefix}-cache-${worldKey}`, CACHE_TABLES)
      return tables.ok ? openCacheStore(tables.value, format) : tables
    },
    deleteCache: async (worldKey) => deleteDatabase(`${prefix}-cache-${worldKey}`),
  })
}
