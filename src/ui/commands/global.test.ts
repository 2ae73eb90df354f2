import { expect, test, vi } from 'vitest'
import { createLayout } from '../dock/layout.ts'
import { createSession } from '../session/create-session.ts'
import { createFakeHosts } from '../testing/fake-hosts.ts'
import { announceOrrery, type OrreryGlobal } from './global.ts'
import { createCommands, publishCommands } from './install.ts'

vi.stubGlobal('document', { hidden: false })
vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 0))
vi.stubGlobal('window', {})

test('a script may call before the studio is there', async () => {
  const publish = announceOrrery()
  const early = window.orrery
  const answer = early?.run('transport.pause')
  publish({
    ready: Promise.resolve(),
    commands: ['transport.pause'],
    run: (id) => Promise.resolve({ ok: true, value: id }),
  })
  await expect(early?.ready).resolves.toBeUndefined()
  expect(await answer).toEqual({ ok: true, value: 'transport.pause' })
  expect(window.orrery?.commands).toEqual(['transport.pause'])
})

test('moving the playhead answers where it came to, without what the map draws', async () => {
  const hosts = createFakeHosts({ ticks: 10 })
  const session = createSession({ ...hosts, now: () => performance.now(), save: () => undefined })
  await session.listen()
  await session.actions.openWorld({ kind: 'scenario', id: 'first-light' })
  const { run } = createCommands({ session, layout: createLayout(), pickFile: () => undefined })
  for (const id of ['transport.seek', 'transport.step_back', 'transport.start', 'transport.follow']) {
    const answer = await run(id, { seq: 57 })
    expect(answer).toMatchObject({ ok: true, value: { seq: expect.any(Number), hash: expect.any(String) } })
    if (answer.ok) expect(answer.value).not.toHaveProperty('map')
  }
})

test('a fault reaches a script with its fields and a sentence about what to do', async () => {
  const session = createSession({ ...createFakeHosts(), now: () => 0, save: () => undefined })
  const context = { session, layout: createLayout(), pickFile: () => undefined }
  let orrery: OrreryGlobal | undefined
  publishCommands(context, createCommands(context), (real) => {
    orrery = real
  })
  expect(await orrery?.run('transport.seek', { seq: 'three' })).toEqual({
    ok: false,
    fault: {
      kind: 'input.invalid',
      path: 'seq',
      reason: 'argument',
      hint: expect.stringMatching(/^[A-Z].*\.$/),
    },
  })
  expect(await orrery?.run('nothing.at_all')).toMatchObject({
    ok: false,
    fault: {
      kind: 'input.invalid',
      path: 'nothing.at_all',
      hint: expect.stringContaining('orrery.commands'),
    },
  })
})
