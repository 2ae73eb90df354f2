import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ok, type Result } from '../../kernel/base/result.ts'
import { openCacheStore } from '../cache-store.ts'
import { createCatalogueStore } from '../catalogue-store.ts'
import type { Storage } from '../port.ts'
import { createWorldKey } from '../world-key.ts'
import { openWorldStore } from '../world-store.ts'
import { openFileTables } from './file-tables.ts'

/** Storage in a directory, for Node: `catalogue.log`, and `<worldKey>.world.log`, `<worldKey>.cache.log` per world. */
export async function openFileStorage(directory: string): Promise<Result<Storage>> {
  const catalogue = await openFileTables(join(directory, 'catalogue.log'))
  if (!catalogue.ok) return catalogue
  const cachePath = (worldKey: string): string => join(directory, `${worldKey}.cache.log`)
  return ok({
    catalogue: createCatalogueStore(catalogue.value),
    createWorldKey,
    openWorld: async (worldKey) => {
      const tables = await openFileTables(join(directory, `${worldKey}.world.log`))
      return tables.ok ? openWorldStore(worldKey, tables.value) : tables
    },
    openCache: async (worldKey, format) => {
      const tables = await openFileTables(cachePath(worldKey))
      return tables.ok ? openCacheStore(tables.value, format) : tables
    },
    deleteCache: async (worldKey) => {
      rmSync(cachePath(worldKey), { force: true })
      return Promise.resolve(ok(undefined))
    },
  })
}
