import { expect, test, vi } from 'vitest'
import type { OpenedWorld } from '../../workers/protocol.ts'
import { createFakeHosts } from '../testing/fake-hosts.ts'
import { createSession } from './create-session.ts'

vi.stubGlobal('document', { hidden: false })
vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 0))

async function openImported(more: Partial<OpenedWorld['world']>) {
  const hosts = createFakeHosts({ ticks: 4 })
  const session = createSession({ ...hosts, now: () => 0, save: () => undefined })
  await session.listen()
  await session.actions.openWorld({ kind: 'scenario', id: 'first-light' })
  const { opened } = session.store.getState()
  if (opened === undefined) throw new Error('nothing is open')
  hosts.send({ kind: 'worlds', worlds: [{ ...opened.world, ...more }] })
  return { hosts, session, opened, state: () => session.store.getState() }
}

test('running on what was not reproduced here warns, and offers to verify', async () => {
  const { session, state } = await openImported({ notReproduced: 'unchecked' })
  await session.actions.play()
  expect(state().notices).toMatchObject([
    { tone: 'warning', textKey: 'notice.runUnchecked', command: { id: 'world.verify' } },
  ])
  // Another speed is no other start.
  session.actions.setSpeed(4)
  expect(state().notices).toHaveLength(1)
  await session.actions.pause()
})

test('a world of our own runs without a word', async () => {
  const { session, state } = await openImported({})
  await session.actions.play()
  expect(state().notices).toEqual([])
  await session.actions.pause()
})

test('what a verification found is kept with the world', async () => {
  const { hosts, session, opened } = await openImported({})
  const noted = vi.spyOn(hosts.world, 'noteSeals')
  await session.actions.verify()
  expect(noted).toHaveBeenCalledWith(opened.world.worldKey, 'main', expect.objectContaining({ ok: true }))
})
