import type { Page } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import { Studio } from './support/studio.ts'
import { expect, test } from './support/test.ts'

const resizer = (page: Page) => page.getByRole('separator', { name: 'Height of the timeline' })

async function widthOf(studio: Studio, name: string): Promise<number> {
  return (await studio.region(name).boundingBox())?.width ?? 0
}

async function heightOf(studio: Studio, name: string): Promise<number> {
  return (await studio.region(name).boundingBox())?.height ?? 0
}

test('panels stand where a person left them, and a command puts them back', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(20)
  await expect(page.getByRole('tab', { name: 'Events' })).toBeVisible()
  const standard = { step: await widthOf(studio, 'Step'), timeline: await heightOf(studio, 'Timeline') }

  const edge = await studio.region('Step').boundingBox()
  if (edge === null) throw new Error('the step has no place on the page')
  await page.mouse.move(edge.x, edge.y + 100)
  await page.mouse.down()
  await page.mouse.move(edge.x - 120, edge.y + 100, { steps: 5 })
  await page.mouse.up()
  await expect.poll(() => widthOf(studio, 'Step')).toBeGreaterThan(standard.step + 100)
  await page
    .getByRole('tab', { name: 'Events' })
    .dragTo(studio.region('Step'), { targetPosition: { x: 200, y: edge.height - 20 } })
  await expect(studio.region('Events')).toBeVisible()
  await studio.run('panel.close', { panel: 'state' })
  await resizer(page).focus()
  for (let press = 0; press < 4; press += 1) await page.keyboard.press('ArrowUp')
  await expect.poll(() => heightOf(studio, 'Timeline')).toBe(standard.timeline + 64)
  const [step, events] = [await widthOf(studio, 'Step'), await studio.region('Events').boundingBox()]

  await page.reload()
  await studio.ready()
  await expect(studio.region('Events')).toBeVisible()
  await expect.poll(() => widthOf(studio, 'Step')).toBe(step)
  await expect.poll(() => studio.region('Events').boundingBox()).toEqual(events)
  await expect(page.getByRole('tab', { name: 'State' })).toHaveCount(0)
  expect(await heightOf(studio, 'Timeline')).toBe(standard.timeline + 64)

  expect(await studio.run('layout.reset')).toMatchObject({ ok: true })
  await expect(page.getByRole('tab', { name: 'State' })).toBeVisible()
  await expect(studio.region('Events')).toHaveCount(0)
  await expect.poll(() => widthOf(studio, 'Step')).toBe(standard.step)
  expect(await heightOf(studio, 'Timeline')).toBe(standard.timeline)
})

test('a kept layout that is none gives the standard one', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(20)
  for (const text of [
    '{"version":1',
    '{"version":1,"openPanels":["step"],"front":"step","arrangement":{"root":[]}}',
  ]) {
    await page.evaluate((kept) => localStorage.setItem('orrery.layout', kept), text)
    await page.reload()
    await studio.ready()
    for (const name of ['World map', 'Step', 'Timeline']) await expect(studio.region(name)).toHaveCount(1)
  }
})

test('a reload finds the zoom of the timeline and the seal', async ({ page }) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(60)
  await studio.seek(30)
  const plot = studio.region('Timeline').getByRole('application', { name: 'Steps and events' })
  await plot.focus()
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  const inView = /Steps [1-9]\d* to \d+ of \d+ in view/
  await expect(plot).toHaveAccessibleDescription(inView)
  await page.waitForFunction(() => sessionStorage.getItem('orrery.timeline') !== null)
  await studio.button('Verify').click()
  await expect(studio.seal).toContainText('reproduced')
  const said = await plot.evaluate(
    (element) =>
      document.getElementById(element.getAttribute('aria-describedby')?.split(' ')[1] ?? '')?.textContent,
  )

  await page.reload()
  await studio.ready()
  await expect(studio.seal).toContainText('intact, authentic, reproduced')
  await expect(plot).toHaveAccessibleDescription(new RegExp(said ?? 'nothing was said'))
})

test('the height of the timeline is dragged, and a double click gives the standard back', async ({
  page,
}) => {
  const studio = new Studio(page)
  await studio.open()
  await studio.growTo(20)
  const standard = await heightOf(studio, 'Timeline')
  const box = await resizer(page).boundingBox()
  if (box === null) throw new Error('the edge of the timeline has no place on the page')
  const [x, y] = [box.x + 400, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x, y - 90, { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => heightOf(studio, 'Timeline')).toBe(standard + 90)
  // A low window keeps room for the map.
  await page.setViewportSize({ width: 1024, height: 520 })
  expect((await studio.region('World map').boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(200)
  await page.setViewportSize({ width: 1440, height: 900 })
  await resizer(page).dblclick()
  await expect.poll(() => heightOf(studio, 'Timeline')).toBe(standard)
})

for (const size of [
  { width: 900, height: 700 },
  { width: 800, height: 600 },
  { width: 480, height: 720 },
])
  test(`a narrow window has a drawer: ${size.width} × ${size.height}`, async ({ page }) => {
    const studio = new Studio(page)
    await page.setViewportSize(size)
    await studio.open()
    await studio.growTo(20)
    await expect(studio.region('Step')).toHaveCount(0)
    const map = await studio.region('World map').boundingBox()
    const drawer = page.getByRole('button', { name: /^Step/ }).and(page.locator('[aria-expanded]'))
    await expect(drawer).toHaveAttribute('aria-expanded', 'false')
    await drawer.click()
    await expect(studio.region('Step')).toHaveCount(1)
    await expect(studio.region('Step').getByRole('heading', { name: 'Facts' })).toBeAttached()
    expect(await studio.region('World map').boundingBox()).toEqual(map)
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await expect(studio.region('Step')).toHaveCount(0)

    await page.getByRole('tab', { name: 'World map' }).press('ArrowRight')
    await expect(studio.region('Events')).toHaveCount(1)
    await expect(page.getByRole('tab', { name: 'Events' })).toBeFocused()
    await page.getByRole('tab', { name: 'State' }).click()
    await expect(studio.region('State')).toHaveCount(1)

    await expectApart(page, size)
    // More room, and everything is where it was.
    await page.setViewportSize({ width: 1440, height: 900 })
    for (const name of ['State', 'Step', 'Timeline']) await expect(studio.region(name)).toHaveCount(1)
  })

/** Every control in header and transport is inside the window, is large enough, and covers no other. */
async function expectApart(
  page: Page,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  const controls = page.locator('header, footer').getByRole('button')
  const boxes = await Promise.all((await controls.all()).map((control) => control.boundingBox()))
  const shown = boxes.filter((box) => box !== null)
  expect(shown.length).toBeGreaterThan(8)
  for (const [index, box] of shown.entries()) {
    expect(box.x).toBeGreaterThanOrEqual(0)
    expect(box.x + box.width).toBeLessThanOrEqual(size.width)
    expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24)
    for (const other of shown.slice(index + 1)) {
      const isApart =
        box.x + box.width <= other.x + 0.5 ||
        other.x + other.width <= box.x + 0.5 ||
        box.y + box.height <= other.y + 0.5 ||
        other.y + other.height <= box.y + 0.5
      expect(isApart, JSON.stringify([box, other])).toBe(true)
    }
  }
}
