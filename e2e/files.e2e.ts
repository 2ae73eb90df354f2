import { readFile } from 'node:fs/promises'
import { Studio } from './support/studio.ts'
import { expect, test } from './support/test.ts'

test('a world is exported, opened elsewhere and verified', async ({ page, browser, site, faults }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(40)
  const head = await studio.head()
  const [download] = await Promise.all([page.waitForEvent('download'), studio.button('Export').click()])
  expect(download.suggestedFilename()).toBe(`first-light-${head}.orrery`)
  const bytes = await readFile(await download.path())

  const elsewhere = await browser.newContext({
    baseURL: site.address,
    viewport: { width: 1440, height: 900 },
  })
  await faults.watch(elsewhere, site.address)
  const other = new Studio(await elsewhere.newPage())
  await other.open()
  const [chooser] = await Promise.all([other.page.waitForEvent('filechooser'), other.button('Open').click()])
  await chooser.setFiles({ name: 'sent.orrery', mimeType: 'application/octet-stream', buffer: bytes })
  await expect(other.page.getByRole('log', { name: 'Notices' })).toContainText('Opened sent.orrery')
  await expect(other.position).toHaveText(new RegExp(`^${head}\\b`))
  await other.button('Verify').click()
  for (const word of ['intact', 'authentic', 'reproduced']) await expect(other.seal).toContainText(word)
  await elsewhere.close()
})

test('a damaged file is refused with its place, and its good part opened', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(60)
  const head = await studio.head()
  const [download] = await Promise.all([page.waitForEvent('download'), studio.button('Export').click()])
  const bytes = await readFile(await download.path())
  const damaged = Buffer.from(bytes)
  const at = Math.floor(damaged.length * 0.7)
  damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at)
  const file = { name: 'damaged.orrery', mimeType: 'application/octet-stream', buffer: damaged }

  await page.locator('input[type=file]').setInputFiles(file)
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('damaged.orrery was not opened')
  await expect(dialog).toContainText(/Frame \d+/)
  await expect(dialog).toContainText('Nothing of it was stored')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(dialog).toBeHidden()
  await expect(studio.position).toHaveText(new RegExp(`^${head}\\b`))

  await page.locator('input[type=file]').setInputFiles(file)
  const openPrefix = dialog.getByRole('button', { name: /^Open the first \d+ frames$/ })
  const frames = Number(/\d+/.exec((await openPrefix.textContent()) ?? '')?.[0])
  await openPrefix.click()
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('Opened the first')
  expect(frames).toBeLessThanOrEqual(head)
  await studio.button('Verify').click()
  await expect(studio.seal).toContainText('intact')
})

test('something else than a recording is refused by name', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(20)
  await page.locator('input[type=file]').setInputFiles({
    name: 'notes.orrery',
    mimeType: 'text/plain',
    buffer: Buffer.from('these are notes'),
  })
  await expect(page.getByRole('dialog')).toContainText('This is not an .orrery recording')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('a second tab reads along and says so', async ({ page, context }) => {
  const studio = new Studio(page)
  await studio.open()
  await expect.poll(() => studio.seq()).toBeGreaterThan(5)
  const second = new Studio(await context.newPage())
  await second.open(page.url())
  await expect(second.page.getByText('read-only: another tab runs this world')).toBeVisible()
  await second.button('Follow').click()
  const before = await second.head()
  await expect.poll(() => second.head()).toBeGreaterThan(before)
})
