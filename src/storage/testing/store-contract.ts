import { describe, expect, test } from 'vitest'
import { bytesToHex } from '../../kernel/base/order.ts'
import { describeContents } from './contents-contract.ts'
import { framesOf, hexOf, valueOf } from './reading.ts'
import { frameAt, sampleChain, sampleChunk, sampleSegment, tailBatch } from './sample-chain.ts'
import type { StorageUnderTest } from './under-test.ts'

/** What every storage promises, whatever it stands on. */
export function describeStorage(under: StorageUnderTest): void {
  describe(`${under.name}: a world`, () => {
    describeWorld(under)
    describeDamage(under)
    describeContents(under)
  })
  describe(`${under.name}: catalogue and cache`, () => describeRest(under))
}

function describeWorld(under: StorageUnderTest): void {
  test('gives back what was committed, also after reopening', async () => {
    const { storage, again } = await under.open()
    const chain = sampleChain({ sha256: await under.sha256(), frames: 10 })
    const store = valueOf(await storage.openWorld('w'))
    valueOf(await store.commit(tailBatch('main', chain, { first: 0, last: 3 })))
    valueOf(await store.commit(tailBatch('main', chain, { first: 4, last: 9 })))
    expect(await framesOf(store, 'main')).toEqual(hexOf(chain))
    await store.close()
    const reopened = valueOf(await (await again()).openWorld('w'))
    expect(await framesOf(reopened, 'main')).toEqual(hexOf(chain))
    expect(valueOf(await reopened.branches())).toEqual([{ name: 'main', head: frameAt(chain, 9).head }])
    expect(await framesOf(reopened, 'main', { from: 3, to: 5 })).toEqual(hexOf(chain.slice(3, 6)))
    await reopened.destroy()
  })

  test('a closed segment takes the place of its tail rows in one step', async () => {
    const { storage } = await under.open()
    const sha256 = await under.sha256()
    const chain = sampleChain({ sha256, frames: 12 })
    const store = valueOf(await storage.openWorld('w'))
    valueOf(await store.commit(tailBatch('main', chain, { first: 0, last: 4 })))
    valueOf(
      await store.commit({
        branch: 'main',
        expectedHead: frameAt(chain, 4).head,
        head: frameAt(chain, 11).head,
        closed: [
          sampleSegment(sha256, chain, { first: 0, last: 6 }),
          sampleSegment(sha256, chain, { first: 7, last: 9 }),
        ],
        tail: [sampleChunk(chain, { first: 10, last: 11 })],
        blobs: [],
        durability: 'strict',
      }),
    )
    const journal = valueOf(await store.journal('main'))
    expect(journal.path.map(({ first, last, isClipped }) => [first, last, isClipped])).toEqual([
      [0, 6, false],
      [7, 9, false],
    ])
    expect(journal.tail.map(({ first }) => first)).toEqual([10])
    expect(await framesOf(store, 'main')).toEqual(hexOf(chain))
    const partial = valueOf(await store.journal('main', 8))
    expect([partial.path.map(({ first }) => first), partial.tail.map(({ first }) => first)]).toEqual([
      [7],
      [10],
    ])
    await store.destroy()
  })

  test('of two writers that expect the same head one wins, the other is told where it ended', async () => {
    const { storage, again } = await under.open()
    const sha256 = await under.sha256()
    const base = sampleChain({ sha256, frames: 3 })
    const mine = sampleChain({ sha256, frames: 2, after: base, salt: 'mine' })
    const theirs = sampleChain({ sha256, frames: 1, after: base, salt: 'theirs' })
    const first = valueOf(await storage.openWorld('w'))
    const second = valueOf(await (await again()).openWorld('w'))
    valueOf(await first.commit(tailBatch('main', base, { first: 0, last: 2 })))
    valueOf(await second.commit(tailBatch('main', mine, { first: 3, last: 4 })))
    const lost = await first.commit({
      ...tailBatch('main', theirs, { first: 3, last: 3 }),
      blobs: [{ digest: 'aa'.repeat(32), bytes: new Uint8Array(9) }],
    })
    expect(lost).toEqual({ ok: false, fault: { kind: 'storage.conflict', seq: 4, path: 'main' } })
    expect(await first.blob('aa'.repeat(32))).toMatchObject({ ok: false, fault: { kind: 'blob.missing' } })
    expect(await framesOf(first, 'main')).toEqual(hexOf(mine))
    expect(await first.commit(tailBatch('main', base, { first: 0, last: 2 }))).toMatchObject({
      ok: false,
      fault: { seq: 4 },
    })
    await second.close()
    await first.destroy()
  })

  test('several branches change together or not at all', async () => {
    const { storage } = await under.open()
    const chain = sampleChain({ sha256: await under.sha256(), frames: 4 })
    const store = valueOf(await storage.openWorld('w'))
    const good = tailBatch('main', chain, { first: 0, last: 3 })
    const bad = { ...tailBatch('other', chain, { first: 2, last: 3 }), expectedHead: frameAt(chain, 1).head }
    expect(await store.commit(good, bad)).toMatchObject({
      ok: false,
      fault: { kind: 'storage.conflict', path: 'other' },
    })
    expect(valueOf(await store.branches())).toEqual([])
    await store.destroy()
  })

  test('a child stores what comes after its fork and cuts where its own frames say', async () => {
    const { storage } = await under.open()
    const sha256 = await under.sha256()
    const main = sampleChain({ sha256, frames: 20 })
    const child = sampleChain({ sha256, frames: 9, after: main.slice(0, 9), salt: 'child' })
    const store = valueOf(await storage.openWorld('w'))
    valueOf(
      await store.commit({
        ...tailBatch('main', main, { first: 0, last: 19 }),
        closed: [
          sampleSegment(sha256, main, { first: 0, last: 5 }),
          sampleSegment(sha256, main, { first: 6, last: 14 }),
        ],
        tail: [sampleChunk(main, { first: 15, last: 19 })],
      }),
    )
    const forkOf = { branch: 'main', at: frameAt(main, 8).head }
    valueOf(
      await store.commit({
        ...tailBatch('child', child, { first: 9, last: 11 }),
        expectedHead: undefined,
        forkOf,
      }),
    )
    const before = valueOf(await store.journal('child'))
    expect(before.path.map(({ first, last, owner, isClipped }) => [first, last, owner, isClipped])).toEqual([
      [0, 5, 'main', false],
      [6, 8, 'main', true],
    ])
    expect(before.path.at(-1)?.lastHash).toEqual(frameAt(main, 8).head.hash)
    expect(await framesOf(store, 'child')).toEqual(hexOf(child.slice(0, 12)))
    valueOf(
      await store.commit({
        branch: 'child',
        expectedHead: frameAt(child, 11).head,
        head: frameAt(child, 17).head,
        closed: [sampleSegment(sha256, child, { first: 6, last: 15 })],
        tail: [sampleChunk(child, { first: 16, last: 17 })],
        blobs: [],
        durability: 'relaxed',
      }),
    )
    const after = valueOf(await store.journal('child'))
    expect(after.path.map(({ first, last, owner }) => [first, last, owner])).toEqual([
      [0, 5, 'main'],
      [6, 15, 'child'],
    ])
    expect(await framesOf(store, 'child')).toEqual(hexOf(child))
    expect(await framesOf(store, 'main')).toEqual(hexOf(main))
    expect(valueOf(await store.claimed({ owner: 'child', first: 6 }))).toHaveLength(10)
    await store.destroy()
  })

  test('a segment without bytes must be stored already', async () => {
    const { storage } = await under.open()
    const sha256 = await under.sha256()
    const chain = sampleChain({ sha256, frames: 3 })
    const { bytes, ...segment } = sampleSegment(sha256, chain, { first: 0, last: 2 })
    const store = valueOf(await storage.openWorld('w'))
    const batch = { ...tailBatch('main', chain, { first: 0, last: 2 }), closed: [segment], tail: [] }
    expect((await store.commit(batch)).ok).toBe(false)
    if (bytes !== undefined) valueOf(await store.putSegments([{ digest: segment.digest, bytes }]))
    valueOf(await store.commit(batch))
    expect(await framesOf(store, 'main')).toEqual(hexOf(chain))
    await store.destroy()
  })

  test('a batch that contradicts itself stops the writer and writes nothing', async () => {
    const { storage } = await under.open()
    const chain = sampleChain({ sha256: await under.sha256(), frames: 5 })
    const store = valueOf(await storage.openWorld('w'))
    const batch = tailBatch('main', chain, { first: 0, last: 4 })
    await expect(store.commit({ ...batch, head: frameAt(chain, 3).head })).rejects.toThrow('end at its head')
    await expect(
      store.commit({ ...batch, tail: [sampleChunk(chain, { first: 1, last: 4 })] }),
    ).rejects.toThrow('follow each other')
    expect(valueOf(await store.branches())).toEqual([])
    await store.destroy()
  })

  test('a deleted world tells its other openings, which then answer that they are closed', async () => {
    const { storage, again } = await under.open()
    const chain = sampleChain({ sha256: await under.sha256(), frames: 2 })
    const first = valueOf(await storage.openWorld('w'))
    const second = valueOf(await (await again()).openWorld('w'))
    let told = 0
    first.onVersionChange(() => (told += 1))
    valueOf(await second.destroy())
    expect(await first.branches()).toMatchObject({ ok: false, fault: { kind: 'storage.unavailable' } })
    expect(await first.commit(tailBatch('main', chain, { first: 0, last: 1 }))).toMatchObject({ ok: false })
    expect(told).toBe(1)
    const fresh = valueOf(await storage.openWorld('w'))
    expect(valueOf(await fresh.branches())).toEqual([])
    await fresh.destroy()
  })
}

