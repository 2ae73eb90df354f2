import { expectAccessible } from './support/accessible.ts'
import { Studio } from './support/studio.ts'
import { expect, test } from './support/test.ts'

test('an event is found, its step is read, and what it changed is shown in the state', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(60)

  await page.getByRole('tab', { name: 'Events' }).click()
  const events = studio.region('Events')
  await events.getByRole('button', { name: /^Kinds/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'agent_moved' }).click()
  await page.keyboard.press('Escape')
  const list = events.getByRole('listbox', { name: 'Events up to the head' })
  await list
    .getByRole('option', { name: /^event \d/ })
    .last()
    .click()

  const step = studio.region('Step')
  await expect(step.getByRole('heading', { name: 'move_agent' })).toBeVisible()
  await expect(step.getByText('accepted')).toBeVisible()
  await expect(step.getByRole('list', { name: 'Events' }).getByRole('listitem')).toHaveCount(1)
  const changes = step.getByRole('list', { name: 'Changes' })
  const moved = changes.getByRole('listitem').filter({ hasText: 'x_cm' })
  await expect(moved).toContainText('~')
  await expectAccessible(page)

  await moved.getByRole('button', { name: /^Show agents\/.+\/pos\/x_cm in State$/ }).click()
  const tree = studio.region('State').getByRole('tree')
  const field = tree.getByRole('treeitem', { selected: true })
  await expect(field).toContainText('x_cm')
  await expect(field).toContainText('changed by this step')
  await expect(field).toHaveAttribute('aria-level', '4')
  await expectAccessible(page)

  const seq = await studio.seq()
  await step.getByRole('button', { name: 'Previous step' }).click()
  await expect(studio.position).toHaveText(new RegExp(`^${seq - 1}\\b`))
  // What was open stays open at another step.
  await expect(field).toContainText('x_cm')
  await expect(tree).toHaveAccessibleName(`State at step ${seq - 1}`)
})

test('the list of events is narrowed, walked with keys alone, and cleared', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(60)
  await page.getByRole('tab', { name: 'Events' }).click()
  const events = studio.region('Events')
  const list = events.getByRole('listbox', { name: 'Events up to the head' })
  const all = await list.getByRole('option').first().getAttribute('aria-setsize')

  const text = events.getByRole('searchbox', { name: 'Text in events' })
  await text.fill('hesper')
  await expect(list.getByRole('option').first()).not.toHaveAttribute('aria-setsize', all ?? '')
  for (const row of await list.getByRole('option').all()) await expect(row).toContainText('Hesper')

  await text.fill('nobody of that name')
  await expect(events.getByText('No event matches this filter.')).toBeVisible()
  await events.getByRole('button', { name: 'Clear filter' }).click()
  await expect(list.getByRole('option').first()).toHaveAttribute('aria-setsize', all ?? '')

  const before = await studio.seq()
  await list.focus()
  for (const key of ['k', 'k', 'k', 'j', 'k', 'k']) await page.keyboard.press(key)
  const active = list.locator(`#${await list.getAttribute('aria-activedescendant')}`)
  const place = /step ([\d,]+)/
    .exec((await active.getAttribute('aria-label')) ?? '')?.[1]
    ?.replaceAll(',', '')
  await page.keyboard.press('Enter')
  await expect(studio.position).toHaveText(new RegExp(`^${place}\\b`))
  expect(await studio.seq()).toBeLessThan(before)
  await expect(active).toHaveAttribute('aria-current', 'step')
  await expect(active).toHaveAttribute('aria-selected', 'true')
  await expectAccessible(page)

  await text.fill('trade')
  await page.keyboard.press('Escape')
  await expect(text).toHaveValue('')
})

test('a place in the state is found by a word and walked to with keys', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(40)
  await page.getByRole('tab', { name: 'State' }).click()
  const state = studio.region('State')
  const tree = state.getByRole('tree')
  await expect(tree.getByRole('treeitem').first()).toBeVisible()

  const search = state.getByRole('searchbox', { name: 'Search state' })
  await search.fill('kessel')
  const found = state.getByRole('listbox', { name: 'Found in state' })
  await found
    .getByRole('option', { name: /^locations\/\S*kessel/ })
    .first()
    .click()
  await expect(search).toHaveValue('')
  const place = tree.getByRole('treeitem', { name: /kessel/ }).first()
  await expect(place).toBeVisible()
  await expect(place).toHaveAttribute('aria-expanded', 'false')

  await tree.focus()
  await page.keyboard.press('ArrowRight')
  await expect(place).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('ArrowRight')
  await expect(tree.getByRole('treeitem', { name: 'name' }).first()).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(place).toHaveAttribute('aria-expanded', 'false')

  await search.fill('nothing has this key')
  await expect(state.getByText(/^Nothing at step/)).toBeVisible()
  await state.getByRole('button', { name: 'Clear search' }).click()
  await expect(tree).toBeVisible()
})

