import { expect, test } from 'vitest'
import { bytesToHex } from '../../kernel/base/order.ts'
import { ok } from '../../kernel/base/result.ts'
import { nodeSha256 } from '../../kernel/testing/node-sha256.ts'
import { createMemoryStorage } from '../../storage/memory/memory-storage.ts'
import type { CacheStore } from '../../storage/port.ts'
import { CACHE_KINDS } from '../shared/cache-layout.ts'
import { valueOf } from '../testing/answers.ts'
import { sampleRun } from '../testing/sample-world.ts'
import { FactShelf } from './fact-shelf.ts'

/** Two records and a bit of a third. */
const { frames } = sampleRun(nodeSha256, 600)

/** Rows of other lengths than records have, so that records begin and end within rows. */
const ROW = 300
const view = {
  load: async (seq: number) => {
    const first = seq - (seq % ROW)
    const slices = frames
      .slice(first, first + ROW)
      .map(({ bytes }) => ({ bytes, offset: 0, end: bytes.length }))
    return Promise.resolve(ok({ first, slices, isWhole: true }))
  },
}

const openCache = async (): Promise<CacheStore> => valueOf(await createMemoryStorage().openCache('w', 1))

async function saveAll(cache: CacheStore, end = frames.length): Promise<number> {
  const shelf = new FactShelf(cache, 'main')
  await shelf.open(0)
  let records = 0
  while (await shelf.save(view, end, nodeSha256)) records += 1
  return records
}

test('what was stored says of every frame what its bytes say', async () => {
  expect(frames.length).toBeGreaterThan(2048)
  const cache = await openCache()
  expect(await saveAll(cache)).toBe(Math.floor(frames.length / 1024))
  const shelf = new FactShelf(cache, 'main')
  await shelf.open(frames.length)
  for (const seq of [0, 1, 511, 1023, 1024, 2047]) {
    const { hash, frame } = frames[seq] ?? frames[0] ?? expect.fail('a run has frames')
    const root = frame.seal === undefined ? {} : { root: bytesToHex(frame.seal.root) }
    expect(await shelf.at(seq)).toEqual({ hash: bytesToHex(hash), ...root })
  }
  expect(await shelf.at(frames.length - 1)).toBeUndefined()
})

test('facts of frames that may be of another journal, or behind a hole, are not told', async () => {
  const cache = await openCache()
  await saveAll(cache)
  const shelf = new FactShelf(cache, 'main')
  await shelf.open(1500)
  expect(await shelf.at(1000)).toBeDefined()
  expect(await shelf.at(1400)).toBeUndefined()
  await cache.clear({ kind: CACHE_KINDS.facts, branch: 'main' })
  await cache.put(CACHE_KINDS.facts, 'main', [{ key: 1024, bytes: new Uint8Array([1]) }])
  await shelf.open(frames.length)
  expect(await shelf.at(1030)).toBeUndefined()
})

test('a record that does not read is as good as none', async () => {
  const cache = await openCache()
  for (const bytes of [new Uint8Array([0xff]), new Uint8Array([0xa0]), new Uint8Array([0x01])]) {
    await cache.put(CACHE_KINDS.facts, 'main', [{ key: 0, bytes }])
    const shelf = new FactShelf(cache, 'main')
    await shelf.open(frames.length)
    expect(await shelf.at(3)).toBeUndefined()
  }
})