function describeDamage(under: StorageUnderTest): void {
  test('a gap before the head is told with the number of frames that hold', async () => {
    const { storage, rawTables } = await under.open()
    const sha256 = await under.sha256()
    const chain = sampleChain({ sha256, frames: 9 })
    const store = valueOf(await storage.openWorld('w'))
    valueOf(
      await store.commit({
        ...tailBatch('main', chain, { first: 0, last: 3 }),
        closed: [sampleSegment(sha256, chain, { first: 0, last: 3 })],
        tail: [],
      }),
    )
    valueOf(await store.commit(tailBatch('main', chain, { first: 4, last: 5 })))
    valueOf(await store.commit(tailBatch('main', chain, { first: 6, last: 8 })))
    const raw = await rawTables('w')
    valueOf(
      await raw.write({ tables: ['tail'], durability: 'strict' }, async (transaction) => {
        transaction.delete('tail', ['main', 6])
        return Promise.resolve({ ok: true, value: undefined })
      }),
    )
    await raw.close()
    expect(await store.journal('main')).toEqual({
      ok: false,
      fault: { kind: 'storage.torn_tail', seq: 6, path: 'main' },
    })
    const left = valueOf(await store.salvage('main'))
    expect(left.tail.map(({ first }) => first)).toEqual([4])
    valueOf(
      await store.cut({
        branch: 'main',
        expectedHead: frameAt(chain, 8).head,
        head: frameAt(chain, 5).head,
        tail: [sampleChunk(chain, { first: 4, last: 5 })],
      }),
    )
    expect(await framesOf(store, 'main')).toEqual(hexOf(chain.slice(0, 6)))
    valueOf(await store.commit(tailBatch('main', chain, { first: 6, last: 8 })))
    expect(await framesOf(store, 'main')).toEqual(hexOf(chain))
    await store.destroy()
  })

  test('rows that do not parse count as missing', async () => {
    const { storage, rawTables } = await under.open()
    const chain = sampleChain({ sha256: await under.sha256(), frames: 4 })
    const store = valueOf(await storage.openWorld('w'))
    valueOf(await store.commit(tailBatch('main', chain, { first: 0, last: 1 })))
    valueOf(await store.commit(tailBatch('main', chain, { first: 2, last: 3 })))
    const raw = await rawTables('w')
    valueOf(
      await raw.write({ tables: ['tail', 'branches'], durability: 'strict' }, async (transaction) => {
        transaction.put('tail', ['main', 2], { first: 2, lengths: 'none' })
        transaction.put('branches', 'odd', 7)
        return Promise.resolve({ ok: true, value: undefined })
      }),
    )
    await raw.close()
    expect(await store.journal('main')).toMatchObject({
      ok: false,
      fault: { kind: 'storage.torn_tail', seq: 2 },
    })
    expect(await store.branches()).toMatchObject({
      ok: false,
      fault: { kind: 'storage.unavailable', reason: 'row_malformed' },
    })
    await store.destroy()
  })

  test('a newer layout is refused and left as it is', async () => {
    const { storage, rawTables } = await under.open()
    await valueOf(await storage.openWorld('w')).close()
    const raw = await rawTables('w')
    valueOf(
      await raw.write({ tables: ['meta'], durability: 'strict' }, async (transaction) => {
        transaction.put('meta', 'format', 9)
        return Promise.resolve({ ok: true, value: undefined })
      }),
    )
    const newer = { ok: false, fault: { kind: 'storage.newer_version', expected: 1, actual: 9 } }
    expect(await storage.openWorld('w')).toEqual(newer)
    expect(await storage.openWorld('w')).toEqual(newer)
    await raw.destroy()
  })
}

