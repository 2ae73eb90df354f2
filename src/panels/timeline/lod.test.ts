import { describe, expect, test } from 'vitest'
import { chooseLod, columnHeight, medianNearestGap } from './lod.ts'

const widthPx = 1_000
const spread = (count: number): number[] => Array.from({ length: count }, (_, at) => (at * widthPx) / count)

describe('level of detail', () => {
  test('shapes while they can be told apart, then ticks, then columns', () => {
    const lodOf = (count: number) => chooseLod({ events: count, places: spread(count), widthPx })
    expect([0, 1, 100, 160, 200, 400, 600].map(lodOf)).toEqual([
      'empty',
      'glyphs',
      'glyphs',
      'glyphs',
      'ticks',
      'ticks',
      'columns',
    ])
  })

  test('a few events in one heap are ticks, few events in two pairs stay shapes', () => {
    const heap = Array.from({ length: 60 }, (_, at) => 300 + at * 2)
    expect(chooseLod({ events: 60, places: heap, widthPx })).toBe('ticks')
    expect(chooseLod({ events: 4, places: [10, 17, 500, 507], widthPx })).toBe('glyphs')
  })

  test('many events on few steps do not become columns', () => {
    expect(chooseLod({ events: 5_000, places: spread(50), widthPx })).toBe('glyphs')
  })

  test('the nearest neighbour counts, on either side', () => {
    expect(medianNearestGap([0, 1, 100])).toBe(1)
    expect(medianNearestGap([5])).toBe(Number.POSITIVE_INFINITY)
  })

  test('columns grow with the square root and never vanish', () => {
    expect([0, 1, 25, 100, 400].map((count) => columnHeight(count, 100, 20))).toEqual([0, 2, 10, 20, 20])
    expect(columnHeight(1, 1e6, 13)).toBe(1)
  })
})
