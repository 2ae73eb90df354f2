import { afterEach, expect, test, vi } from 'vitest'
import { bytesToHex } from '../../kernel/base/order.ts'
import { ok } from '../../kernel/base/result.ts'
import { nodeSha256 } from '../../kernel/testing/node-sha256.ts'
import { createMemoryStorage } from '../../storage/memory/memory-storage.ts'
import { MemoryDatabases } from '../../storage/memory/memory-tables.ts'
import type { PlainValue, WorldNotice } from '../protocol.ts'
import { valueOf } from '../testing/answers.ts'
import { createMemoryLocks } from '../testing/memory-locks.ts'
import { sampleRun } from '../testing/sample-world.ts'
import { JournalWriter } from './journal-writer.ts'
import { createWorldHost } from './world-host.ts'
import { readWritingStart } from '../../storage/journal-batch.ts'
import type { WorldHost } from '../protocol.ts'

interface MemoryTab {
  readonly host: WorldHost
  readonly notices: WorldNotice[]
  heard(is: (notice: WorldNotice) => boolean): Promise<WorldNotice>
}

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** Tabs of one browser, with storage and locks in memory. */
function createBrowser(): { openTab(): Promise<MemoryTab>; readonly databases: MemoryDatabases } {
  const databases = new MemoryDatabases()
  const locks = createMemoryLocks()
  const prefix = `memory-${Math.random()}`
  const openTab = async (): Promise<MemoryTab> => {
    const notices: WorldNotice[] = []
    const looks = new Set<() => void>()
    const host = createWorldHost({
      storage: async () => Promise.resolve({ ok: true, value: createMemoryStorage(databases) }),
      sha256: async () => Promise.resolve(nodeSha256),
      prefix: () => prefix,
      locks,
    })
    await host.listen((notice) => {
      notices.push(notice)
      for (const look of looks) look()
    })
    closing.push(async () => host.setRunning(false))
    const heard: MemoryTab['heard'] = async (is) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = notices.find(is)
          if (found !== undefined) resolve(found)
        }
        looks.add(look)
        look()
      })
    return { host, notices, heard }
  }
  return { openTab, databases }
}

const FIRST_LIGHT = { kind: 'scenario', id: 'first-light' } as const

test('a leader whose branch was written by somebody else steps down and goes on behind them', async () => {
  const browser = createBrowser()
  const tab = await browser.openTab()
  const { worldKey } = valueOf(await tab.host.open(FIRST_LIGHT)).world
  const { frames } = sampleRun(nodeSha256, 4)
  valueOf(await tab.host.runTicks(1))

  const store = valueOf(await createMemoryStorage(browser.databases).openWorld(worldKey))
  const start = valueOf(await readWritingStart(store, valueOf(await store.journal('main'))))
  const other = new JournalWriter({
    store,
    start,
    sha256: nodeSha256,
    now: () => 0,
    onDurable: () => undefined,
    onFault: () => undefined,
  })
  const from = (start.durable?.seq ?? 0) + 1
  for (const frame of frames.slice(from, from + 3)) other.append(frame)
  valueOf(await other.flush())

  const refused = await tab.host.runTicks(1)
  expect(refused.ok ? undefined : refused.fault.kind).toBe('storage.conflict')
  await tab.heard((notice) => notice.kind === 'mode' && notice.mode === 'follower')
  await tab.heard((notice) => notice.kind === 'mode' && notice.mode === 'leader')
  const head = valueOf(await tab.host.runTicks(1))
  const expected = sampleRun(nodeSha256, head.time).frames
  expect(head.hash).toBe(bytesToHex(expected[head.seq]?.hash ?? new Uint8Array()))
})

test('two tabs that open a new world at once make one, and one of them leads', async () => {
  const browser = createBrowser()
  const [first, second] = [await browser.openTab(), await browser.openTab()]
  const opened = await Promise.all([first.host.open(FIRST_LIGHT), second.host.open(FIRST_LIGHT)])
  const [a, b] = opened.map(valueOf)
  expect(a?.world.worldKey).toBe(b?.world.worldKey)
  expect(new Set([a?.mode, b?.mode])).toEqual(new Set(['follower', 'leader']))
  expect(await first.host.worlds()).toHaveLength(1)
})

test('a paused world is durable up to its head, and says why it rests', async () => {
  const tab = await createBrowser().openTab()
  valueOf(await tab.host.open(FIRST_LIGHT))
  valueOf(await tab.host.setRunning(true, { ticksPerSecond: 100 }))
  await tab.heard((notice) => notice.kind === 'durable' && notice.head.time >= 3)
  valueOf(await tab.host.setRunning(false, { reason: 'hidden' }))
  const last = tab.notices.findLast((notice) => notice.kind === 'durable')
  const running = tab.notices.at(-1)
  expect(running).toMatchObject({ kind: 'running', isRunning: false, reason: 'hidden' })
  const count = tab.notices.length
  await new Promise((resolve) => setTimeout(resolve, 120))
  expect(tab.notices).toHaveLength(count)
  expect(last).toBeDefined()
})