function describeRest(under: StorageUnderTest): void {
  test('the catalogue lists complete worlds, oldest first, and staged ones when asked', async () => {
    const { storage, again } = await under.open()
    const head = frameAt(sampleChain({ sha256: await under.sha256(), frames: 1 }), 0).head
    const row = { name: 'A', genesis: bytesToHex(head.hash), scenario: 'one', seed: 3, head }
    valueOf(await storage.catalogue.put({ ...row, worldKey: 'b', createdAtMs: 5 }))
    valueOf(await storage.catalogue.put({ ...row, worldKey: 'a', createdAtMs: 7 }))
    valueOf(await storage.catalogue.put({ ...row, worldKey: 'c', createdAtMs: 1, isStaged: true }))
    const { catalogue } = await again()
    expect(valueOf(await catalogue.list()).map(({ worldKey }) => worldKey)).toEqual(['b', 'a'])
    expect(valueOf(await catalogue.list('staged')).map(({ worldKey }) => worldKey)).toEqual(['c'])
    valueOf(await catalogue.change('b', (known) => ({ ...known, notReproduced: { main: 'differs' } })))
    valueOf(await catalogue.change('b', (known) => ({ ...known, name: 'B' })))
    valueOf(await catalogue.change('gone', (known) => known))
    expect(valueOf(await storage.catalogue.list())[0]).toEqual({
      ...row,
      worldKey: 'b',
      createdAtMs: 5,
      name: 'B',
      notReproduced: { main: 'differs' },
    })
    valueOf(await catalogue.delete('b'))
    expect(valueOf(await storage.catalogue.list())).toEqual([{ ...row, worldKey: 'a', createdAtMs: 7 }])
    expect(storage.createWorldKey()).toMatch(/^[0-9a-f]{32}$/)
  })

  test('a cache keeps entries by kind, branch and key until its format changes', async () => {
    const { storage } = await under.open()
    const cache = valueOf(await storage.openCache('w', 1))
    const entry = (key: number): { key: number; bytes: Uint8Array } => ({
      key,
      bytes: new Uint8Array([key % 256]),
    })
    valueOf(await cache.put('keyframe', 'main', [entry(4096), entry(0), entry(8192)]))
    valueOf(await cache.put('fold', 'main', [entry(1)]))
    valueOf(await cache.put('keyframe', 'other', [entry(3)]))
    expect(await cache.keys('keyframe', 'main')).toEqual([0, 4096, 8192])
    expect(await cache.get('fold', 'main', 1)).toEqual(new Uint8Array([1]))
    expect(await cache.get('fold', 'main', 2)).toBeUndefined()
    await cache.clear({ kind: 'keyframe', branch: 'main', fromKey: 4096 })
    expect(await cache.keys('keyframe', 'main')).toEqual([0])
    await cache.close()
    const same = valueOf(await storage.openCache('w', 1))
    expect(await same.keys('keyframe', 'other')).toEqual([3])
    await same.close()
    const other = valueOf(await storage.openCache('w', 2))
    expect(await other.keys('keyframe', 'other')).toEqual([])
    await other.close()
    valueOf(await storage.deleteCache('w'))
  })
}
