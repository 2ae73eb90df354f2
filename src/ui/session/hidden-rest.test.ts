import { afterEach, expect, test, vi } from 'vitest'
import { createFakeHosts } from '../testing/fake-hosts.ts'
import { createSession } from './create-session.ts'
import { restWhenHidden } from './hidden-rest.ts'

const MINUTE_MS = 60_000

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function runWorld() {
  const page = Object.assign(new EventTarget(), { hidden: false })
  vi.stubGlobal('document', page)
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 0))
  vi.useFakeTimers()
  const hosts = createFakeHosts({ ticks: 4 })
  const session = createSession({ ...hosts, now: () => 0, save: () => undefined })
  restWhenHidden(session)
  await session.listen()
  await session.actions.openWorld({ kind: 'scenario', id: 'first-light' }, { run: true })
  const show = async (isShown: boolean): Promise<void> => {
    page.hidden = !isShown
    page.dispatchEvent(new Event('visibilitychange'))
    await vi.advanceTimersByTimeAsync(0)
  }
  return { state: () => session.store.getState(), show }
}

test('a world rests after five hidden minutes and says so on return', async () => {
  const { state, show } = await runWorld()
  await show(false)
  await vi.advanceTimersByTimeAsync(4 * MINUTE_MS)
  expect(state().isRunning).toBe(true)
  await vi.advanceTimersByTimeAsync(2 * MINUTE_MS)
  expect(state()).toMatchObject({ isRunning: false, pauseReason: 'hidden' })
  expect(state().notices).toEqual([])
  await show(true)
  expect(state().notices).toMatchObject([
    { textKey: 'notice.hiddenPause', command: { id: 'transport.play' } },
  ])
})

test('a short absence changes nothing', async () => {
  const { state, show } = await runWorld()
  await show(false)
  await vi.advanceTimersByTimeAsync(MINUTE_MS)
  await show(true)
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS)
  expect(state().isRunning).toBe(true)
  expect(state().notices).toEqual([])
})
