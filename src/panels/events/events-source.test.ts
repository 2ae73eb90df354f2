import { expect, test } from 'vitest'
import type { EventRow, ReplayHost } from '../../workers/protocol.ts'
import { createEventsSource } from './events-source.ts'

type EventsRequest = Parameters<ReplayHost['events']>[0]

/** A worker with `total` events, one a step, that answers when told to. */
function createWorker(total: number) {
  const asked: EventsRequest[] = []
  const answers: (() => void)[] = []
  const eventAt = (index: number): EventRow => ({
    eventId: index + 1,
    seq: index,
    index: 0,
    time: index,
    kind: 'core.tick_advanced',
    tone: 10,
    payload: null,
  })
  const world = { total }
  return {
    asked,
    world,
    events: (request: EventsRequest) =>
      new Promise<Awaited<ReturnType<ReplayHost['events']>>>((resolve) => {
        asked.push(request)
        answers.push(() => {
          const count = Math.max(0, Math.min(request.count, world.total - request.from))
          const rows = Array.from({ length: count }, (_, at) => eventAt(request.from + at))
          resolve({
            token: request.token,
            total: world.total,
            from: request.from,
            rows,
            playheadIndex: Math.min(request.at, world.total - 1),
          })
        })
      }),
    async answer() {
      answers.shift()?.()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

const place = { world: 'w', at: 500, headSeq: 999 }

test('asks for what is on the screen, one question at a time', async () => {
  const worker = createWorker(1_000)
  const source = createEventsSource(worker)
  source.setPlace(place)
  source.setRange(480, 520)
  expect(worker.asked).toHaveLength(1)
  await worker.answer()
  expect(source.read().total).toBe(1_000)
  expect(worker.asked.map((request) => request.from)).toEqual([0, 384])
  await worker.answer()
  await worker.answer()
  expect(worker.asked.map((request) => request.from)).toEqual([0, 384, 512])
  expect(source.read().row(500)?.seq).toBe(500)
  expect(source.read().playheadIndex).toBe(500)
})

test('an answer to an older filter is dropped', async () => {
  const worker = createWorker(1_000)
  const source = createEventsSource(worker)
  source.setPlace(place)
  source.setFilter({ text: 'hesper' })
  await worker.answer()
  expect(source.read().total).toBe(undefined)
  expect(worker.asked.at(-1)?.filter).toEqual({ text: 'hesper' })
  await worker.answer()
  expect(source.read().total).toBe(1_000)
})

test('when the journal grows the short last page is fetched again', async () => {
  const worker = createWorker(130)
  const source = createEventsSource(worker)
  source.setPlace({ ...place, at: 5 })
  source.setRange(100, 129)
  for (let turn = 0; turn < 3; turn++) await worker.answer()
  expect(source.read().row(129)?.seq).toBe(129)
  worker.world.total = 140
  source.setPlace({ ...place, at: 5, headSeq: 1_200 })
  source.setRange(100, 139)
  for (let turn = 0; turn < 3; turn++) await worker.answer()
  expect(source.read().row(139)?.seq).toBe(139)
})

test('a playhead that moves while a question is away is asked for once, with the newest place', async () => {
  const worker = createWorker(1_000)
  const source = createEventsSource(worker)
  source.setPlace(place)
  await worker.answer()
  for (const at of [501, 502, 503, 504]) source.setPlace({ ...place, at })
  await worker.answer()
  await worker.answer()
  expect(worker.asked.map((request) => request.at)).toEqual([500, 501, 504])
  expect(source.read().playheadIndex).toBe(504)
})
