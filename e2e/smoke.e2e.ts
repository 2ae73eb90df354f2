import { expectAccessible } from './support/accessible.ts'
import { expect, test } from './support/test.ts'

test('the page opens', async ({ page }) => {
  await page.goto('/')
  await expect(page).toHaveTitle(/Orrery/)
  await expect(page.locator('#root > *').first()).toBeVisible()
  await expectAccessible(page)
})

test('the page keeps its storage when the browser is closed', async ({ profile, site }) => {
  const first = await profile.open()
  await first.goto(site.address)
  await first.evaluate(() => localStorage.setItem('e2e.smoke', 'kept'))
  await profile.close()
  const again = await profile.open()
  await again.goto(site.address)
  expect(await again.evaluate(() => localStorage.getItem('e2e.smoke'))).toBe('kept')
})

test('a complaint of the browser would fail a test', async ({ page, faults }) => {
  await page.goto('/')
  await page.evaluate(async () => {
    console.error('planted')
    await fetch('data:,planted').catch(() => undefined)
  })
  await expect.poll(() => faults.unexpected).toContain('console: planted')
  await expect.poll(() => faults.unexpected).toContainEqual(expect.stringMatching(/^policy: connect-src/))
  faults.expect(/planted|connect-src/)
})
