import { expect, test } from 'vitest'
import { type LabelWish, placeLabels, type Slot } from './labels.ts'

const wish = (key: string, x: number, y: number, isNeeded = false): LabelWish => ({
  key,
  text: key,
  x,
  y,
  radius: 10,
  width: 40,
  isNeeded,
})
const ground = () => ({ width: 400, height: 300, taken: [] })

test('a lone name stands to the right', () => {
  expect(placeLabels([wish('a', 100, 100)], ground(), new Map())).toMatchObject([{ slot: 0, x: 115, y: 100 }])
})

test('at the right edge it goes to the left', () => {
  expect(placeLabels([wish('a', 380, 100)], ground(), new Map())[0]?.slot).toBe(1)
})

test('what collides everywhere is left out, unless it is needed', () => {
  const crowd = { width: 400, height: 300, taken: [{ x: 0, y: 0, width: 400, height: 300 }] }
  expect(placeLabels([wish('a', 100, 100)], crowd, new Map())).toEqual([])
  expect(placeLabels([wish('a', 100, 100, true)], crowd, new Map())).toHaveLength(1)
})

test('a name stays on its side while that side is free', () => {
  const slots = new Map<string, Slot>([['a', 3]])
  expect(placeLabels([wish('a', 100, 100)], ground(), slots)[0]?.slot).toBe(3)
})

test('no two placed names overlap', () => {
  const wishes = Array.from({ length: 60 }, (_, index) =>
    wish(`n${index}`, (index * 37) % 400, (index * 53) % 300),
  )
  const space = ground()
  const placed = placeLabels(wishes, space, new Map())
  const boxes = placed.map(({ x, y }) => ({ x, y: y - 8 }))
  for (const a of boxes)
    for (const b of boxes)
      if (a !== b) expect(Math.abs(a.x - b.x) >= 40 || Math.abs(a.y - b.y) >= 16).toBe(true)
})
