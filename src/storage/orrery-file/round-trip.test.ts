import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { bytesToHex, compareBytes } from '../../kernel/base/order.ts'
import { nodeSha256 as sha256 } from '../../kernel/testing/node-sha256.ts'
import { createMemoryStorage } from '../memory/memory-storage.ts'
import type { Storage, WorldStore } from '../port.ts'
import { frameAt, sampleChain, type SampleFrame } from '../testing/sample-chain.ts'
import { chunked, collectBytes, storeBranch } from '../testing/sample-world.ts'
import { sweepStaged } from '../sweep.ts'
import { framesOf, hexOf, valueOf } from '../testing/reading.ts'
import { importOrrery } from './import-orrery.ts'
import type { OrreryItem } from './items.ts'
import { readOrrery } from './read-orrery.ts'
import { writeOrrery } from './write-orrery.ts'

const nowMs = 1_700_000_000_000

// Two closed segments and an open end; the child leaves inside the second segment.
const main = sampleChain({ sha256, frames: 60, padding: 10_000 })
const child = sampleChain({ sha256, frames: 30, after: main.slice(0, 41), padding: 10_000, salt: 'child' })
const short = main.slice(0, 12)

async function storedWorld(chains: {
  readonly main: readonly SampleFrame[]
  readonly child?: readonly SampleFrame[]
}): Promise<{ storage: Storage; store: WorldStore }> {
  const storage = createMemoryStorage()
  const store = valueOf(await storage.openWorld(storage.createWorldKey()))
  await storeBranch(store, sha256, { name: 'main', chain: chains.main })
  if (chains.child !== undefined)
    await storeBranch(store, sha256, { name: 'child', chain: chains.child, parent: 'main', forkAt: 40 })
  return { storage, store }
}

async function exported(store: WorldStore, branches: readonly string[]): Promise<Uint8Array> {
  return collectBytes(writeOrrery({ store, branches, name: 'Sample', sha256 }))
}

async function itemsOf(bytes: Uint8Array, size?: number): Promise<readonly OrreryItem[]> {
  const items: OrreryItem[] = []
  for await (const item of readOrrery(chunked(bytes, size), { sha256 })) items.push(item)
  return items
}

describe('a recording', () => {
  test('gives back its frames, times and heads, whatever the chunks', async () => {
    const { store } = await storedWorld({ main, child })
    const bytes = await exported(store, ['main', 'child'])
    for (const size of [bytes.length, 65_536, 1000]) {
      const items = await itemsOf(bytes, size)
      expect(items.at(-1)).toEqual({ kind: 'end', bytes: bytes.length })
      const branches = items.flatMap((item) => (item.kind === 'branch' ? [[item.name, item.head]] : []))
      expect(branches).toEqual([
        ['main', frameAt(main, 59).head],
        ['child', frameAt(child, 70).head],
      ])
      const segments = items.flatMap((item) => (item.kind === 'segment' ? [item] : []))
      expect(
        segments.filter(({ branch }) => branch === 'main').flatMap(({ frames }) => frames.map(bytesToHex)),
      ).toEqual(hexOf(main))
      expect(segments.filter(({ branch }) => branch === 'child').map(({ first }) => first)).toEqual([26, 52])
      expect(segments.flatMap(({ claimedAtMs }) => [...claimedAtMs]).slice(0, 60)).toEqual(
        main.map(({ claimedAtMs }) => claimedAtMs),
      )
    }
  })

  test('imported and exported again is the same file, byte for byte', async () => {
    for (const chains of [{ main: short }, { main }, { main, child }]) {
      const { store } = await storedWorld(chains)
      const names = valueOf(await store.branches()).map(({ name }) => name)
      const bytes = await exported(store, names)
      const other = createMemoryStorage()
      const report = valueOf(await importOrrery(chunked(bytes, 50_000), { storage: other, sha256, nowMs }))
      expect(report.isNew).toBe(true)
      const copy = valueOf(await other.openWorld(report.worldKey))
      expect(compareBytes(await exported(copy, names), bytes)).toBe(0)
      expect(await framesOf(copy, 'main')).toEqual(hexOf(chains.main))
      const [row] = valueOf(await other.catalogue.list())
      expect(row).toMatchObject({
        name: 'Sample',
        genesis: bytesToHex(frameAt(main, 0).head.hash),
        head: frameAt(chains.main, chains.main.length - 1).head,
      })
    }
  })

  test('reads the same from a gzip', async () => {
    const { store } = await storedWorld({ main })
    const bytes = await exported(store, ['main'])
    const items = await itemsOf(new Uint8Array(gzipSync(bytes)), 4096)
    expect(items.at(-1)).toEqual({ kind: 'end', bytes: bytes.length })
  })

  test('carries blobs that frames name and data beside the journal', async () => {
    const { store } = await storedWorld({ main: short })
    const sides = new Map([['index', new Uint8Array([1, 2, 3])]])
    const bytes = await collectBytes(
      writeOrrery({ store, branches: ['main'], name: 'Sample', sha256, sides }),
    )
    const items = await itemsOf(bytes)
    expect(items[1]).toEqual({ kind: 'side', name: 'index', bytes: new Uint8Array([1, 2, 3]) })
    expect(items.at(-1)?.kind).toBe('end')
  })
})

