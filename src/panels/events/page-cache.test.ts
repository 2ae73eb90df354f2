import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PageCache } from './page-cache.ts'

const rowsFrom = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => from + at)

describe('page cache', () => {
  test('asks for pages on borders, first the first that is missing', () => {
    const cache = new PageCache<number>(10, 4)
    expect(cache.missing(25, 33, 1_000)).toBe(2)
    cache.put({ from: 20, rows: rowsFrom(20, 10) })
    expect(cache.missing(25, 33, 1_000)).toBe(3)
    cache.put({ from: 30, rows: rowsFrom(30, 10) })
    expect(cache.missing(25, 33, 1_000)).toBe(undefined)
    expect(cache.row(25)).toBe(25)
    expect(cache.row(40)).toBe(undefined)
  })

  test('a last page that has become too short is asked for again', () => {
    const cache = new PageCache<number>(10, 4)
    cache.put({ from: 10, rows: rowsFrom(10, 3) })
    expect(cache.missing(10, 20, 13)).toBe(undefined)
    expect(cache.missing(10, 20, 14)).toBe(1)
  })

  test('the page not looked at for longest goes first', () => {
    const cache = new PageCache<number>(10, 2)
    cache.put({ from: 0, rows: rowsFrom(0, 10) })
    cache.put({ from: 10, rows: rowsFrom(10, 10) })
    cache.missing(0, 5, 100)
    cache.put({ from: 20, rows: rowsFrom(20, 10) })
    expect([cache.row(3), cache.row(13), cache.row(23)]).toEqual([3, undefined, 23])
  })

  test('property: a row is itself or not here', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200)), fc.nat(3000), (pages, index) => {
        const cache = new PageCache<number>(16, 8)
        for (const page of pages) cache.put({ from: page * 16, rows: rowsFrom(page * 16, 16) })
        expect([index, undefined]).toContain(cache.row(index))
      }),
    )
  })
})
