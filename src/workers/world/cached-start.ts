import { compareBytes } from '../../kernel/base/order.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { parseKeyframe } from '../../kernel/replay/keyframe.ts'
import type { PlaybackStart } from '../../kernel/replay/playback.ts'
import { StateTree } from '../../kernel/state/tree.ts'
import { CATALOGUE, planeIn } from '../../kernel/world/catalogue.ts'
import type { WorldStart } from '../../kernel/world/world.ts'
import type { BranchJournal, Storage, WorldStore } from '../../storage/port.ts'
import { CACHE_FORMAT, CACHE_KINDS } from '../shared/cache-layout.ts'
import { readSealRoot } from '../shared/seal-root.ts'
import { readRows, sliceBytes } from '../shared/segment-read.ts'
import { recordsOf } from '../shared/state-records.ts'

export interface StartSource {
  readonly storage: Storage
  readonly store: WorldStore
  readonly journal: BranchJournal
  readonly sha256: Sha256
}

/**
 * A state at or before a frame, from the keyframes that the replay worker keeps. A world lives on from it only when its
 * root is the one that the frame's seal names: a keyframe is a cache, and caches are not believed.
 */
export async function findCachedStart(source: StartSource, seq: number): Promise<WorldStart | undefined> {
  const found = await readKeyframe(source, seq)
  if (found === undefined) return undefined
  const { state, head } = found
  const frame = await frameAt(source, head.seq)
  const first = await frameAt(source, 0)
  if (frame === undefined || first === undefined) return undefined
  const { sha256 } = source
  const sealed = readSealRoot(frame)
  if (sealed === undefined || compareBytes(sha256.digest(frame), head.hash) !== 0) return undefined
  const root = StateTree.rootOf({ sha256, planeOf: planeIn(CATALOGUE) }, recordsOf(state))
  return compareBytes(root, sealed) === 0 ? { state, head, genesis: sha256.digest(first) } : undefined
}

async function readKeyframe(source: StartSource, seq: number): Promise<PlaybackStart | undefined> {
  const { storage, store, journal } = source
  const cache = await storage.openCache(store.worldKey, CACHE_FORMAT)
  if (!cache.ok) return undefined
  const { name } = journal.branch
  const key = (await cache.value.keys(CACHE_KINDS.keyframes, name)).findLast((known) => known <= seq)
  const bytes = key === undefined ? undefined : await cache.value.get(CACHE_KINDS.keyframes, name, key)
  await cache.value.close()
  const parsed = bytes === undefined ? undefined : parseKeyframe(bytes)
  return parsed?.ok === true ? parsed.value : undefined
}

async function frameAt(source: StartSource, seq: number): Promise<Uint8Array | undefined> {
  for await (const row of readRows(source.store, source.journal, {
    from: seq,
    to: seq,
    sha256: source.sha256,
  })) {
    return row.ok ? sliceBytes(row.value.slices[0]) : undefined
  }
  return undefined
}
