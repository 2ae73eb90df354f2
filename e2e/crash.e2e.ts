import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext, Page } from '@playwright/test'
import { KillableBrowser } from './support/killable-browser.ts'
import { Studio } from './support/studio.ts'
import { expect, test } from './support/test.ts'

const ROUNDS = 10

/** Between the first commits of a round and the kill, in ms. */
const KILL_AFTER_MS = { min: 150, max: 2500 }

/** A frame that the page was told is durable. */
interface Acknowledged {
  readonly seq: number
  readonly hash: string
}

/** Draws that are the same in every run of the test: a failure can be looked at again. */
function createDice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
}

/** Hands every head that the world worker announces as durable to this process, the moment it is announced. */
async function hearDurable(
  context: BrowserContext,
  page: Page,
  hear: (head: Acknowledged) => void,
): Promise<void> {
  await context.exposeBinding('__durable', (_source, head: Acknowledged) => hear(head))
  await page.addInitScript(() => {
    const tell: unknown = Reflect.get(globalThis, '__durable')
    const listened = new Set<string>()
    const listen = async (): Promise<void> => {
      for (const { name = '' } of await indexedDB.databases()) {
        const worldKey = /^orrery-world-(.+)$/.exec(name)?.[1]
        if (worldKey === undefined || listened.has(worldKey)) continue
        listened.add(worldKey)
        const channel = new BroadcastChannel(`orrery:world:${worldKey}`)
        channel.onmessage = ({
          data,
        }: MessageEvent<{ kind: string; head: { seq: number; hash: string } }>) => {
          if (data.kind === 'durable' && typeof tell === 'function')
            tell({ seq: data.head.seq, hash: data.head.hash })
        }
      }
    }
    setInterval(() => void listen(), 50)
  })
}

/** What a command of the page answered; a fault fails the test. */
async function run(
  studio: Studio,
  id: string,
  args?: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const answer = (await studio.run(id, args)) as {
    ok: boolean
    value?: Record<string, unknown>
    fault?: unknown
  }
  expect(answer.fault, `${id} ${JSON.stringify(args)}`).toBeUndefined()
  return answer.value ?? {}
}

async function runFast(studio: Studio): Promise<void> {
  await studio.page.getByRole('combobox', { name: 'Speed' }).selectOption('64')
  await run(studio, 'transport.follow')
  await run(studio, 'transport.play')
}

test('killed at any moment, a world reopens, verifies and holds every frame it acknowledged', async ({
  site,
  faults,
}) => {
  test.setTimeout(600_000)
  const dice = createDice(20_261_121)
  const browser = await KillableBrowser.create()
  const acknowledged = new Map<number, string>()
  let last: Acknowledged = { seq: -1, hash: '' }
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      const { context, page } = await browser.start()
      await faults.watch(context, site.address)
      const before = last
      let isHeard = false
      await hearDurable(context, page, (head) => {
        isHeard = true
        acknowledged.set(head.seq, head.hash)
        if (head.seq > last.seq) last = head
      })
      const studio = new Studio(page)
      await studio.open(site.address)

      expect(await studio.head(), `round ${round}: the head`).toBeGreaterThanOrEqual(before.seq)
      const report = await run(studio, 'world.verify')
      expect(report, `round ${round}: the seals`).toMatchObject({
        ok: true,
        seals: { intact: true, authentic: true, reproduced: true },
      })
      expect(report['frames']).toBeGreaterThan(before.seq)
      for (const [seq, hash] of sampleOf(acknowledged, before, dice)) {
        expect(await run(studio, 'transport.seek', { seq }), `round ${round}`).toMatchObject({ seq, hash })
      }
      if (round === ROUNDS) break

      await runFast(studio)
      await expect.poll(() => isHeard).toBe(true)
      await sleep(KILL_AFTER_MS.min + dice(KILL_AFTER_MS.max - KILL_AFTER_MS.min))
      await browser.kill()
    }
    expect(acknowledged.size, 'heads that were acknowledged').toBeGreaterThan(ROUNDS * 2)
  } finally {
    await browser.remove()
  }
})

/** The newest acknowledged frame and a few others. */
function sampleOf(
  acknowledged: ReadonlyMap<number, string>,
  newest: Acknowledged,
  dice: (below: number) => number,
): readonly (readonly [number, string])[] {
  if (newest.seq < 0) return []
  const seqs = [...acknowledged.keys()].filter((seq) => seq <= newest.seq)
  const some = Array.from({ length: 5 }, () => seqs[dice(seqs.length)] ?? newest.seq)
  return [newest.seq, ...some].map((seq) => [seq, acknowledged.get(seq) ?? ''] as const)
}

test('storage that is full halts the world cleanly, and room lets it go on', async ({
  profile,
  site,
  faults,
}) => {
  test.setTimeout(120_000)
  const page = await profile.open()
  const studio = new Studio(page)
  await studio.open(site.address)
  const origin = new URL(site.address).origin
  const devtools = await profile.context.newCDPSession(page)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1024 * 1024 })
  await runFast(studio)
  const alert = page.getByRole('alert').filter({ hasText: 'no more room' })
  await expect(alert).toBeVisible({ timeout: 60_000 })

  const head = await studio.head()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    studio.button('Export').first().click(),
  ])
  expect(download.suggestedFilename()).toBe(`first-light-${head}.orrery`)
  expect(await run(studio, 'world.verify')).toMatchObject({ ok: true, frames: head + 1 })

  await devtools.send('Storage.overrideQuotaForOrigin', { origin })
  await run(studio, 'transport.follow')
  await run(studio, 'transport.play')
  await expect.poll(() => studio.head(), { timeout: 20_000 }).toBeGreaterThan(head)
  await run(studio, 'transport.pause')
  expect(await run(studio, 'world.verify')).toMatchObject({ ok: true })
  expect(faults.unexpected).toEqual([])
})
