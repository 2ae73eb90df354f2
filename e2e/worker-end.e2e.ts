import type { Page } from '@playwright/test'
import { Studio } from './support/studio.ts'
import { expect, test } from './support/test.ts'

/** Ends the worker of a name from inside, as running out of memory does, and waits for the one that follows. */
async function endWorker(page: Page, name: 'world' | 'replay'): Promise<void> {
  const named = []
  for (const worker of page.workers()) {
    // oxlint-disable-next-line no-await-in-loop -- one worker after the other
    if ((await worker.evaluate(() => Reflect.get(globalThis, 'name'))) === name) named.push(worker)
  }
  expect(named).toHaveLength(1)
  const ended = named[0]?.waitForEvent('close')
  await named[0]?.evaluate(() => void setTimeout(() => globalThis.close(), 0))
  await ended
  await expect.poll(() => page.workers().length).toBe(2)
}

test('a world worker that ends is followed by one that goes on', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await expect.poll(() => studio.head(), { timeout: 30_000 }).toBeGreaterThan(20)
  for (let round = 0; round < 2; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one end after the other
    await endWorker(page, 'world')
    // oxlint-disable-next-line no-await-in-loop -- one end after the other
    const before = await studio.head()
    // oxlint-disable-next-line no-await-in-loop -- one end after the other
    await expect.poll(() => studio.head(), { timeout: 30_000 }).toBeGreaterThan(before + 20)
  }
  await expect(studio.button('Pause')).toBeVisible()
  await studio.button('Verify').click()
  await expect(studio.seal).toContainText('reproduced')
})

test('a replay worker that ends is followed by one that shows the same step and goes on', async ({
  page,
}) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(60)
  await studio.seek(30)
  const shown = await studio.position.textContent()
  await endWorker(page, 'replay')
  // The first wish after the end is a single step: it counts from where the playhead stood.
  await page.keyboard.press('ArrowRight')
  await expect(studio.position).toHaveText(/^31\b/)
  await page.keyboard.press('ArrowLeft')
  await expect(studio.position).toHaveText(shown ?? '')
  await studio.button('Verify').click()
  await expect(studio.seal).toContainText('reproduced')
  // A world that lives while the replay worker ends is followed to its head again.
  await studio.run('transport.follow')
  await studio.button('Play').click()
  await endWorker(page, 'replay')
  const before = await studio.head()
  await expect.poll(() => studio.head(), { timeout: 30_000 }).toBeGreaterThan(before + 20)
  await expect.poll(() => studio.seq(), { timeout: 30_000 }).toBeGreaterThan(before + 20)
})
