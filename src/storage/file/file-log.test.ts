import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { nodeSha256 as sha256 } from '../../kernel/testing/node-sha256.ts'
import type { Storage, WorldStore } from '../port.ts'
import { repairBranch } from '../repair.ts'
import { frameAt, sampleChain, tailBatch } from '../testing/sample-chain.ts'
import { framesOf, hexOf, valueOf } from '../testing/reading.ts'
import { openFileStorage } from './file-storage.ts'
import { openFileTables } from './file-tables.ts'

const root = mkdtempSync(join(tmpdir(), 'orrery-log-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const chain = sampleChain({ sha256, frames: 9, padding: 6000 })

async function stored(): Promise<{
  directory: string
  path: string
  storage: Storage
  ends: readonly number[]
}> {
  const directory = mkdtempSync(join(root, 'd-'))
  const path = join(directory, 'w.world.log')
  const storage = valueOf(await openFileStorage(directory))
  const store = valueOf(await storage.openWorld('w'))
  const ends: number[] = []
  for (const [first, last] of [
    [0, 2],
    [3, 5],
    [6, 8],
  ] as const) {
    valueOf(await store.commit(tailBatch('main', chain, { first, last })))
    ends.push(statSync(path).size)
  }
  await store.close()
  return { directory, path, storage, ends }
}

async function reopened(directory: string): Promise<WorldStore> {
  return valueOf(await valueOf(await openFileStorage(directory)).openWorld('w'))
}

describe('a log that ends in the middle of a commit', () => {
  test('holds what was committed before, says so, and goes on after a repair', async () => {
    const { directory, path, ends } = await stored()
    truncateSync(path, (ends[1] ?? 0) + 100)
    const store = await reopened(directory)
    expect(await store.journal('main')).toEqual({
      ok: false,
      fault: { kind: 'storage.torn_tail', seq: 6, path: 'main' },
    })
    expect(await store.commit(tailBatch('main', chain, { first: 6, last: 8 }))).toMatchObject({
      ok: false,
      fault: { kind: 'storage.torn_tail' },
    })
    expect(valueOf(await repairBranch(store, 'main', sha256))).toEqual({
      head: frameAt(chain, 5).head,
      dropped: 0,
    })
    expect(await framesOf(store, 'main')).toEqual(hexOf(chain.slice(0, 6)))
    valueOf(await store.commit(tailBatch('main', chain, { first: 6, last: 8 })))
    await store.close()
    expect(await framesOf(await reopened(directory), 'main')).toEqual(hexOf(chain))
  })

  test('wherever it was cut, whole commits are what is left', async () => {
    const { directory, path, ends } = await stored()
    const bytes = readFileSync(path)
    for (let length = ends[0] ?? 0; length < bytes.length; length += 97) {
      writeFileSync(path, bytes.subarray(0, length))
      const store = await reopened(directory)
      const whole = ends.filter((end) => end <= length).length
      expect(valueOf(await store.salvage('main')).branch.head.seq).toBe(3 * whole - 1)
      await store.close()
    }
  })
})

describe('a log with a changed byte', () => {
  test('is not written over before a repair gives up what follows', async () => {
    const { directory, path, ends } = await stored()
    const bytes = readFileSync(path)
    bytes[(ends[0] ?? 0) + 50] = (bytes[(ends[0] ?? 0) + 50] ?? 0) ^ 1
    writeFileSync(path, bytes)
    const store = await reopened(directory)
    expect(await store.journal('main')).toMatchObject({ ok: false, fault: { seq: 3 } })
    expect(await store.putBlobs([{ digest: 'aa'.repeat(32), bytes: new Uint8Array(1) }])).toMatchObject({
      ok: false,
    })
    await store.close()
    expect(statSync(path).size).toBe(bytes.length)
    const again = await reopened(directory)
    valueOf(await repairBranch(again, 'main', sha256))
    expect(await framesOf(again, 'main')).toEqual(hexOf(chain.slice(0, 3)))
    await again.close()
  })

  test('in its first commit is left as it is', async () => {
    const { directory, path } = await stored()
    const bytes = readFileSync(path)
    bytes[30] = (bytes[30] ?? 0) ^ 1
    writeFileSync(path, bytes)
    const opened = await valueOf(await openFileStorage(directory)).openWorld('w')
    expect(opened).toEqual({ ok: false, fault: { kind: 'storage.torn_tail', seq: 0 } })
    expect(readFileSync(path).equals(bytes)).toBe(true)
  })
})

test('a log of a newer layout, or another file, is refused and left as it is', async () => {
  const directory = mkdtempSync(join(root, 'd-'))
  const path = join(directory, 'w.world.log')
  writeFileSync(path, 'orrery-tables\n\0\0\u0009\0\0\0 and more')
  const storage = valueOf(await openFileStorage(directory))
  expect(await storage.openWorld('w')).toEqual({
    ok: false,
    fault: { kind: 'storage.newer_version', expected: 1, actual: 9 },
  })
  writeFileSync(path, 'a file of somebody else, long enough')
  expect(await storage.openWorld('w')).toMatchObject({
    ok: false,
    fault: { kind: 'storage.unavailable', reason: 'not_a_log' },
  })
  expect(readFileSync(path, 'utf8')).toBe('a file of somebody else, long enough')
})

test('a log of mostly superseded rows is rewritten when it is opened', async () => {
  const path = join(mkdtempSync(join(root, 'd-')), 'big.log')
  const tables = valueOf(await openFileTables(path))
  const row = new Uint8Array(1024 * 1024)
  for (let round = 0; round < 40; round += 1) {
    valueOf(
      await tables.write({ tables: ['a'], durability: 'relaxed' }, async (transaction) => {
        transaction.put(
          'a',
          ['g', round % 2],
          row.map(() => round),
        )
        return Promise.resolve({ ok: true, value: undefined })
      }),
    )
  }
  const watching = valueOf(await openFileTables(path))
  expect(statSync(path).size).toBeLessThan(3 * 1024 * 1024)
  for (const opened of [watching, tables]) {
    const read = await opened.read(['a'], async (transaction) => ({
      ok: true,
      value: await transaction.range('a', 'g', { from: 0, to: 9 }),
    }))
    expect(valueOf(read).map((value) => (value instanceof Uint8Array ? value[7] : undefined))).toEqual([
      38, 39,
    ])
  }
  await tables.close()
  await watching.close()
})

test('a lock whose maker is gone does not keep the next one out', async () => {
  const { directory, path } = await stored()
  writeFileSync(`${path}.lock`, '999999999')
  const store = await reopened(directory)
  valueOf(await store.putBlobs([{ digest: 'aa'.repeat(32), bytes: new Uint8Array(1) }]))
  await store.close()
  appendFileSync(path, '')
})
