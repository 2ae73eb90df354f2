import type { Page } from '@playwright/test'
import { Studio } from './support/studio.ts'
import { expect, test } from './support/test.ts'

/** What a page sees of its tab being hidden or shown again; headless tabs are always in front. */
async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (hidden ? 'hidden' : 'visible'),
    })
    document.dispatchEvent(new Event('visibilitychange'))
  }, isHidden)
}

test('a world rests when its tab is hidden for five minutes, says so, and runs on when asked', async ({
  page,
}) => {
  await page.clock.install()
  const studio = new Studio(page)
  await studio.open()
  await expect(studio.button('Pause')).toBeVisible()
  await expect.poll(() => studio.head()).toBeGreaterThan(13)

  await setHidden(page, true)
  await page.clock.fastForward('04:00')
  await setHidden(page, false)
  await expect(studio.button('Pause')).toBeVisible()

  await setHidden(page, true)
  await page.clock.fastForward('05:01')
  await expect(studio.button('Play')).toBeVisible()
  const notices = page.getByRole('log', { name: 'Notices' })
  await expect(notices).toBeEmpty()
  await setHidden(page, false)
  await expect(notices).toContainText(/^Paused at step \d+: this tab was hidden for five minutes\./)
  const rested = await studio.head()

  await notices.getByRole('button', { name: 'Run on' }).click()
  await expect(studio.button('Pause')).toBeVisible()
  await expect.poll(() => studio.head()).toBeGreaterThan(rested)
})
