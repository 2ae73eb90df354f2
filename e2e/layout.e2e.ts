import { expectAccessible } from './support/accessible.ts'
import { Studio } from './support/studio.ts'
import { expect, test } from './support/test.ts'

test('each visible panel is one region, and opens and closes by name', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(20)
  await expect(page.getByRole('tab', { name: 'World map' })).toBeVisible()
  for (const name of ['World map', 'Step', 'Timeline']) await expect(studio.region(name)).toHaveCount(1)
  await page.getByRole('tab', { name: 'Events' }).click()
  await expect(studio.region('Events')).toHaveCount(1)
  await expect(studio.region('World map')).toHaveCount(0)
  await page.getByRole('tab', { name: 'State' }).click()
  await expect(studio.region('State')).toHaveCount(1)

  await studio.run('panel.close', { panel: 'step' })
  await expect(studio.region('Step')).toHaveCount(0)
  await studio.run('panel.open', { panel: 'step' })
  await expect(studio.region('Step')).toHaveCount(1)
  await studio.run('panel.open', { panel: 'world-map' })
  await expect(studio.region('World map')).toHaveCount(1)
})

test('axe finds nothing severe, in both themes', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(20)
  for (const theme of ['dark', 'light']) {
    await studio.run('theme.set', { theme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await expectAccessible(page)
  }
})

test('the chosen theme is there from the first picture on', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.run('theme.set', { theme: 'light' })
  const light = await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)
  await studio.run('theme.set', { theme: 'dark' })
  const dark = await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)
  expect(light).not.toBe(dark)
  await studio.run('theme.set', { theme: 'light' })
  await page.reload({ waitUntil: 'commit' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
})

for (const size of [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 1024, height: 640 },
])
  test(`everything has its place at ${size.width} × ${size.height}`, async ({ page }) => {
    const studio = new Studio(page)
    await page.setViewportSize(size)
    await studio.open()
    await studio.growTo(20)
    await expect(page.getByRole('tab', { name: 'Events' })).toBeVisible()
    const scroll = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      height: document.documentElement.scrollHeight,
    }))
    expect(scroll).toEqual(size)
    for (const name of [
      'Verify',
      'Export',
      'Open',
      'Go to start',
      'Step back',
      'Play',
      'Step forward',
      'Follow',
    ]) {
      const box = await studio.button(name).boundingBox()
      expect(box, name).not.toBeNull()
      expect(box?.x ?? -1, name).toBeGreaterThanOrEqual(0)
      expect((box?.x ?? 0) + (box?.width ?? 0), name).toBeLessThanOrEqual(size.width)
      expect((box?.y ?? 0) + (box?.height ?? 0), name).toBeLessThanOrEqual(size.height)
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), name).toBeGreaterThanOrEqual(24)
    }
    const map = await studio.region('World map').boundingBox()
    expect(map?.height ?? 0).toBeGreaterThan(200)
    expect(map?.width ?? 0).toBeGreaterThan(400)
  })

test('the map is walked and zoomed by keys', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(20)
  await page.getByRole('application', { name: 'Agents and places' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/&sel=agent:/)
  const before = await studio.seq()
  await page.keyboard.press('ArrowLeft')
  expect(await studio.seq()).toBe(before)
  await page.keyboard.press('+')
  await page.keyboard.press('0')
})

test('commands answer scripts with a result or a located fault', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(20)
  expect(await studio.run('transport.seek', { seq: 3 })).toMatchObject({ ok: true, value: { seq: 3 } })
  expect(await studio.run('transport.seek', { seq: 'three' })).toMatchObject({
    ok: false,
    fault: { kind: 'input.invalid', path: 'seq' },
  })
  expect(await studio.run('nothing.at_all')).toMatchObject({ ok: false, fault: { kind: 'input.invalid' } })
  expect(await studio.run('language.set', { language: 'en' })).toMatchObject({ ok: true })
})
