import { Studio } from './support/studio.ts'
import { expect, test } from './support/test.ts'

test('a step without a world is one of the world that opens', async ({ page, context }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(20)
  const second = new Studio(await context.newPage())
  await page.close()
  await second.open('/#s=5')
  await expect(second.position).toHaveText(/^5\b/)
  await expect(second.button('Play')).toBeVisible()

  // Edited in an open studio, too.
  await second.page.evaluate(() => {
    location.hash = '#s=9'
  })
  await expect(second.position).toHaveText(/^9\b/)
})

test('names of nonsense are short, and their controls are seen', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open(`/#${'x'.repeat(5000)}=1&%E2%80%AEevil=2&s=1&s=2`)
  const notices = page.getByRole('log', { name: 'Notices' })
  await expect(notices).toContainText('“\\u202eevil”')
  await expect(notices).toContainText('“s”')
  expect((await notices.textContent())?.length ?? 0).toBeLessThan(300)
})

test('a branch that is not there is named, and the world opens all the same', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(20)
  const genesis = /w=([0-9a-f]{64})/.exec(page.url())?.[1] ?? ''
  expect(await studio.run('world.open', { genesis, branch: 'nope' })).toMatchObject({
    ok: false,
    fault: { kind: 'world.unknown', path: 'nope', reason: 'branch', hint: expect.any(String) },
  })
  expect(await studio.run('world.open', { genesis, branch: 'main' })).toMatchObject({ ok: true })
  await page.goto('about:blank')
  await studio.open(`/#w=${genesis}&b=nope&s=7&v=1`)
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('“nope”')
  await expect(studio.position).toHaveText(/^7\b/)
})

test('two worlds of one name are told apart in the rail', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(20)
  await studio.run('world.open', { scenario: 'first-light', seed: 7 })
  const rail = page.getByRole('navigation', { name: 'Worlds and branches' })
  const rows = rail.getByRole('button', { name: /First Light/ })
  await expect(rows).toHaveCount(2)
  await expect(rows.filter({ hasText: 'seed 7' })).toHaveCount(1)
  await expect(rows.filter({ hasText: 'seed 1' })).toHaveCount(1)
})

test('brackets walk the chain of causes', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(20)
  await studio.seek(3)
  await page.locator('body').press('[')
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText(
    'Step 3 was caused by no other step.',
  )
  await expect(studio.position).toHaveText(/^3\b/)
})

test('a path that is not in the state is named', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(20)
  await studio.run('panel.open', { panel: 'state' })
  await studio.run('selection.set', { ref: 'path:agents/nobody' })
  await expect(
    studio.region('State').getByText('Nothing stands at agents/nobody at this step.'),
  ).toBeVisible()
  await studio.run('selection.set', { ref: 'path:agents/hesper' })
  await expect(studio.region('State').getByText('Nothing stands at')).toHaveCount(0)
})

test('an empty file is called empty', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(20)
  const file = { name: 'empty.orrery', mimeType: 'application/octet-stream', buffer: Buffer.alloc(0) }
  await page.locator('input[type=file]').setInputFiles(file)
  await expect(page.getByRole('dialog')).toContainText('The file is empty.')
})

test('a rejected action is among the events of the agent that asked for it', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(60)
  await page.getByRole('tab', { name: 'Events' }).click()
  const events = studio.region('Events')
  const list = events.getByRole('listbox', { name: 'Events up to the head' })
  await events.getByRole('button', { name: /^(Kinds|All kinds)/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'action_rejected' }).click()
  await page.keyboard.press('Escape')
  await list.getByRole('option').first().click()
  const actor = studio.region('Step').locator('dt:text-is("actor") + dd')
  await events.getByRole('combobox', { name: 'Agent' }).fill((await actor.textContent()) ?? '')
  await page.keyboard.press('Enter')
  await expect(list.getByRole('option').first()).toContainText('rejected')
})
