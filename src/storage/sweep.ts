import { ok, type Result } from '../kernel/base/result.ts'
import type { Storage, WorldStore } from './port.ts'

/**
 * Deletes what imports and beginnings left behind that did not end, and answers how many there were. The caller holds
 * the lock under which worlds are made: without it somebody else's import would be taken for a leftover.
 */
export async function sweepStaged(storage: Storage): Promise<Result<number>> {
  const staged = await storage.catalogue.list('staged')
  if (!staged.ok) return staged
  for (const { worldKey } of staged.value) {
    const store = await storage.openWorld(worldKey)
    const destroyed = store.ok ? await store.value.destroy() : store
    if (!destroyed.ok) return destroyed
    const deleted = await storage.catalogue.delete(worldKey)
    if (!deleted.ok) return deleted
  }
  return ok(staged.value.length)
}

/**
 * Deletes segments and blobs that no row names, and answers how many: a cut leaves them, and an import that ended
 * between its bytes and its branches. The caller keeps imports away, whose rows come last.
 */
export async function sweepOrphans(store: WorldStore): Promise<Result<number>> {
  const audit = await store.audit()
  if (!audit.ok) return audit
  const { orphaned } = audit.value
  const count = orphaned.segments.length + orphaned.blobs.length
  if (count === 0) return ok(0)
  const discarded = await store.discard(orphaned)
  return discarded.ok ? ok(count) : discarded
}
