import '../../ui/i18n/later-words.ts'
import { describe, expect, test } from 'vitest'
import { fault } from '../../kernel/base/fault.ts'
import { translate } from '../../ui/i18n/i18n.ts'
import type { TimelineMarker } from '../../workers/protocol.ts'
import { laneHeight, laneRowAt, laneScrollMax, LANES_TOP, zoneAt } from './geometry.ts'
import { laneRows } from './lane-rows.ts'
import { countBadge, layoutMarkers } from './marker-layout.ts'
import { markersInWords } from './marker-words.ts'
import { neighbourInTile } from './neighbour.ts'
import { prepareTile } from './prepared-tile.ts'
import { majorInterval, rulerTicks } from './ruler.ts'
import { laneRange, servesView, stripRange } from './tile-request.ts'

const width = 1_224
const measure = (text: string): number => text.length * 6.5
const scale = { view: { first: 0, last: 1_000 }, left: 8, width: 1_000 }
const marker = (seq: number, kind: TimelineMarker['kind'], label: string): TimelineMarker => ({
  seq,
  kind,
  label,
})

describe('ruler', () => {
  test('labels stand on round steps and never touch', () => {
    const view = { first: 40_700, last: 41_720 }
    expect(majorInterval(view, 1_200)).toBe(100)
    const majors = rulerTicks(view, 1_200).filter((tick) => tick.isMajor)
    expect(majors.map((tick) => tick.seq).slice(0, 3)).toEqual([40_700, 40_800, 40_900])
    expect(
      rulerTicks(view, 1_200)
        .slice(0, 3)
        .map((tick) => tick.seq),
    ).toEqual([40_700, 40_720, 40_740])
  })

  test('closer than a step there are only whole steps', () => {
    expect(majorInterval({ first: 10, last: 18 }, 1_200)).toBe(1)
    expect(rulerTicks({ first: 10, last: 18 }, 1_200).map((tick) => tick.seq)).toEqual([
      10, 11, 12, 13, 14, 15, 16, 17, 18,
    ])
  })
})

describe('markers', () => {
  test('the louder label wins the room, the quieter mark stays', () => {
    const { placed } = layoutMarkers(
      [marker(100, 'fork', 'cheaper-moves'), marker(115, 'fault', 'Hesper runs dry')],
      scale,
      measure,
    )
    expect(placed.map((mark) => [mark.marker.kind, mark.label])).toEqual([
      ['fork', undefined],
      ['fault', 'Hesper runs dry'],
    ])
  })

  test('marks closer than ten pixels become one with a count', () => {
    const heap = [marker(500, 'fork', 'a'), marker(503, 'governance', 'Patch 18'), marker(508, 'fork', 'b')]
    const { placed } = layoutMarkers(heap, scale, measure)
    expect(placed.map((mark) => [mark.marker.label, mark.members.length, mark.label])).toEqual([
      ['Patch 18', 3, 'Patch 18 +2'],
    ])
    expect(layoutMarkers(heap, scale, () => 5_000).placed.map(countBadge)).toEqual(['3'])
  })

  test('keyframes go to the ruler and merge with nothing', () => {
    const { placed, keyframes } = layoutMarkers(
      [marker(500, 'keyframe', ''), marker(501, 'fork', 'a')],
      scale,
      measure,
    )
    expect(keyframes).toEqual([508])
    expect(placed).toHaveLength(1)
  })

  test('what is out of view is left out', () => {
    expect(layoutMarkers([marker(5_000, 'fork', 'a')], scale, measure).placed).toEqual([])
  })
})

