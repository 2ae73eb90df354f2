import { Studio } from './support/studio.ts'
import { expect, test } from './support/test.ts'

test('a world worker that ends is followed by one that goes on', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await expect.poll(() => studio.head(), { timeout: 30_000 }).toBeGreaterThan(20)
  for (let round = 0; round < 2; round += 1) {
    const worldWorkers = []
    for (const worker of page.workers()) {
      // oxlint-disable-next-line no-await-in-loop -- one worker after the other
      if ((await worker.evaluate(() => Reflect.get(globalThis, 'name'))) === 'world')
        worldWorkers.push(worker)
    }
    expect(worldWorkers).toHaveLength(1)
    // oxlint-disable-next-line no-await-in-loop -- one end after the other
    await worldWorkers[0]?.evaluate(() => void setTimeout(() => globalThis.close(), 0))
    // oxlint-disable-next-line no-await-in-loop -- one end after the other
    await expect.poll(() => page.workers().length).toBe(2)
    // oxlint-disable-next-line no-await-in-loop -- one end after the other
    const before = await studio.head()
    // oxlint-disable-next-line no-await-in-loop -- one end after the other
    await expect.poll(() => studio.head(), { timeout: 30_000 }).toBeGreaterThan(before + 20)
  }
  await expect(studio.button('Pause')).toBeVisible()
  await studio.button('Verify').click()
  await expect(studio.seal).toContainText('reproduced')
})
