import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fault } from '../../kernel/base/fault.ts'
import { bytesToHex } from '../../kernel/base/order.ts'
import { fail } from '../../kernel/base/result.ts'
import { nodeSha256 } from '../../kernel/testing/node-sha256.ts'
import { readRuns } from '../../storage/frames.ts'
import { createMemoryStorage } from '../../storage/memory/memory-storage.ts'
import type { CommitBatch, WorldStore } from '../../storage/port.ts'
import { valueOf } from '../testing/answers.ts'
import { sampleRun } from '../testing/sample-world.ts'
import { GROUP_COMMIT_MS, JournalWriter } from './journal-writer.ts'
import { readWritingStart, startOfBranch } from '../../storage/journal-batch.ts'

const { frames, world } = sampleRun(nodeSha256, 120)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function openStore(): Promise<WorldStore> {
  return valueOf(await createMemoryStorage().openWorld('w'))
}

interface Writing {
  readonly writer: JournalWriter
  readonly durable: number[]
  readonly faults: string[]
  readonly batches: CommitBatch[]
  refuse: boolean
}

function write(store: WorldStore, start = startOfBranch('main')): Writing {
  const writing = {
    durable: [] as number[],
    faults: [] as string[],
    batches: [] as CommitBatch[],
    refuse: false,
  }
  const writer = new JournalWriter({
    store: {
      commit: async (batch) => {
        if (writing.refuse) return fail(fault('storage.quota'))
        writing.batches.push(batch)
        return store.commit(batch)
      },
    },
    start,
    sha256: nodeSha256,
    now: () => 1,
    onDurable: ({ seq }) => void writing.durable.push(seq),
    onFault: ({ kind }) => void writing.faults.push(kind),
  })
  return Object.assign(writing, { writer })
}

async function hashesIn(store: WorldStore): Promise<readonly string[]> {
  const hashes: string[] = []
  for await (const run of readRuns(store, 'main')) {
    for (const frame of valueOf(run).frames) hashes.push(bytesToHex(nodeSha256.digest(frame)))
  }
  return hashes
}

const hashes = frames.map(({ hash }) => bytesToHex(hash))

test('a frame is durable within a tenth of a second, together with those after it', async () => {
  const store = await openStore()
  const writing = write(store)
  for (const frame of frames.slice(0, 5)) writing.writer.append(frame)
  expect(writing.writer.head?.seq).toBe(4)
  expect(writing.writer.durable).toBeUndefined()
  await vi.advanceTimersByTimeAsync(GROUP_COMMIT_MS)
  expect(writing.durable).toEqual([4])
  expect(await hashesIn(store)).toEqual(hashes.slice(0, 5))
})

test('segments are cut as a function of the frames alone, however they were committed', async () => {
  const [together, apart] = [await openStore(), await openStore()]
  const whole = write(together)
  for (const frame of frames) whole.writer.append(frame)
  valueOf(await whole.writer.flush())
  let writing = write(apart)
  for (const [index, frame] of frames.entries()) {
    writing.writer.append(frame)
    if (index % 7 !== 0) continue
    valueOf(await writing.writer.flush())
    if (index % 77 !== 0) continue
    // Somebody else goes on, knowing only what is stored.
    await writing.writer.close()
    writing = write(apart, valueOf(await readWritingStart(apart, valueOf(await apart.journal('main')))))
  }
  valueOf(await writing.writer.flush('strict'))
  const [a, b] = [valueOf(await together.journal('main')), valueOf(await apart.journal('main'))]
  expect(a.path.length).toBeGreaterThan(2)
  expect(b.path).toEqual(a.path)
  expect(b.branch).toEqual(a.branch)
  expect(await hashesIn(apart)).toEqual(hashes)
  expect(a.branch.head).toEqual(world.head)
})

test('what storage refuses is written whole when there is room again', async () => {
  const store = await openStore()
  const writing = write(store)
  for (const frame of frames.slice(0, 3)) writing.writer.append(frame)
  valueOf(await writing.writer.flush())
  writing.refuse = true
  for (const frame of frames.slice(3, 9)) writing.writer.append(frame)
  expect(await writing.writer.flush()).toEqual(fail(fault('storage.quota')))
  for (const frame of frames.slice(9, 12)) writing.writer.append(frame)
  await vi.advanceTimersByTimeAsync(10 * GROUP_COMMIT_MS)
  expect(writing.faults).toEqual(['storage.quota'])
  expect(writing.writer.durable?.seq).toBe(2)
  expect(await hashesIn(store)).toEqual(hashes.slice(0, 3))
  writing.refuse = false
  valueOf(await writing.writer.flush())
  expect(writing.writer.fault).toBeUndefined()
  expect(await hashesIn(store)).toEqual(hashes.slice(0, 12))
})

test('who did not see what another wrote gets a conflict and writes nothing', async () => {
  const store = await openStore()
  const first = write(store)
  first.writer.append(frames[0]!)
  valueOf(await first.writer.flush())
  const second = write(store, valueOf(await readWritingStart(store, valueOf(await store.journal('main')))))
  second.writer.append(frames[1]!)
  valueOf(await second.writer.flush())
  first.writer.append(frames[1]!)
  const answer = await first.writer.flush()
  expect(answer.ok ? undefined : answer.fault.kind).toBe('storage.conflict')
  expect(await hashesIn(store)).toEqual(hashes.slice(0, 2))
})

test('a strict flush commits even when everything is durable already', async () => {
  const writing = write(await openStore())
  writing.writer.append(frames[0]!)
  valueOf(await writing.writer.flush())
  valueOf(await writing.writer.flush('strict'))
  expect(writing.batches.map(({ durability }) => durability)).toEqual(['relaxed', 'strict'])
  expect(writing.durable).toEqual([0])
})
