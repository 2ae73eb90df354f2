import { expect, test } from 'vitest'
import { createSha256 } from '../../adapters/sha256.ts'
import { compareBytes } from '../../kernel/base/order.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { openIdbStorage } from '../indexed-db/idb-storage.ts'
import type { Storage, WorldStore } from '../port.ts'
import { sampleChain } from '../testing/sample-chain.ts'
import { chunked, collectBytes, storeBranch } from '../testing/sample-world.ts'
import { valueOf } from '../testing/reading.ts'
import { importOrrery } from './import-orrery.ts'
import { readOrrery } from './read-orrery.ts'
import { writeOrrery } from './write-orrery.ts'

const nowMs = 1_700_000_000_000

const freshStorage = async (): Promise<Storage> =>
  valueOf(await openIdbStorage(`test-${crypto.randomUUID()}`))

async function write(
  store: WorldStore,
  sha256: Sha256,
  sides?: ReadonlyMap<string, Uint8Array>,
): Promise<Uint8Array> {
  const beside = sides === undefined ? {} : { sides }
  return collectBytes(writeOrrery({ store, branches: ['main', 'child'], name: 'Sample', sha256, ...beside }))
}

async function storedFile(sha256: Sha256, sides?: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const store = valueOf(await (await freshStorage()).openWorld('w'))
  const main = sampleChain({ sha256, frames: 60, padding: 10_000 })
  const child = sampleChain({ sha256, frames: 30, after: main.slice(0, 41), padding: 10_000, salt: 'child' })
  await storeBranch(store, sha256, { name: 'main', chain: main })
  await storeBranch(store, sha256, { name: 'child', chain: child, parent: 'main', forkAt: 40 })
  return write(store, sha256, sides)
}

async function packed(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

async function lastOf(bytes: Uint8Array, sha256: Sha256): Promise<unknown> {
  let last: unknown
  for await (const item of readOrrery(chunked(bytes, 50_000), { sha256 })) last = item
  return last
}

test('a recording goes through IndexedDB, a Blob and gzip unchanged', async () => {
  const sha256 = await createSha256()
  const file = await storedFile(sha256)
  for (const bytes of [file, await packed(file)]) {
    const storage = await freshStorage()
    const blob = new Blob([new Uint8Array(bytes)])
    const { worldKey } = valueOf(await importOrrery(blob.stream(), { storage, sha256, nowMs }))
    const copy = valueOf(await storage.openWorld(worldKey))
    expect(compareBytes(await write(copy, sha256), file)).toBe(0)
    await copy.destroy()
  }
})

test('a gzip that is cut off, damaged or a bomb is told as such', async () => {
  const sha256 = await createSha256()
  const gzip = await packed(await storedFile(sha256))
  expect(await lastOf(gzip.subarray(0, gzip.length - 500), sha256)).toMatchObject({
    fault: { kind: 'file.truncated' },
  })
  const damaged = gzip.slice()
  damaged.fill(0xff, 40, 80)
  expect(await lastOf(damaged, sha256)).toMatchObject({ kind: 'fault' })
  const bomb = await packed(await storedFile(sha256, new Map([['zeros', new Uint8Array(8 * 1024 * 1024)]])))
  expect(await lastOf(bomb, sha256)).toMatchObject({ kind: 'fault' })
})
