import { openDB } from 'idb'
import { afterEach, expect, test } from 'vitest'
import { createSha256 } from '../../adapters/sha256.ts'
import { bytesToHex } from '../../kernel/base/order.ts'
import { valueOf } from '../testing/answers.ts'
import { sampleRun } from '../testing/sample-world.ts'
import { freshPrefix, openTab, type Tab } from '../testing/tabs.ts'

const tabs: Tab[] = []
const tab = async (prefix: string): Promise<Tab> => {
  const opened = await openTab(prefix)
  tabs.push(opened)
  return opened
}
afterEach(() => {
  for (const opened of tabs.splice(0)) opened.terminate()
})

const FIRST_LIGHT = { kind: 'scenario', id: 'first-light' } as const

test('opens a scenario as its durable leader, and again as the same world', async () => {
  const prefix = freshPrefix()
  const { world, terminate } = await tab(prefix)
  const opened = valueOf(await world.open(FIRST_LIGHT))
  expect(opened).toMatchObject({
    mode: 'leader',
    branch: 'main',
    isRunning: false,
    durable: { seq: 0, time: 0 },
  })
  expect(opened.world).toMatchObject({ scenario: 'first-light', seed: 1, isRunnable: true })
  const again = valueOf(await world.open({ kind: 'genesis', genesis: opened.world.genesis }))
  expect(again).toEqual(opened)
  terminate()
  const other = await tab(prefix)
  expect(valueOf(await other.world.open(FIRST_LIGHT))).toEqual(opened)
  expect((await other.world.worlds()).map(({ worldKey }) => worldKey)).toEqual([opened.world.worldKey])
})

test('runs by the clock, announces only what is durable, and pauses with its reason', async () => {
  const { world, heard, notices } = await tab(freshPrefix())
  valueOf(await world.open(FIRST_LIGHT))
  valueOf(await world.setRunning(true, { ticksPerSecond: 20 }))
  await heard('running', ({ isRunning }) => isRunning)
  await heard('durable', ({ head }) => head.time >= 4)
  valueOf(await world.setRunning(false, { reason: 'hidden' }))
  await heard('running', ({ isRunning, reason }) => !isRunning && reason === 'hidden')
  const seqs = notices.flatMap((notice) => (notice.kind === 'durable' ? [notice.head.seq] : []))
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
  expect(new Set(seqs).size).toBe(seqs.length)
})

test('runs exactly the ticks that were asked for', async () => {
  const { world } = await tab(freshPrefix())
  valueOf(await world.open(FIRST_LIGHT))
  const done: number[] = []
  const head = valueOf(await world.runTicks(30, (ticks) => void done.push(ticks)))
  expect(head.time).toBe(30)
  expect(done.at(-1)).toBe(30)
})

/** Hash of each frame of an uninterrupted run. */
const hashesOf = async (ticks: number): Promise<readonly string[]> =>
  sampleRun(await createSha256(), ticks).frames.map(({ hash }) => bytesToHex(hash))

test('killed in the middle of ticks again and again, it ends where an uninterrupted run ends', async () => {
  const prefix = freshPrefix()
  const hashes = await hashesOf(40)
  for (const wanted of [37, 130, 231, 350]) {
    const { world, heard, terminate } = await tab(prefix)
    const opened = valueOf(await world.open(FIRST_LIGHT))
    expect(opened.durable.hash).toBe(hashes[opened.durable.seq])
    valueOf(await world.setRunning(true, { ticksPerSecond: 50 }))
    const { head } = await heard('durable', (notice) => notice.head.seq >= wanted)
    expect(head.hash).toBe(hashes[head.seq])
    terminate()
  }
  const { world } = await tab(prefix)
  const { durable } = valueOf(await world.open(FIRST_LIGHT))
  const head = valueOf(await world.runTicks(40 - durable.time))
  expect(head).toMatchObject({ time: 40, seq: hashes.length - 1, hash: hashes.at(-1) })
})

test('a second tab follows what is durable and takes over, running, when the first goes', async () => {
  const prefix = freshPrefix()
  const first = await tab(prefix)
  const second = await tab(prefix)
  const opened = valueOf(await first.world.open(FIRST_LIGHT))
  const { worldKey } = opened.world
  const followed = valueOf(await second.world.open({ kind: 'stored', worldKey }))
  expect(followed.mode).toBe('follower')
  const refused = await second.world.setRunning(true)
  expect(refused.ok ? undefined : refused.fault).toMatchObject({ kind: 'action.refused', reason: 'follower' })
  valueOf(await first.world.setRunning(true, { ticksPerSecond: 25 }))
  await second.heard('running', ({ isRunning }) => isRunning)
  const { head } = await second.heard('durable', (notice) => notice.head.time >= 3)
  first.terminate()
  await second.heard('mode', ({ mode }) => mode === 'leader')
  const later = await second.heard('durable', (notice) => notice.head.time >= head.time + 5)
  valueOf(await second.world.setRunning(false))
  const hashes = await hashesOf(later.head.time + 1)
  expect(later.head.hash).toBe(hashes[later.head.seq])
})

