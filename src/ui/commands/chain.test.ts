import { expect, test, vi } from 'vitest'
import { createSession } from '../session/create-session.ts'
import { createFakeHosts } from '../testing/fake-hosts.ts'
import { goAlongChain } from './chain.ts'

vi.stubGlobal('document', { hidden: false })
vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 0))

async function openAt(seq: number) {
  const session = createSession({ ...createFakeHosts({ ticks: 10 }), now: () => 0, save: () => undefined })
  await session.actions.openWorld({ kind: 'scenario', id: 'first-light' }, { seq })
  return session
}

test('the chain is walked to the cause and to the effect', async () => {
  const session = await openAt(50)
  expect(await goAlongChain(session, 'cause')).toMatchObject({ ok: true, value: { seq: 47 } })
  expect(await goAlongChain(session, 'effect')).toMatchObject({ ok: true, value: { seq: 60 } })
})

test('where the chain ends the playhead stays and the answer says so', async () => {
  const session = await openAt(2)
  expect(await goAlongChain(session, 'cause')).toEqual({
    ok: false,
    fault: { kind: 'input.invalid', seq: 2, reason: 'no_cause' },
  })
  expect(session.store.getState().playhead).toBe(2)
})
