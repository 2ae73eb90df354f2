import { expect, test } from 'vitest'
import { ok, type Result } from '../../kernel/base/result.ts'
import type { PositionView } from '../../workers/protocol.ts'
import { createSeekQueue, type Place } from './seek-queue.ts'

function viewAt(seq: number): PositionView {
  const map = {
    directoryVersion: 0,
    agents: new Float32Array(),
    tones: new Uint8Array(),
    locations: new Float32Array(),
  }
  return { token: 0, seq, k: 1, eventsInFrame: 1, time: 0, hash: '', map }
}

/** A worker whose answers and a screen whose pictures come when the test says so. */
function setUp() {
  const asked: string[] = []
  const away: (() => void)[] = []
  const frames: (() => void)[] = []
  const answers: { readonly seq: number; readonly isSettled: boolean }[] = []
  let at = 0
  const later = (name: string, seq: () => number): Promise<Result<PositionView>> => {
    asked.push(name)
    return new Promise((resolve) =>
      away.push(() => {
        at = seq()
        resolve(ok(viewAt(at)))
      }),
    )
  }
  const queue = createSeekQueue({
    seek: (place: Place) => later(`seek ${place.seq}`, () => place.seq),
    step: ({ direction }) => later(`step ${direction}`, () => at + direction),
    nextFrame: (callback) => frames.push(callback),
    onAnswer: (answer, isSettled) => answers.push({ seq: answer.ok ? answer.value.seq : -1, isSettled }),
  })
  const flush = async (list: (() => void)[]): Promise<void> => {
    for (const call of list.splice(0)) call()
    await Promise.resolve()
    await Promise.resolve()
  }
  return { queue, asked, answers, answer: () => flush(away), paint: () => flush(frames) }
}

test('one question is away at a time and only the newest place is asked next', async () => {
  const { queue, asked, answer, paint } = setUp()
  void queue.goTo({ seq: 1 })
  void queue.goTo({ seq: 2 })
  void queue.goTo({ seq: 3 })
  expect(asked).toEqual(['seek 1'])
  await answer()
  expect(asked).toEqual(['seek 1'])
  await paint()
  expect(asked).toEqual(['seek 1', 'seek 3'])
})

test('everybody who waits gets the newest answer', async () => {
  const { queue, answer, paint } = setUp()
  const first = queue.goTo({ seq: 1 })
  const second = queue.goTo({ seq: 9 })
  await answer()
  await paint()
  await answer()
  expect(await first).toMatchObject({ value: { seq: 9 } })
  expect(await second).toMatchObject({ value: { seq: 9 } })
})

test('an answer on the way is shown as a preview, the last one as settled', async () => {
  const { queue, answers, answer, paint } = setUp()
  void queue.goTo({ seq: 1 })
  void queue.goTo({ seq: 2 })
  await answer()
  await paint()
  await answer()
  expect(answers).toEqual([
    { seq: 1, isSettled: false },
    { seq: 2, isSettled: true },
  ])
})

test('single steps are all taken, in order', async () => {
  const { queue, asked, answers, answer } = setUp()
  for (let press = 0; press < 3; press += 1) void queue.step({ direction: 1, by: 'event' })
  await answer()
  await answer()
  await answer()
  expect(asked).toEqual(['step 1', 'step 1', 'step 1'])
  expect(answers.at(-1)).toEqual({ seq: 3, isSettled: true })
})

test('a place drops steps that still waited', async () => {
  const { queue, asked, answer } = setUp()
  void queue.step({ direction: 1, by: 'event' })
  void queue.step({ direction: 1, by: 'event' })
  void queue.goTo({ seq: 7 })
  await answer()
  await answer()
  expect(asked).toEqual(['step 1', 'seek 7'])
})

test('after a reset a late answer changes nothing and waiters are told', async () => {
  const { queue, answers, answer } = setUp()
  const waiting = queue.goTo({ seq: 4 })
  queue.reset()
  expect(await waiting).toMatchObject({ ok: false, fault: { reason: 'superseded' } })
  await answer()
  expect(answers).toEqual([])
  expect(queue.isSettled()).toBe(true)
})

test('a worker that throws is told as a fault, and the next wish is asked', async () => {
  const faults: unknown[] = []
  let asked = 0
  const queue = createSeekQueue({
    seek: ({ seq }) => {
      asked += 1
      return asked === 1 ? Promise.reject(new Error('gone')) : Promise.resolve(ok(viewAt(seq)))
    },
    step: () => Promise.reject(new Error('gone')),
    nextFrame: (callback) => queueMicrotask(callback),
    onAnswer: (answer) => faults.push(answer.ok ? undefined : answer.fault.reason),
  })
  expect(await queue.goTo({ seq: 1 })).toMatchObject({ ok: false, fault: { kind: 'action.refused' } })
  expect(queue.isSettled()).toBe(true)
  expect(await queue.goTo({ seq: 2 })).toMatchObject({ ok: true, value: { seq: 2 } })
  expect(await queue.step({ direction: 1, by: 'event' })).toMatchObject({ ok: false })
  expect(faults).toEqual(['worker_failed', undefined, 'worker_failed'])
})
