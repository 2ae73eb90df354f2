import { describe, expect, test, vi } from 'vitest'
import { bytesToHex } from '../kernel/base/order.ts'
import { nodeSha256 as sha256 } from '../kernel/testing/node-sha256.ts'
import { createMemoryStorage } from './memory/memory-storage.ts'
import { MemoryDatabases } from './memory/memory-tables.ts'
import type { WorldStore } from './port.ts'
import { isComplete } from './completeness.ts'
import { mendBranch, repairBranch } from './repair.ts'
import { frameAt, sampleChain, sampleChunk, sampleSegment, tailBatch } from './testing/sample-chain.ts'
import { framesOf, hexOf, valueOf } from './testing/reading.ts'

const main = sampleChain({ sha256, frames: 12 })
const child = sampleChain({ sha256, frames: 8, after: main.slice(0, 7), salt: 'child' })

/** main: segments 0–4 and 5–8, tail 9–11. child: leaves at 6, own segment 5–10, tail 11–14. */
async function stored(): Promise<{
  store: WorldStore
  lose: (table: string, key: string | readonly [string, number]) => Promise<void>
}> {
  const databases = new MemoryDatabases()
  const store = valueOf(await createMemoryStorage(databases).openWorld('w'))
  const segment = (first: number, last: number, chain = main) => sampleSegment(sha256, chain, { first, last })
  valueOf(
    await store.commit(
      {
        branch: 'main',
        expectedHead: undefined,
        head: frameAt(main, 11).head,
        closed: [segment(0, 4), segment(5, 8)],
        tail: [sampleChunk(main, { first: 9, last: 11 })],
        blobs: [],
        durability: 'strict',
      },
      {
        branch: 'child',
        expectedHead: undefined,
        forkOf: { branch: 'main', at: frameAt(main, 6).head },
        head: frameAt(child, 14).head,
        closed: [segment(5, 10, child)],
        tail: [sampleChunk(child, { first: 11, last: 14 })],
        blobs: [],
        durability: 'strict',
      },
    ),
  )
  const lose = async (table: string, key: string | readonly [string, number]): Promise<void> => {
    const tables = databases.open('world-w')
    const lost = await tables.write({}, async (transaction) => {
      transaction.delete(table, key)
      return Promise.resolve({ ok: true, value: undefined })
    })
    valueOf(lost)
  }
  return { store, lose }
}

test('a branch that holds loses nothing', async () => {
  const { store } = await stored()
  expect(valueOf(await repairBranch(store, 'child', sha256))).toEqual({
    head: frameAt(child, 14).head,
    dropped: 0,
  })
  expect(await framesOf(store, 'child')).toEqual(hexOf(child))
})

describe('on opening', () => {
  test('nothing is read of a branch that lacks nothing', async () => {
    const { store } = await stored()
    const segment = vi.spyOn(store, 'segment')
    expect(valueOf(await isComplete(store, 'child'))).toBe(true)
    expect(segment).not.toHaveBeenCalled()
  })

  test('what is missing costs the frames from there on', async () => {
    const { store, lose } = await stored()
    await lose('tail', ['main', 9])
    expect(valueOf(await isComplete(store, 'main'))).toBe(false)
    expect(valueOf(await mendBranch(store, 'main', sha256))).toEqual({
      head: frameAt(main, 8).head,
      dropped: 3,
    })
    expect(valueOf(await isComplete(store, 'main'))).toBe(true)
    await lose('segments', sampleSegment(sha256, main, { first: 5, last: 8 }).digest)
    expect(valueOf(await isComplete(store, 'main'))).toBe(false)
    expect(valueOf(await mendBranch(store, 'main', sha256))).toEqual({
      head: frameAt(main, 4).head,
      dropped: 4,
    })
    expect(await framesOf(store, 'main')).toEqual(hexOf(main.slice(0, 5)))
  })

  test('a missing blob costs the frame that names it', async () => {
    const { store, lose } = await stored()
    const blob = new Uint8Array([7])
    const digest = bytesToHex(sha256.digest(blob))
    const after = sampleChain({
      sha256,
      frames: 3,
      after: main,
      blobAt: (seq) => (seq === 13 ? blob : undefined),
    })
    valueOf(
      await store.commit({
        ...tailBatch('main', after, { first: 12, last: 14 }),
        blobs: [{ digest, bytes: blob }],
      }),
    )
    expect(valueOf(await isComplete(store, 'main'))).toBe(true)
    await lose('blobs', digest)
    expect(valueOf(await isComplete(store, 'main'))).toBe(false)
    expect(valueOf(await mendBranch(store, 'main', sha256))).toEqual({
      head: frameAt(after, 12).head,
      dropped: 2,
    })
    expect(valueOf(await isComplete(store, 'main'))).toBe(true)
  })

  test('a branch of which nothing holds is left as it lies', async () => {
    const { store, lose } = await stored()
    await lose('path', ['main', 0])
    expect(await mendBranch(store, 'main', sha256)).toEqual({
      ok: false,
      fault: { kind: 'storage.torn_tail', seq: 0, path: 'main' },
    })
    expect(valueOf(await store.branches())).toHaveLength(2)
  })
})

test('a lost tail row costs the frames from there on', async () => {
  const { store, lose } = await stored()
  await lose('tail', ['child', 11])
  expect(valueOf(await repairBranch(store, 'child', sha256))).toEqual({
    head: frameAt(child, 10).head,
    dropped: 4,
  })
  expect(await framesOf(store, 'child')).toEqual(hexOf(child.slice(0, 11)))
})

test('a lost segment of its own takes a child back into its parent', async () => {
  const { store, lose } = await stored()
  await lose('segments', sampleSegment(sha256, child, { first: 5, last: 10 }).digest)
  const { head } = valueOf(await repairBranch(store, 'child', sha256))
  expect(head).toEqual(frameAt(main, 4).head)
  expect(valueOf(await store.branches()).find(({ name }) => name === 'child')?.forkOf?.at).toEqual(
    frameAt(main, 4).head,
  )
  expect(await framesOf(store, 'child')).toEqual(hexOf(main.slice(0, 5)))
  expect(await framesOf(store, 'main')).toEqual(hexOf(main))
})

test('a lost segment of the parent is told of both and repaired in both', async () => {
  const { store, lose } = await stored()
  await lose('path', ['main', 0])
  for (const branch of ['main', 'child']) {
    expect(await store.journal(branch)).toMatchObject({
      ok: false,
      fault: { kind: 'storage.torn_tail', seq: 0 },
    })
    expect(valueOf(await repairBranch(store, branch, sha256)).head).toBeUndefined()
  }
  expect(valueOf(await store.branches())).toEqual([])
})
