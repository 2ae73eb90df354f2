import { expect, test } from 'vitest'
import { WINDOW_ROWS_MAX, windowFor } from './row-window.ts'

const total = 5_000_000

test('a list that fits is its own window', () => {
  expect(windowFor({ base: 0, count: 0 }, 10, 500)).toEqual({ base: 0, count: 500 })
})

test('the window stays while the row is well inside and moves when it is near an edge', () => {
  const start = { base: 0, count: WINDOW_ROWS_MAX }
  expect(windowFor(start, 300_000, total)).toEqual(start)
  expect(windowFor(start, 0, total)).toEqual(start)
  expect(windowFor(start, 590_000, total)).toEqual({ base: 290_000, count: WINDOW_ROWS_MAX })
  expect(windowFor(start, total - 1, total)).toEqual({
    base: total - WINDOW_ROWS_MAX,
    count: WINDOW_ROWS_MAX,
  })
})

test('it follows a list that has become shorter', () => {
  expect(windowFor({ base: 4_000_000, count: WINDOW_ROWS_MAX }, 5, 700_000)).toEqual({
    base: 0,
    count: WINDOW_ROWS_MAX,
  })
})
