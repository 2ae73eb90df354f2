import { createHashWasmSha256 } from '../../adapters/sha256.ts'
import type { Result } from '../../kernel/base/result.ts'
import { openIdbStorage } from '../indexed-db/idb-storage.ts'
import type { WorldStore } from '../port.ts'
import { framesOf, hexOf, valueOf } from './reading.ts'
import { sampleChain, tailBatch } from './sample-chain.ts'

// Runs in a page of a browser with a profile on disk: only there IndexedDB has a quota that can be reached.

async function openWorld(): Promise<WorldStore> {
  return valueOf(await valueOf(await openIdbStorage('quota')).openWorld('w'))
}

/** Small enough that the browser keeps it in the database, where a transaction's size is counted. */
const BLOB_BYTES = 50_000

const digestOf = (index: number): string => index.toString(16).padStart(64, '0')

/** Commits frames 0–1, and then 2–5 with so many blobs. */
async function commitLarge(blobCount: number): Promise<Result<void>> {
  const store = await openWorld()
  const chain = sampleChain({ sha256: await createHashWasmSha256(), frames: 6 })
  const isFresh = valueOf(await store.branches()).length === 0
  if (isFresh) valueOf(await store.commit(tailBatch('main', chain, { first: 0, last: 1 })))
  const blobs = Array.from({ length: blobCount }, (_, index) => ({
    digest: digestOf(index),
    bytes: crypto.getRandomValues(new Uint8Array(BLOB_BYTES)),
  }))
  const answer = await store.commit({ ...tailBatch('main', chain, { first: 2, last: 5 }), blobs })
  await store.close()
  return answer
}

/** How many frames of the sample the store holds, and whether it has the blobs. */
async function look(): Promise<{ readonly frames: number; readonly hasBlobs: boolean }> {
  const store = await openWorld()
  const frames = await framesOf(store, 'main')
  const chain = sampleChain({ sha256: await createHashWasmSha256(), frames: frames.length })
  const isEqual = JSON.stringify(frames) === JSON.stringify(hexOf(chain))
  const hasBlobs = (await store.blob(digestOf(0))).ok
  await store.close()
  return { frames: isEqual ? frames.length : -1, hasBlobs }
}

Object.assign(globalThis, { commitLarge, look })