test('a world whose end was lost is cut to what holds, says so, and goes on to the same frames', async () => {
  const browser = createBrowser()
  const tab = await browser.openTab()
  const { worldKey } = valueOf(await tab.host.open(FIRST_LIGHT)).world
  valueOf(await tab.host.runTicks(3))
  const held = valueOf(await tab.host.runTicks(1))
  const head = valueOf(await tab.host.runTicks(2))
  const other = await browser.openTab()
  valueOf(await tab.host.open({ kind: 'scenario', id: 'minimal' }))

  const tables = browser.databases.open(`world-${worldKey}`)
  valueOf(
    await tables.write({}, async (transaction) => {
      transaction.delete('tail', ['main', held.seq + 1])
      return Promise.resolve(ok(undefined))
    }),
  )
  const opened = valueOf(await other.host.open({ kind: 'stored', worldKey }))
  expect(opened.durable).toEqual(held)
  const lost = { kind: 'storage.torn_tail', seq: held.seq + 1, path: 'main', expected: head.seq + 1 }
  expect(opened.mended).toMatchObject(lost)
  expect(other.notices.filter(({ kind }) => kind === 'halted')).toEqual([])
  expect(valueOf(await other.host.runTicks(2))).toEqual(head)
})

test('a world of which nothing holds is told, and left as it lies', async () => {
  const browser = createBrowser()
  const tab = await browser.openTab()
  const { worldKey } = valueOf(await tab.host.open(FIRST_LIGHT)).world
  valueOf(await tab.host.open({ kind: 'scenario', id: 'minimal' }))
  const tables = browser.databases.open(`world-${worldKey}`)
  valueOf(
    await tables.write({}, async (transaction) => {
      transaction.delete('tail', ['main', 0])
      return Promise.resolve(ok(undefined))
    }),
  )
  expect(await tab.host.open({ kind: 'stored', worldKey })).toMatchObject({
    fault: { kind: 'storage.torn_tail', seq: 0 },
  })
  const store = valueOf(await createMemoryStorage(browser.databases).openWorld(worldKey))
  expect(valueOf(await store.branches())).toHaveLength(1)
})

test('what others left behind is cleared away when a worker begins', async () => {
  const browser = createBrowser()
  const storage = createMemoryStorage(browser.databases)
  const head = { seq: 0, hash: new Uint8Array(32), time: 0, nextEvent: 1 }
  const genesis = '0'.repeat(64)
  const row = { worldKey: 'half', name: 'Half', genesis, scenario: '', seed: 0, head, createdAtMs: 1 }
  valueOf(await storage.catalogue.put({ ...row, isStaged: true }))
  const tab = await browser.openTab()
  await vi.waitFor(async () => expect(valueOf(await storage.catalogue.list('staged'))).toEqual([]))

  const { worldKey } = valueOf(await tab.host.open(FIRST_LIGHT)).world
  const store = valueOf(await storage.openWorld(worldKey))
  valueOf(await store.putBlobs([{ digest: 'ab'.repeat(32), bytes: new Uint8Array(3) }]))
  valueOf(await tab.host.open({ kind: 'scenario', id: 'minimal' }))
  valueOf(await tab.host.open({ kind: 'stored', worldKey }))
  await vi.waitFor(async () =>
    expect(valueOf(await store.audit()).orphaned).toEqual({ segments: [], blobs: [] }),
  )
})

test('what cannot run says so', async () => {
  const tab = await createBrowser().openTab()
  expect(await tab.host.setRunning(true)).toMatchObject({ fault: { kind: 'world.unknown' } })
  expect(await tab.host.open({ kind: 'scenario', id: 'nowhere' })).toMatchObject({
    fault: { kind: 'world.unknown' },
  })
  expect(await tab.host.open({ kind: 'genesis', genesis: '00' })).toMatchObject({
    fault: { kind: 'world.unknown' },
  })
  valueOf(await tab.host.open(FIRST_LIGHT))
  expect(await tab.host.setRunning(true, { ticksPerSecond: 0 })).toMatchObject({
    fault: { kind: 'input.invalid' },
  })
  const many = (value: PlainValue): PlainValue => Array.from<PlainValue>({ length: 1000 }).fill(value)
  const payload = { agent_id: 'alder', kind: 'laugh', payload: many(many(many(many('ha')))) }
  expect(
    await tab.host.submit({ kind: 'action.body_action', payload, actor: 'person:ada', key: 'k' }),
  ).toMatchObject({ fault: { kind: 'action.refused', reason: 'malformed', path: 'payload' } })
  const malformed = { kind: 'action.move_agent', payload: 7, actor: 'person:ada', key: 'k' }
  expect(await tab.host.submit(malformed)).toMatchObject({
    fault: { kind: 'action.refused', reason: 'malformed' },
  })
})