describe('lanes', () => {
  const lanes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((tone) => ({ id: `lane-${tone}`, tone }))
  const whole = prepareTile({
    token: 1,
    first: 0,
    last: 10,
    columns: 1,
    counts: Uint32Array.of(5, 0, 0, 3, 0, 0, 0, 0, 1, 9),
    ticks: Float64Array.of(0),
  })

  test('ticks first, rejections last, empty kinds left out', () => {
    expect(laneRows(lanes, whole).map((lane) => lane.tone)).toEqual([10, 1, 2, 3, 4, 9, 6])
    expect(laneRows(lanes, undefined).map((lane) => lane.tone)).toEqual([10, 1, 2, 3, 6])
  })

  test('rows are 16 to 20 pixels and scroll when they do not fit', () => {
    expect([laneHeight(220, 7), laneHeight(220, 3), laneHeight(220, 24)]).toEqual([18, 20, 16])
    expect(laneScrollMax(220, 7)).toBe(0)
    expect(laneScrollMax(220, 24)).toBe(24 * 16 - (220 - LANES_TOP))
    expect(laneRowAt(LANES_TOP + 17, { height: 220, laneCount: 24, scroll: 16 })).toBe(2)
    expect([zoneAt(10), zoneAt(50), zoneAt(70), zoneAt(100)]).toEqual(['strip', 'ruler', 'markers', 'lanes'])
  })

  test('the neighbour of a step comes from the tile when it knows single events', () => {
    const tile = prepareTile({
      token: 1,
      first: 0,
      last: 10,
      columns: 1,
      counts: Uint32Array.of(3),
      ticks: Float64Array.of(0),
      marks: {
        seqs: Float64Array.of(2, 5, 9),
        lanes: Uint8Array.of(0, 0, 0),
        eventIds: Float64Array.of(1, 2, 3),
      },
    })
    expect(neighbourInTile(tile, 0, { seq: 5, direction: 1 })).toBe(9)
    expect(neighbourInTile(tile, 0, { seq: 5, direction: -1 })).toBe(2)
    expect(neighbourInTile(tile, 0, { seq: 9, direction: 1 })).toBe(undefined)
    expect(neighbourInTile(whole, 0, { seq: 5, direction: 1 })).toBe(undefined)
  })
})

describe('tiles asked for', () => {
  const head = 48_112
  const view = { first: 40_700, last: 41_700 }

  test('two pixels a column, half a view of margin, borders on one grid', () => {
    const range = laneRange(view, width, head)
    const step = 1_000 / 600
    expect((range.last - range.first) / range.columns).toBeCloseTo(step, 9)
    expect(range.first / step).toBeCloseTo(Math.round(range.first / step), 6)
    expect(range.first).toBeLessThan(40_210)
    expect(stripRange(width, head).first).toBe(0)
  })

  test('a tile serves small pans and not a zoom, nor a journal that has grown into it', () => {
    const range = laneRange(view, width, head)
    const tile = prepareTile({
      token: 1,
      ...range,
      counts: new Uint32Array(range.columns),
      ticks: new Float64Array(range.columns),
    })
    const near = { first: view.first + 200, last: view.last + 200 }
    const far = { first: view.first + 700, last: view.last + 700 }
    const close = { first: view.first, last: view.first + 500 }
    const serves = (at: typeof view, now = head) =>
      servesView({ tile, head }, at, laneRange(at, width, now), now)
    expect([serves(view), serves(near), serves(far), serves(close), serves(view, head + 5)]).toEqual([
      true,
      true,
      false,
      false,
      true,
    ])
    expect(servesView({ tile, head: 41_600 }, view, laneRange(view, width, 41_900), 41_900)).toBe(false)
  })
})

test('marks named by a kind are said in words, names stay, a fault is one more', () => {
  const said = markersInWords(
    translate,
    [marker(5, 'governance', 'rollback.applied'), marker(9, 'snapshot', 'before\u202ewar')],
    fault('frame.hash', { seq: 12 }),
  )
  expect(said.map(({ kind, label }) => [kind, label])).toEqual([
    ['governance', 'Rollback'],
    ['snapshot', 'before\\u202ewar'],
    ['fault', 'Frame 12 does not match its hash.'],
  ])
})
