import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesToHex, compareBytes } from '../../kernel/base/order.ts'
import { nodeSha256 as sha256 } from '../../kernel/testing/node-sha256.ts'
import { createMemoryStorage } from '../memory/memory-storage.ts'
import type { WorldStore } from '../port.ts'
import { sampleChain, type SampleFrame } from '../testing/sample-chain.ts'
import { chunked, collectBytes, storeBranch } from '../testing/sample-world.ts'
import { framesOf, hexOf, valueOf } from '../testing/reading.ts'
import { importOrrery } from './import-orrery.ts'
import { readOrrery } from './read-orrery.ts'
import { writeOrrery } from './write-orrery.ts'

const nowMs = 1_700_000_000_000
const blobOf = (seq: number): Uint8Array => new Uint8Array(50).fill(seq)
const digestOf = (seq: number): string => bytesToHex(sha256.digest(blobOf(seq)))
const blobAt = (seq: number): Uint8Array | undefined => (seq % 15 === 3 ? blobOf(seq) : undefined)

const main = sampleChain({ sha256, frames: 60, padding: 10_000, blobAt })
const child = sampleChain({
  sha256,
  frames: 20,
  after: main.slice(0, 41),
  padding: 10_000,
  salt: 'child',
  blobAt: (seq) => (seq === 45 ? blobOf(45) : undefined),
})

async function storedWorld(): Promise<WorldStore> {
  const store = valueOf(await createMemoryStorage().openWorld('w'))
  valueOf(
    await store.putBlobs([3, 18, 33, 45, 48].map((seq) => ({ digest: digestOf(seq), bytes: blobOf(seq) }))),
  )
  await storeBranch(store, sha256, { name: 'main', chain: main })
  await storeBranch(store, sha256, { name: 'child', chain: child, parent: 'main', forkAt: 40 })
  return store
}

const write = async (store: WorldStore, branches: readonly string[]): Promise<Uint8Array> =>
  collectBytes(writeOrrery({ store, branches, name: 'Sample', sha256 }))

async function blobsIn(bytes: Uint8Array): Promise<readonly string[]> {
  const digests: string[] = []
  for await (const item of readOrrery(chunked(bytes), { sha256 })) {
    if (item.kind === 'blob') digests.push(item.digest)
    if (item.kind === 'fault') throw new Error(JSON.stringify(item.fault))
  }
  return digests
}

test('a file holds the blobs that its frames name and no other', async () => {
  const store = await storedWorld()
  expect(await blobsIn(await write(store, ['main']))).toEqual([3, 18, 33, 48].map(digestOf).toSorted())
  expect(await blobsIn(await write(store, ['child']))).toEqual([3, 18, 33, 45].map(digestOf).toSorted())
})

test('blobs go with their world', async () => {
  const bytes = await write(await storedWorld(), ['main', 'child'])
  const storage = createMemoryStorage()
  const { worldKey } = valueOf(await importOrrery(chunked(bytes), { storage, sha256, nowMs }))
  const copy = valueOf(await storage.openWorld(worldKey))
  expect(valueOf(await copy.blob(digestOf(45)))).toEqual(blobOf(45))
  expect(compareBytes(await write(copy, ['main', 'child']), bytes)).toBe(0)
})

test('a blob that is missing here stops the writer', async () => {
  const store = await storedWorld()
  await store.discard({ segments: [], blobs: [digestOf(45)] })
  expect((await store.blob(digestOf(45))).ok).toBe(true)
  const bare = valueOf(await createMemoryStorage().openWorld('w'))
  await storeBranch(bare, sha256, { name: 'main', chain: main })
  const written = writeOrrery({ store: bare, branches: ['main'], name: 'Sample', sha256 })
  expect((await written.next()).value).toMatchObject({ ok: false, fault: { kind: 'blob.missing' } })
})

test('any branches of any lengths come back as the same file', async () => {
  const shape = fc.record({
    frames: fc.integer({ min: 1, max: 40 }),
    padding: fc.integer({ min: 0, max: 30_000 }),
    forks: fc.array(fc.record({ at: fc.nat(100), frames: fc.integer({ min: 1, max: 30 }) }), {
      maxLength: 3,
    }),
    chunk: fc.integer({ min: 500, max: 300_000 }),
  })
  await fc.assert(
    fc.asyncProperty(shape, async ({ frames, padding, forks, chunk }) => {
      const store = valueOf(await createMemoryStorage().openWorld('w'))
      const chains: (readonly [string, readonly SampleFrame[]])[] = [
        ['main', sampleChain({ sha256, frames, padding })],
      ]
      await storeBranch(store, sha256, { name: 'main', chain: chains[0]?.[1] ?? [] })
      for (const [index, fork] of forks.entries()) {
        const [parent, shared] = chains[fork.at % chains.length] ?? ['main', []]
        const forkAt = fork.at % shared.length
        const name = `f${index}`
        const chain = sampleChain({
          sha256,
          frames: fork.frames,
          padding,
          after: shared.slice(0, forkAt + 1),
          salt: name,
        })
        await storeBranch(store, sha256, { name, chain, parent, forkAt })
        chains.push([name, chain])
      }
      const names = chains.map(([name]) => name)
      const bytes = await write(store, names)
      const storage = createMemoryStorage()
      const { worldKey } = valueOf(await importOrrery(chunked(bytes, chunk), { storage, sha256, nowMs }))
      const copy = valueOf(await storage.openWorld(worldKey))
      for (const [name, chain] of chains) expect(await framesOf(copy, name)).toEqual(hexOf(chain))
      expect(compareBytes(await write(copy, names), bytes)).toBe(0)
    }),
    { numRuns: 20 },
  )
}, 60_000)
