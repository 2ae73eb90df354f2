import { expect, test } from 'vitest'
import { fit, KM } from './camera.ts'
import { bandAlpha, fieldAt, levelsOf, sampleField } from './field.ts'

const sources = [
  { x: 20 * KM, y: 20 * KM, emission: 9 },
  { x: 60 * KM, y: 30 * KM, emission: 6 },
]
const size = { width: 400, height: 300 }
const camera = fit({ left: 0, top: 0, right: 80 * KM, bottom: 50 * KM }, size)

test('a source is half as strong eight kilometres away', () => {
  const one = [{ x: 0, y: 0, emission: 10 }]
  expect(fieldAt(one, 0, 0)).toBe(10)
  expect(fieldAt(one, 8 * KM, 0)).toBeCloseTo(5)
})

test('a sample is the field at its pixel', () => {
  const grid = sampleField(sources, camera, size, 4)
  const left = camera.centreX - size.width / 2 / camera.scale
  const top = camera.centreY - size.height / 2 / camera.scale
  const at = 7 * grid.columns + 11
  expect(grid.values[at]).toBeCloseTo(fieldAt(sources, left + 44 / camera.scale, top + 28 / camera.scale), 3)
})

test('levels lie inside what is there, and bands grow darker with the field', () => {
  const grid = sampleField(sources, camera, size, 4)
  const levels = levelsOf(grid)
  const max = Math.max(...grid.values)
  expect(levels.length).toBeGreaterThan(2)
  for (const level of levels) expect(level).toBeLessThan(max)
  const alpha = bandAlpha(grid, levels, 0.05)
  for (let index = 1; index < alpha.length; index += 1) {
    const [value = 0, before = 0] = [grid.values[index], grid.values[index - 1]]
    if (value >= before) expect(alpha[index]).toBeGreaterThanOrEqual(alpha[index - 1] ?? 0)
  }
})

test('no source, no field', () => {
  expect(levelsOf(sampleField([], camera, size, 4))).toEqual([])
})