test('the timeline is zoomed, walked and read without a pointer', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(60)
  const head = await studio.head()
  const timeline = studio.region('Timeline')
  const plot = timeline.getByRole('application', { name: 'Steps and events' })
  await expect(plot).toHaveAccessibleDescription(new RegExp(`Steps 0 to ${head} of ${head} in view`))

  await studio.seek(30)
  await plot.focus()
  await page.keyboard.press('+')
  await expect(plot).toHaveAccessibleDescription(/Steps [1-9]\d* to \d+ of \d+ in view, playhead at 30/)
  await page.keyboard.press('0')
  await expect(plot).toHaveAccessibleDescription(new RegExp(`Steps 0 to ${head} `))

  // The second lane is Moves: full stop and comma go along its events, arrows along the steps.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(timeline.getByText(/^Moves: \d+ events in view\.$/)).toBeAttached()
  await page.keyboard.press('.')
  await expect.poll(() => studio.seq()).toBeGreaterThan(30)
  const next = await studio.seq()
  await expect(studio.region('Step').getByRole('heading', { name: 'move_agent' })).toBeVisible()
  await page.keyboard.press(',')
  await expect.poll(() => studio.seq()).toBeLessThan(next)
  const moves = await studio.seq()
  await page.keyboard.press('ArrowRight')
  await expect(studio.position).toHaveText(new RegExp(`^${moves + 1}\\b`))
  await expectAccessible(page)

  const rows = timeline.getByRole('table', { name: 'Events in view by lane' }).getByRole('row')
  await expect(rows.filter({ hasText: 'Moves' })).toHaveText(/Moves[1-9]/)
})

test('the timeline is scrubbed, dragged and brushed with a pointer', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(60)
  const plot = studio.region('Timeline').getByRole('application', { name: 'Steps and events' })
  const box = await plot.boundingBox()
  if (box === null) throw new Error('the timeline has no place on the page')
  const at = (share: number, y: number) => [box.x + box.width * share, box.y + y] as const

  // The ruler moves the playhead.
  await page.mouse.move(...at(0.9, 56))
  await page.mouse.down()
  await page.mouse.move(...at(0.5, 56), { steps: 10 })
  await page.mouse.up()
  const head = await studio.head()
  await expect.poll(() => studio.seq()).toBeLessThan(head * 0.6)
  const scrubbed = await studio.seq()

  // The wheel zooms, dragging moves along; neither moves the playhead.
  await page.mouse.move(...at(0.5, 130))
  await page.mouse.wheel(0, -400)
  await expect(plot).toHaveAccessibleDescription(/Steps [1-9]/)
  await page.mouse.down()
  await page.mouse.move(...at(0.9, 130), { steps: 6 })
  await page.mouse.up()
  await expect(plot).not.toHaveAccessibleDescription(new RegExp(`to ${head} of`))
  expect(await studio.seq()).toBe(scrubbed)

  // The brush in the strip brings the end into view; a double click shows everything.
  await page.mouse.move(...at(0.4, 24))
  await page.mouse.down()
  await page.mouse.move(...at(0.98, 24), { steps: 6 })
  await page.mouse.up()
  await expect(plot).toHaveAccessibleDescription(new RegExp(`to ${head} of`))
  await page.mouse.dblclick(...at(0.5, 24))
  await expect(plot).toHaveAccessibleDescription(new RegExp(`Steps 0 to ${head} of`))
})

test('while a world runs fast, the step’s heading is that of the step below it', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.run('world.open', { scenario: 'swarm' })
  await studio.run('transport.play')
  await expect.poll(() => studio.head(), { timeout: 30_000 }).toBeGreaterThan(2000)
  const pairs = await studio.region('Step').evaluate(async (region) => {
    const number = (selector: string): number =>
      Number(region.querySelector(selector)?.textContent.replaceAll(',', ''))
    const seen: [number, number][] = []
    for (let sample = 0; sample < 40; sample += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one look at each picture
      await new Promise(requestAnimationFrame)
      seen.push([number('.tab-step'), number('[aria-label="Events"] .mono')])
    }
    return seen
  })
  // In the swarm every frame after the genesis holds one event.
  const distances = new Set(pairs.map(([step, event]) => event - step))
  expect([...distances]).toHaveLength(1)
})
