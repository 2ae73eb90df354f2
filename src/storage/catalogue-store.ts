import { ok } from '../kernel/base/result.ts'
import { compareCodeUnits } from '../kernel/base/order.ts'
import type { CatalogueRow, CatalogueStore } from './port.ts'
import { catalogueToRow, parseCatalogueRow } from './rows.ts'
import type { Tables } from './tables.ts'

export const CATALOGUE_TABLES = { texts: ['worlds'], grouped: [] } as const

/** The worlds this machine knows, over opened tables. A row that does not parse is no world. */
export function createCatalogueStore(tables: Tables): CatalogueStore {
  return {
    list: async (which = 'complete') =>
      tables.read(['worlds'], async (transaction) => {
        const rows: CatalogueRow[] = []
        for (const stored of await transaction.all('worlds')) {
          const row = parseCatalogueRow(stored)
          if (row !== undefined && (row.isStaged === true) === (which === 'staged')) rows.push(row)
        }
        return ok(
          rows.toSorted((a, b) => a.createdAtMs - b.createdAtMs || compareCodeUnits(a.worldKey, b.worldKey)),
        )
      }),
    put: async (row) =>
      tables.write({ tables: ['worlds'], durability: 'relaxed' }, async (transaction) => {
        transaction.put('worlds', row.worldKey, catalogueToRow(row))
        return Promise.resolve(ok(undefined))
      }),
    change: async (worldKey, change) =>
      tables.write({ tables: ['worlds'], durability: 'relaxed' }, async (transaction) => {
        const row = parseCatalogueRow(await transaction.get('worlds', worldKey))
        if (row !== undefined) transaction.put('worlds', worldKey, catalogueToRow(change(row)))
        return ok(undefined)
      }),
    delete: async (worldKey) =>
      tables.write({ tables: ['worlds'], durability: 'relaxed' }, async (transaction) => {
        transaction.delete('worlds', worldKey)
        return Promise.resolve(ok(undefined))
      }),
  }
}
