import { afterEach, expect, test } from 'vitest'
import { freshPrefix, openTab, type Tab, valueOf } from '../testing/tabs.ts'

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
