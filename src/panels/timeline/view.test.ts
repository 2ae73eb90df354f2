import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  clampView,
  endingAt,
  fitView,
  isWhole,
  openingView,
  panBy,
  reveal,
  seqAtX,
  spanOf,
  stepAtX,
  xOf,
  zoomAt,
} from './view.ts'
import { keepUp } from './view-follow.ts'

const head = 48_112

describe('view', () => {
  test('zooming keeps the step under the cursor where it is', () => {
    const view = { first: 40_700, last: 41_700 }
    const at = 41_230
    const closer = zoomAt(view, 0.5, at, head)
    const scale = { left: 8, width: 1_100 }
    expect(xOf({ view: closer, ...scale }, at)).toBeCloseTo(xOf({ view, ...scale }, at), 6)
    expect(spanOf(closer)).toBe(500)
  })

  test('property: no move leaves the journal or turns the view round', () => {
    const move = fc.oneof(
      fc.record({ kind: fc.constant('zoom'), by: fc.double({ min: 0.1, max: 10, noNaN: true }) }),
      fc.record({ kind: fc.constant('pan'), by: fc.double({ min: -1e6, max: 1e6, noNaN: true }) }),
      fc.record({ kind: fc.constant('reveal'), by: fc.double({ min: 0, max: 1, noNaN: true }) }),
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000_000 }),
        fc.array(move, { maxLength: 30 }),
        (last, moves) => {
          let view = openingView(last, last)
          for (const { kind, by } of moves) {
            if (kind === 'zoom') view = zoomAt(view, by, view.first + spanOf(view) * 0.3, last)
            else if (kind === 'pan') view = panBy(view, by, last)
            else view = reveal(view, Math.round(by * last), last)
            const all = fitView(last)
            expect(view.first).toBeGreaterThanOrEqual(all.first)
            expect(view.last).toBeLessThanOrEqual(all.last + 1e-6)
            expect(spanOf(view)).toBeGreaterThan(0)
          }
        },
      ),
    )
  })

  test('a place on the canvas and its step are each other’s inverse', () => {
    const scale = { view: { first: 100, last: 200 }, left: 8, width: 1_000 }
    expect(stepAtX(scale, xOf(scale, 137))).toBeCloseTo(137, 9)
    expect(seqAtX(scale, -500, 1_000)).toBe(50 - 1)
    expect(seqAtX(scale, 99_999, 150)).toBe(150)
  })

  test('a short journal opens whole, a long one around the playhead', () => {
    expect(isWhole(openingView(300, 300), 300)).toBe(true)
    const view = openingView(head, 41_230)
    expect([view.first, view.last]).toEqual([40_730, 41_730])
  })

  test('a view wider than the journal becomes the journal', () => {
    expect(clampView({ first: -50, last: 1e9 }, 100)).toEqual(fitView(100))
  })
})

describe('keeping up', () => {
  const course = { head: 1_000, playhead: 500, isFollowing: false, isMoving: false }

  test('a view of everything stays one of everything', () => {
    expect(keepUp(fitView(1_000), course, { ...course, head: 1_200 })).toEqual(fitView(1_200))
  })

  test('while following the head stays at the right edge', () => {
    const following = { ...course, playhead: 1_000, isFollowing: true, isMoving: true }
    const view = endingAt({ first: 0, last: 100 }, 1_000)
    const next = keepUp(view, following, { ...following, head: 1_010, playhead: 1_010 })
    expect(next.last).toBeCloseTo(fitView(1_010).last, 6)
    expect(spanOf(next)).toBeCloseTo(100, 6)
  })

  test('a person who moved away from a running playhead is left alone', () => {
    const following = { ...course, playhead: 1_000, isFollowing: true, isMoving: true }
    const away = { first: 100, last: 200 }
    expect(keepUp(away, following, { ...following, head: 1_010, playhead: 1_010 })).toBe(away)
    const playing = { ...course, isMoving: true }
    expect(keepUp(away, playing, { ...playing, playhead: 501 })).toBe(away)
  })

  test('a jump is always shown', () => {
    const next = keepUp({ first: 100, last: 200 }, course, { ...course, playhead: 700 })
    expect(next.first).toBeLessThan(700)
    expect(next.last).toBeGreaterThan(700)
  })
})
