import { expect, test } from 'vitest'
import { bytesToHex } from '../../kernel/base/order.ts'
import { sweepOrphans } from '../sweep.ts'
import { framesOf, hexOf, valueOf } from './reading.ts'
import { frameAt, sampleChain, sampleSegment, tailBatch } from './sample-chain.ts'
import type { StorageUnderTest } from './under-test.ts'

/** What every storage promises of segments and blobs. */
export function describeContents(under: StorageUnderTest): void {
  test('keeps large blobs and segments that came ahead, and takes back what nobody used', async () => {
    const { storage } = await under.open()
    const store = valueOf(await storage.openWorld('w'))
    const bytes = new Uint8Array(6 * 1024 * 1024).map((_, index) => index % 251)
    const view = new Uint8Array(new ArrayBuffer(64), 16, 8).fill(7)
    expect(
      valueOf(
        await store.putBlobs([
          { digest: 'ab'.repeat(32), bytes },
          { digest: 'cd'.repeat(32), bytes: view },
        ]),
      ),
    ).toHaveLength(2)
    expect(valueOf(await store.putBlobs([{ digest: 'ab'.repeat(32), bytes }]))).toEqual([])
    expect(bytesToHex(valueOf(await store.blob('cd'.repeat(32))))).toBe('07'.repeat(8))
    const kept = valueOf(await store.blob('ab'.repeat(32)))
    expect([kept.length, kept[5_000_001]]).toEqual([bytes.length, bytes[5_000_001]])
    valueOf(await store.putSegments([{ digest: 'ef'.repeat(32), bytes: view }]))
    valueOf(await store.discard({ segments: ['ef'.repeat(32)], blobs: ['ab'.repeat(32)] }))
    expect((await store.segment('ef'.repeat(32))).ok).toBe(false)
    expect((await store.blob('ab'.repeat(32))).ok).toBe(false)
    await store.destroy()
  })

  test('what no row names is told from what is missing, and swept', async () => {
    const { storage, rawTables } = await under.open()
    const sha256 = await under.sha256()
    const blob = new Uint8Array([1, 2, 3])
    const named = bytesToHex(sha256.digest(blob))
    const chain = sampleChain({ sha256, frames: 9, blobAt: (seq) => (seq === 2 ? blob : undefined) })
    const store = valueOf(await storage.openWorld('w'))
    const [first, second] = [
      sampleSegment(sha256, chain, { first: 0, last: 3 }),
      sampleSegment(sha256, chain, { first: 4, last: 8 }),
    ]
    valueOf(
      await store.commit({
        ...tailBatch('main', chain, { first: 0, last: 8 }),
        closed: [first, second],
        tail: [],
        blobs: [{ digest: named, bytes: blob }],
      }),
    )
    const nothing = { segments: [], blobs: [] }
    expect(valueOf(await store.audit())).toEqual({ missing: nothing, orphaned: nothing })
    expect(valueOf(await sweepOrphans(store))).toBe(0)
    valueOf(
      await store.cut({
        branch: 'main',
        expectedHead: frameAt(chain, 8).head,
        head: frameAt(chain, 3).head,
        tail: [],
      }),
    )
    valueOf(await store.putBlobs([{ digest: 'ab'.repeat(32), bytes: blob }]))
    const orphaned = { segments: [second.digest], blobs: ['ab'.repeat(32)] }
    expect(valueOf(await store.audit())).toEqual({ missing: nothing, orphaned })
    expect(valueOf(await sweepOrphans(store))).toBe(2)
    expect(await framesOf(store, 'main')).toEqual(hexOf(chain.slice(0, 4)))
    const raw = await rawTables('w')
    valueOf(
      await raw.write({ tables: ['segments', 'blobs'], durability: 'strict' }, async (transaction) => {
        transaction.delete('segments', first.digest)
        transaction.delete('blobs', named)
        return Promise.resolve({ ok: true, value: undefined })
      }),
    )
    await raw.close()
    const missing = { segments: [first.digest], blobs: [named] }
    expect(valueOf(await store.audit())).toEqual({ missing, orphaned: nothing })
    await store.destroy()
  })
}
