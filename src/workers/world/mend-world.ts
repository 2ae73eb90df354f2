import { type Fault, fault } from '../../kernel/base/fault.ts'
import { ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { isComplete } from '../../storage/completeness.ts'
import type { Storage, WorldStore } from '../../storage/port.ts'
import { CACHE_FORMAT } from '../shared/cache-layout.ts'

export interface MendOptions {
  readonly storage: Storage
  readonly store: WorldStore
  readonly branch: string
  readonly sha256: Sha256
}

/**
 * Cuts a branch whose end did not survive back to the frames that hold, so that the world can go on. Answers what must
 * be told: `storage.torn_tail` {seq: frames that hold, expected: frames there were}. Frames that were acknowledged are
 * never given up without that, and a branch of which nothing holds is not touched.
 */
export async function mendWorld(options: MendOptions): Promise<Result<Fault | undefined>> {
  const { storage, store, branch, sha256 } = options
  const complete = await isComplete(store, branch)
  if (!complete.ok) return complete
  if (complete.value) return ok(undefined)
  const { mendBranch } = await import('../../storage/repair.ts')
  const mended = await mendBranch(store, branch, sha256)
  if (!mended.ok) return mended
  const { head, dropped } = mended.value
  if (head === undefined || dropped === 0) return ok(undefined)
  // Keyframes and columns go further than the journal now.
  const cache = await storage.openCache(store.worldKey, CACHE_FORMAT)
  if (cache.ok) {
    await cache.value.clear()
    await cache.value.close()
  }
  const frames = head.seq + 1
  return ok(
    fault('storage.torn_tail', { seq: frames, path: branch, expected: frames + dropped, actual: frames }),
  )
}