describe('importing into a world that is known', () => {
  test('adds nothing that is there already', async () => {
    const { store } = await storedWorld({ main, child })
    const bytes = await exported(store, ['main', 'child'])
    const storage = createMemoryStorage()
    const first = valueOf(await importOrrery(chunked(bytes), { storage, sha256, nowMs }))
    const second = valueOf(await importOrrery(chunked(bytes), { storage, sha256, nowMs }))
    expect(second).toMatchObject({ worldKey: first.worldKey, isNew: false })
    expect(second.branches.map(({ name, isNew }) => [name, isNew])).toEqual([
      ['main', false],
      ['child', false],
    ])
    expect(valueOf(await storage.catalogue.list())).toHaveLength(1)
  })

  test('a longer recording becomes a branch that goes on from what is there', async () => {
    const storage = createMemoryStorage()
    const longer = await exported((await storedWorld({ main })).store, ['main'])
    const prefix = await exported((await storedWorld({ main: main.slice(0, 45) })).store, ['main'])
    const first = valueOf(await importOrrery(chunked(prefix), { storage, sha256, nowMs }))
    const second = valueOf(await importOrrery(chunked(longer), { storage, sha256, nowMs }))
    expect(second.branches).toEqual([
      { nameInFile: 'main', name: 'main-2', head: frameAt(main, 59).head, isNew: true },
    ])
    const store = valueOf(await storage.openWorld(first.worldKey))
    const [, added] = valueOf(await store.branches())
    expect(added?.forkOf).toEqual({ branch: 'main', at: frameAt(main, 44).head })
    expect(await framesOf(store, 'main-2')).toEqual(hexOf(main))
    expect(await framesOf(store, 'main')).toEqual(hexOf(main.slice(0, 45)))
    expect((await exported(store, ['main-2'])).length).toBe(longer.length + 2)
  })

  test('another continuation leaves where the frames differ', async () => {
    const storage = createMemoryStorage()
    const ours = await exported((await storedWorld({ main })).store, ['main'])
    const world = await storedWorld({ main, child })
    const theirs = await exported(world.store, ['child'])
    valueOf(await importOrrery(chunked(ours), { storage, sha256, nowMs }))
    const report = valueOf(await importOrrery(chunked(theirs), { storage, sha256, nowMs }))
    expect(report.branches.map(({ name }) => name)).toEqual(['child'])
    const store = valueOf(await storage.openWorld(report.worldKey))
    expect(valueOf(await store.branches()).find(({ name }) => name === 'child')?.forkOf?.at.seq).toBe(40)
    expect(await framesOf(store, 'child')).toEqual(hexOf(child))
    expect(compareBytes(await exported(store, ['child']), theirs)).toBe(0)
  })
})

describe('importing a file that does not hold', () => {
  async function damaged(): Promise<{ bytes: Uint8Array; storage: Storage }> {
    const { store } = await storedWorld({ main, child })
    const bytes = (await exported(store, ['main', 'child'])).slice()
    const at = bytes.length - 260_000
    bytes[at] = (bytes[at] ?? 0) ^ 1
    return { bytes, storage: createMemoryStorage() }
  }

  test('stores nothing', async () => {
    const { bytes, storage } = await damaged()
    const report = await importOrrery(chunked(bytes), { storage, sha256, nowMs })
    expect(report).toMatchObject({ ok: false, fault: { kind: 'frame.hash' } })
    expect(valueOf(await storage.catalogue.list())).toEqual([])
    expect(valueOf(await storage.catalogue.list('staged'))).toEqual([])
  })

  test('stores nothing in a known world either', async () => {
    const { bytes, storage } = await damaged()
    const known = await exported((await storedWorld({ main: short })).store, ['main'])
    const { worldKey } = valueOf(await importOrrery(chunked(known), { storage, sha256, nowMs }))
    expect((await importOrrery(chunked(bytes), { storage, sha256, nowMs })).ok).toBe(false)
    const store = valueOf(await storage.openWorld(worldKey))
    expect(valueOf(await store.branches())).toHaveLength(1)
    const items = await itemsOf(bytes)
    const segment = items.find((item) => item.kind === 'segment')
    expect(segment?.kind === 'segment' && (await store.segment(segment.digest)).ok).toBe(false)
  })

  test('of which the source breaks off leaves nothing either, and a killed import is swept away', async () => {
    const { bytes, storage } = await damaged()
    async function* breaking(): AsyncGenerator<Uint8Array, void> {
      yield* chunked(bytes.subarray(0, 400_000), 50_000)
      throw new Error('the disk is gone')
    }
    await expect(importOrrery(breaking(), { storage, sha256, nowMs })).rejects.toThrow('the disk is gone')
    expect(valueOf(await storage.catalogue.list('staged'))).toEqual([])
    const row = {
      name: 'A',
      genesis: 'aa'.repeat(32),
      scenario: '',
      seed: 0,
      head: frameAt(main, 0).head,
      createdAtMs: nowMs,
    }
    valueOf(await storage.catalogue.put({ ...row, worldKey: 'k', isStaged: true }))
    expect(valueOf(await sweepStaged(storage))).toBe(1)
    expect(valueOf(await storage.catalogue.list('staged'))).toEqual([])
  })

  test('keeps the frames that hold when asked to', async () => {
    const { bytes, storage } = await damaged()
    const report = valueOf(await importOrrery(chunked(bytes), { storage, sha256, nowMs, acceptPrefix: true }))
    expect(report.fault).toMatchObject({ kind: 'frame.hash' })
    const held = report.fault?.verifiedFrames ?? 0
    expect(report.fault?.seq).toBe(held)
    const store = valueOf(await storage.openWorld(report.worldKey))
    expect(await framesOf(store, 'main')).toEqual(hexOf(main))
    expect(await framesOf(store, 'child')).toEqual(hexOf(child.slice(0, held)))
  })
})
