import { expect, test } from 'vitest'
import { fit, KM, niceLength, pan, toScreen, toWorld, zoomAt } from './camera.ts'

const size = { width: 800, height: 500 }
const bounds = { left: 4 * KM, top: 3 * KM, right: 80 * KM, bottom: 52 * KM }

test('fit shows everything inside its margins', () => {
  const camera = fit(bounds, size)
  const topLeft = toScreen(camera, size, bounds.left, bounds.top)
  const bottomRight = toScreen(camera, size, bounds.right, bounds.bottom)
  for (const value of [topLeft.x, topLeft.y, 800 - bottomRight.x, 500 - bottomRight.y])
    expect(value).toBeGreaterThanOrEqual(39.9)
})

test('screen and world are inverse', () => {
  const camera = fit(bounds, size)
  const point = toWorld(camera, size, { x: 123, y: 45 })
  const back = toScreen(camera, size, point.x, point.y)
  expect(back.x).toBeCloseTo(123)
  expect(back.y).toBeCloseTo(45)
})

test('zoom keeps the point under the pointer', () => {
  const camera = fit(bounds, size)
  const pointer = { x: 600, y: 90 }
  const before = toWorld(camera, size, pointer)
  const after = toWorld(zoomAt(camera, size, pointer, 3), size, pointer)
  expect(after.x).toBeCloseTo(before.x)
  expect(after.y).toBeCloseTo(before.y)
})

test('pan moves the world with the hand', () => {
  const camera = fit(bounds, size)
  const before = toScreen(camera, size, 40 * KM, 20 * KM)
  const after = toScreen(pan(camera, 30, -12), size, 40 * KM, 20 * KM)
  expect(after.x - before.x).toBeCloseTo(30)
  expect(after.y - before.y).toBeCloseTo(-12)
})

test('lengths of the scale are 1, 2 or 5', () => {
  expect([0.9, 1, 3.7, 12, 76, 480].map(niceLength)).toEqual([0.5, 1, 2, 10, 50, 200])
})