test('a person acts, and takes the world back', async () => {
  const { world } = await tab(freshPrefix())
  valueOf(await world.open(FIRST_LIGHT))
  const before = valueOf(await world.runTicks(5))
  valueOf(await world.runTicks(5))
  const named = { kind: 'action.create_snapshot', payload: { name: 'noon' }, actor: 'person:ada', key: 'k1' }
  const snapshot = valueOf(await world.submit(named))
  const again = await world.submit(named)
  expect(again.ok ? undefined : again.fault).toMatchObject({
    kind: 'action.refused',
    reason: 'duplicate',
    seq: snapshot.seq,
  })
  const toHash = Uint8Array.from(before.hash.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  const payload = { toSeq: before.seq, toHash, reason: 'to see it again' }
  const back = valueOf(await world.submit({ kind: 'rollback', payload, actor: 'person:ada', key: 'k2' }))
  expect(back).toMatchObject({ seq: snapshot.seq + 1, time: 10 })
  expect(valueOf(await world.runTicks(2)).time).toBe(12)
})

test('a file goes out and comes in again with the same head', async () => {
  const { world } = await tab(freshPrefix())
  valueOf(await world.open(FIRST_LIGHT))
  const head = valueOf(await world.runTicks(60))
  const file = valueOf(await world.exportFile())
  const other = await tab(freshPrefix())
  const opened = valueOf(await other.world.importFile(file))
  expect(opened.durable).toEqual(head)
  expect(opened).toMatchObject({ mode: 'leader', world: { isRunnable: true } })
  expect(valueOf(await other.world.runTicks(1)).time).toBe(61)
  const bytes = new Uint8Array(await file.arrayBuffer())
  const at = Math.floor(bytes.length * 0.8)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  const third = await tab(freshPrefix())
  const refused = await third.world.importFile(new Blob([bytes]))
  expect(refused.ok ? undefined : refused.fault.seq).toBeGreaterThan(0)
  expect(await third.world.worlds()).toEqual([])
  const kept = valueOf(await third.world.importFile(new Blob([bytes]), { acceptPrefix: true }))
  expect(kept.durable.seq).toBe((refused.ok ? 0 : (refused.fault.verifiedFrames ?? 0)) - 1)
})

test('a deleted world closes in every tab and is forgotten', async () => {
  const prefix = freshPrefix()
  const first = await tab(prefix)
  const second = await tab(prefix)
  const { world } = valueOf(await first.world.open(FIRST_LIGHT))
  valueOf(await second.world.open({ kind: 'stored', worldKey: world.worldKey }))
  valueOf(await second.world.deleteWorld(world.worldKey))
  await second.heard('closed', ({ reason }) => reason === 'deleted')
  await first.heard('closed', ({ reason }) => reason === 'deleted')
  expect(await first.world.worlds()).toEqual([])
  expect(valueOf(await first.world.open(FIRST_LIGHT)).durable.seq).toBe(0)
})

test('a database that lost its last rows opens at what holds, says so, and goes on', async () => {
  const prefix = freshPrefix()
  const first = await tab(prefix)
  const { worldKey } = valueOf(await first.world.open(FIRST_LIGHT)).world
  const held = valueOf(await first.world.runTicks(3))
  const head = valueOf(await first.world.runTicks(2))
  first.terminate()
  const database = await openDB(`${prefix}-world-${worldKey}`)
  await database.delete('tail', IDBKeyRange.bound(['main', held.seq + 1], ['main', Infinity]))
  database.close()

  const { world, replay } = await tab(prefix)
  const opened = valueOf(await world.open(FIRST_LIGHT))
  expect(opened.durable).toEqual(held)
  expect(opened.mended).toMatchObject({
    kind: 'storage.torn_tail',
    seq: held.seq + 1,
    expected: head.seq + 1,
  })
  expect(valueOf(await replay.open(worldKey, 'main')).head).toEqual(held)
  expect(valueOf(await world.runTicks(2))).toEqual(head)
})
