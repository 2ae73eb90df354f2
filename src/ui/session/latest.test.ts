import { expect, test } from 'vitest'
import { createDeferred } from '../deferred.ts'
import { createLatest } from './latest.ts'

const turn = async (): Promise<void> => {
  for (let tick = 0; tick < 4; tick += 1) await Promise.resolve()
}

test('the last value stays while a newer one is away', async () => {
  const latest = createLatest<number>()
  latest.request(() => Promise.resolve(1))
  await turn()
  const second = createDeferred<number>()
  latest.request(() => second.promise)
  expect(latest.read()).toEqual({ value: 1, isPending: true })
  second.resolve(2)
  await turn()
  expect(latest.read()).toEqual({ value: 2, isPending: false })
})

test('of the questions that wait only the newest is asked', async () => {
  const latest = createLatest<number>()
  const asked: number[] = []
  const first = createDeferred<number>()
  latest.request(() => first.promise)
  for (const value of [2, 3, 4])
    latest.request(() => {
      asked.push(value)
      return Promise.resolve(value)
    })
  first.resolve(1)
  await turn()
  await turn()
  expect(asked).toEqual([4])
  expect(latest.read()).toEqual({ value: 4, isPending: false })
})

test('after a reset a late answer is dropped', async () => {
  const latest = createLatest<number>()
  const late = createDeferred<number>()
  latest.request(() => late.promise)
  latest.reset()
  late.resolve(1)
  await turn()
  expect(latest.read().value).toBeUndefined()
})
