import { expect, test, vi } from 'vitest'
import { createFakeHosts, type FakeOptions } from '../testing/fake-hosts.ts'
import { openLinked } from '../link/open-linked.ts'
import { createSession } from './create-session.ts'

// The screen of these tests paints whenever it is asked to.
vi.stubGlobal('document', { hidden: false })
vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 0))

async function openSession(options: FakeOptions = {}) {
  const hosts = createFakeHosts({ ticks: 10, ...options })
  const saved: string[] = []
  const session = createSession({
    world: hosts.world,
    replay: hosts.replay,
    now: () => performance.now(),
    save: (_file, name) => saved.push(name),
  })
  await session.listen()
  const opened = await session.actions.openWorld({ kind: 'scenario', id: 'first-light' })
  return { hosts, session, saved, opened, state: () => session.store.getState() }
}

test('an opened world is shown at its head and followed', async () => {
  const { state } = await openSession()
  expect(state()).toMatchObject({ phase: 'open', playhead: 130, isFollowing: true })
  expect(state().position?.seq).toBe(130)
})

test('seek moves the number at once and the picture with the answer', async () => {
  const { session, state } = await openSession()
  const settled = session.actions.seek(57)
  expect(state().playhead).toBe(57)
  expect(state().position?.seq).toBe(130)
  await settled
  expect(state().position?.seq).toBe(57)
  expect(state().isFollowing).toBe(false)
})

test('a seek outside the journal ends at its edge', async () => {
  const { session, state } = await openSession()
  await session.actions.seek(10_000)
  expect(state()).toMatchObject({ playhead: 130, isFollowing: true })
  await session.actions.seek(-5)
  expect(state().playhead).toBe(0)
})

test('steps go one frame either way and stop at the ends', async () => {
  const { session, state } = await openSession()
  await session.actions.seek(5)
  await session.actions.stepForward()
  expect(state().playhead).toBe(6)
  await session.actions.stepBack({ count: 10 })
  expect(state().playhead).toBe(0)
})

test('while following, the playhead goes with what became durable', async () => {
  const { hosts, session, state } = await openSession()
  hosts.grow(13)
  await vi.waitFor(() => expect(state().position?.seq).toBe(143))
  await session.actions.seek(20)
  hosts.grow(13)
  await vi.waitFor(() => expect(state().head?.seq).toBe(156))
  expect(state().playhead).toBe(20)
})

test('play at the head runs the world, in the past it plays the recording', async () => {
  const { session, state } = await openSession()
  await session.actions.play()
  expect(state()).toMatchObject({ isRunning: true, isPlaying: false })
  await session.actions.pause()
  expect(state().isRunning).toBe(false)
  await session.actions.seek(3)
  await session.actions.play()
  expect(state()).toMatchObject({ isRunning: false, isPlaying: true })
  await session.actions.pause()
  expect(state().isPlaying).toBe(false)
})

test('a follower cannot run the world and is told why', async () => {
  const { session, state } = await openSession({ mode: 'follower' })
  expect(await session.actions.play()).toEqual({
    ok: false,
    fault: { kind: 'action.refused', reason: 'read_only' },
  })
  expect(state().isRunning).toBe(false)
  expect(state().notices.map(({ textKey }) => textKey)).toEqual(['notice.becameFollower'])
})

test('what a follower was told is said once, and taken back when its tab takes over', async () => {
  const { hosts, session, state } = await openSession({ mode: 'follower' })
  await session.actions.play()
  await session.actions.play()
  expect(state().notices).toHaveLength(1)
  hosts.send({ kind: 'mode', worldKey: 'first-light', mode: 'leader' })
  expect(state().notices.map(({ textKey }) => textKey)).toEqual(['notice.becameLeader'])
})

test('a world that cannot be opened leaves the one on the screen as it was', async () => {
  const { session, state } = await openSession()
  await session.actions.play()
  await session.actions.verify()
  const before = state()
  const answer = await session.actions.openWorld({ kind: 'stored', worldKey: 'nowhere' })
  expect(answer.ok).toBe(false)
  expect(state()).toMatchObject({ phase: 'open', isRunning: true, verify: before.verify })
})

test('a halted world says so and keeps its picture', async () => {
  const { hosts, state } = await openSession()
  hosts.send({ kind: 'halted', worldKey: 'first-light', fault: { kind: 'storage.quota' } })
  expect(state()).toMatchObject({ phase: 'open', isRunning: false, fault: { kind: 'storage.quota' } })
})

test('a halted world that runs again is no longer said to stand', async () => {
  const { hosts, session, state } = await openSession()
  hosts.send({ kind: 'halted', worldKey: 'first-light', fault: { kind: 'storage.quota' } })
  await session.actions.play()
  expect(state().isRunning).toBe(true)
  expect(state().fault).toBeUndefined()
})

test('a file is named by its world and its last step', async () => {
  const { session, saved } = await openSession()
  await session.actions.exportFile()
  expect(saved).toEqual(['first-light-130.orrery'])
})

test('a refused file names the fault and keeps the world on the screen', async () => {
  const { session, state } = await openSession()
  const answer = await session.actions.importFile(new Blob(['bad']), 'bad.orrery')
  expect(answer.ok).toBe(false)
  expect(state()).toMatchObject({
    phase: 'open',
    refusedFile: { name: 'bad.orrery', verifiedFrames: 31_407 },
  })
})

test('verify reports three seals, or the frame that broke them', async () => {
  const whole = await openSession()
  await whole.session.actions.verify()
  expect(whole.state().verify).toMatchObject({ state: 'done', report: { ok: true } })
  const broken = await openSession({ isTampered: true })
  await broken.session.actions.verify()
  expect(broken.state().verify).toMatchObject({
    report: { ok: false, fault: { kind: 'frame.hash', seq: 85 } },
  })
})

test('a world that cannot be opened is the whole page only when no other is there', async () => {
  const nothing = await openSession({ isBroken: true })
  expect(nothing.state()).toMatchObject({ phase: 'failed', fault: { kind: 'world.unknown' } })
  const { session, state } = await openSession()
  await session.actions.openWorld({ kind: 'stored', worldKey: 'gone' })
  expect(state().phase).toBe('open')
})

test('a branch that is not the live one is looked at, never run', async () => {
  const { hosts, session, state } = await openSession()
  await session.actions.openWorld({ kind: 'scenario', id: 'first-light', branch: 'main-2' })
  expect(state().opened).toMatchObject({ branch: 'main-2', world: { isRunnable: false } })
  const head = state().head?.seq
  hosts.grow(13)
  await session.actions.seek(3)
  expect(state().head?.seq).toBe(head)
})

test('a branch that is not there is a fault that names it, and changes nothing', async () => {
  const { session, state } = await openSession()
  const before = state().opened
  expect(await session.actions.openWorld({ kind: 'scenario', id: 'first-light', branch: 'nope' })).toEqual({
    ok: false,
    fault: { kind: 'world.unknown', path: 'nope', reason: 'branch' },
  })
  expect(state()).toMatchObject({ phase: 'open', opened: before })
})

test('a link with a branch that is not there opens the world and says so', async () => {
  const { session, state } = await openSession()
  const source = { kind: 'scenario', id: 'triad-belt' } as const
  expect(await openLinked(session.actions, source, 'nope', {})).toMatchObject({ ok: true })
  expect(state().opened).toMatchObject({ branch: 'main', world: { name: 'Triad Belt' } })
  expect(state().notices).toMatchObject([{ textKey: 'notice.linkBranch', values: { branch: 'nope' } }])
})
