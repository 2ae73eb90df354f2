import { ok, type Result } from '../kernel/base/result.ts'
import type { CacheStore } from './port.ts'
import { ownBytes } from './rows.ts'
import type { Tables } from './tables.ts'

export const CACHE_TABLES = { texts: ['meta'], grouped: ['derived'] } as const

/** A cache over opened tables; entries of another `format` are dropped first. */
export async function openCacheStore(tables: Tables, format: number): Promise<Result<CacheStore>> {
  const ready = await tables.write(
    { tables: ['meta', 'derived'], durability: 'relaxed' },
    async (transaction) => {
      if ((await transaction.get('meta', 'format')) === format) return ok(undefined)
      transaction.clear('derived')
      transaction.put('meta', 'format', format)
      return ok(undefined)
    },
  )
  return ready.ok ? ok(createCacheStore(tables)) : ready
}

function createCacheStore(tables: Tables): CacheStore {
  return {
    get: async (kind, branch, key) => {
      const row = await tables.read(['derived'], async (transaction) =>
        ok(await transaction.get('derived', [groupOf(kind, branch), key])),
      )
      return row.ok && row.value instanceof Uint8Array ? row.value : undefined
    },
    put: async (kind, branch, entries) => {
      const rows = entries.map(({ key, bytes }) => ({ key, bytes: ownBytes(bytes) }))
      return tables.write({ tables: ['derived'], durability: 'relaxed' }, async (transaction) => {
        for (const { key, bytes } of rows) transaction.put('derived', [groupOf(kind, branch), key], bytes)
        return Promise.resolve(ok(undefined))
      })
    },
    keys: async (kind, branch) => {
      const keys = await tables.read(['derived'], async (transaction) =>
        ok(await transaction.numbers('derived', groupOf(kind, branch))),
      )
      return keys.ok ? keys.value : []
    },
    clear: async (range) => {
      await tables.write({ tables: ['derived'], durability: 'relaxed' }, async (transaction) => {
        if (range === undefined) transaction.clear('derived')
        else transaction.deleteFrom('derived', groupOf(range.kind, range.branch), range.fromKey ?? 0)
        return Promise.resolve(ok(undefined))
      })
    },
    close: async () => tables.close(),
  }
}

/** Kinds are names of ours and hold no line break, so two pairs never share a group. */
function groupOf(kind: string, branch: string): string {
  return `${kind}\n${branch}`
}
