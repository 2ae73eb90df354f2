import { beforeEach, expect, test, vi } from 'vitest'
import { save } from '../saved.ts'
import { createFakeHosts, type FakeOptions } from '../testing/fake-hosts.ts'
import { createSession } from './create-session.ts'
import { keepSeal, parseReport } from './kept-seal.ts'

vi.stubGlobal('document', { hidden: false })
vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 0))
beforeEach(() => save('tab', 'seal', undefined))

/** A page as it is after a load: a session of its own, the tab's storage as it was left. */
async function load(options: FakeOptions = {}) {
  const session = createSession({
    ...createFakeHosts({ ticks: 4, ...options }),
    now: () => 0,
    save: () => undefined,
  })
  await session.actions.openWorld({ kind: 'scenario', id: 'first-light' })
  keepSeal(session)
  return session
}

test('a reload finds the seal again', async () => {
  const before = await load()
  await before.actions.verify()
  const after = await load()
  await vi.waitFor(() =>
    expect(after.store.getState().verify).toMatchObject({ state: 'done', report: { ok: true } }),
  )
})

test('a fault that was found is not forgotten either', async () => {
  const before = await load({ isTampered: true })
  await before.actions.verify()
  const after = await load()
  await vi.waitFor(() =>
    expect(after.store.getState().verify).toMatchObject({
      report: { ok: false, fault: { kind: 'frame.hash' } },
    }),
  )
})

test('a seal of other frames is not shown', async () => {
  const before = await load()
  await before.actions.verify()
  // Another history of the same genesis: the frame it speaks of has another hash.
  const { verify } = before.store.getState()
  const report = verify.state === 'done' ? { ...verify.report, headHash: 'f'.repeat(64) } : {}
  const { opened } = before.store.getState()
  save('tab', 'seal', JSON.stringify({ world: `${opened?.world.genesis}/main`, report }))
  const after = await load()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(after.store.getState().verify).toEqual({ state: 'never' })
})

test.each([undefined, null, 7, {}, { ok: true, frames: 3 }, { ok: true, frames: -1, events: 0 }])(
  'what is not a report is not believed: %o',
  (value) => {
    expect(parseReport(value)).toBeUndefined()
  },
)
