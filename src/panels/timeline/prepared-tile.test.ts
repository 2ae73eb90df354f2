import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDensity } from './scene.ts'
import { countIn, prepareTile, tickAt } from './prepared-tile.ts'

const tile = prepareTile({
  token: 1,
  first: 100,
  last: 140,
  columns: 4,
  counts: Uint32Array.of(1, 0, 4, 2, 0, 0, 0, 8),
  ticks: Float64Array.of(10, 11, 12, 13),
  marks: {
    seqs: Float64Array.of(101, 101, 125, 139),
    lanes: Uint8Array.of(0, 0, 0, 1),
    eventIds: Float64Array.of(1, 2, 3, 4),
  },
})

describe('prepared tile', () => {
  test('counts of whole columns are exact, of parts in proportion', () => {
    expect(countIn(tile, 0, 100, 140)).toBe(7)
    expect(countIn(tile, 0, 120, 130)).toBe(4)
    expect(countIn(tile, 0, 125, 130)).toBe(2)
    expect(countIn(tile, 1, 0, 1_000)).toBe(8)
    expect(countIn(tile, 1, 0, 50)).toBe(0)
  })

  test('peaks and marks are worked out by lane; several events of one step are one mark', () => {
    expect([...tile.peaks]).toEqual([4, 8])
    expect(tile.marks?.map((marks) => [...marks])).toEqual([[101, 125], [139]])
  })

  test('ticks are known inside the tile only', () => {
    expect([99, 100, 115, 139, 140].map((step) => tickAt(tile, step))).toEqual([
      undefined,
      10,
      11,
      13,
      undefined,
    ])
  })

  test('property: any cutting of the range sums to the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 100, max: 140, noNaN: true }), { maxLength: 20 }), (cuts) => {
        const borders = [100, ...cuts.toSorted((a, b) => a - b), 140]
        const sum = borders
          .slice(1)
          .reduce((total, to, at) => total + countIn(tile, 0, borders[at] ?? 100, to), 0)
        expect(sum).toBeCloseTo(7, 6)
      }),
    )
  })

  test('the genesis does not flatten the rest, and alone it is its own measure', () => {
    const ticks = new Float64Array(3)
    const counts = Uint32Array.of(900, 2, 1, 900, 0, 0)
    const early = prepareTile({ token: 1, first: 0, last: 30, columns: 3, counts, ticks })
    expect([...early.peaks]).toEqual([2, 900])
    expect(createDensity(early, [1]).peak).toBe(2)
  })
})
