import { expect, test } from 'vitest'
import '../../ui/theme/tokens.css'
import { formatCount } from '../../ui/format.ts'
import { canvasTokens } from '../../ui/theme/canvas-tokens.ts'
import { drawTimeline, TimelineSurface } from './draw-timeline.ts'
import { LANES_TOP } from './geometry.ts'
import { createMasks, createPalette } from './palette.ts'
import { prepareTile } from './prepared-tile.ts'
import { createDensity, type TimelineScene } from './scene.ts'
import { stripRange } from './tile-request.ts'
import type { View } from './view.ts'

const width = 1_200
const height = 384 + LANES_TOP
const head = 1_000_000
const laneCount = 24

/** A number in 0…1 that depends on nothing but its arguments. */
function noise(a: number, b: number): number {
  const h = Math.imul(Math.imul(a + 0x6d2b, 0x9e3779b1) ^ Math.imul(b + 0x51ed, 0x85ebca6b), 0x2c1b3c6d)
  return ((h ^ (h >>> 13)) >>> 0) / 4_294_967_296
}

/** A tile of a journal with a million events in 24 lanes, from one in a thousand to one in two steps. */
function fakeTile(first: number, last: number, columns: number) {
  const counts = new Uint32Array(laneCount * columns)
  const share = (last - first) / columns
  for (let lane = 0; lane < laneCount; lane++) {
    for (let column = 0; column < columns; column++) {
      const expected = share * 2 ** -(1 + lane / 3)
      counts[lane * columns + column] = Math.floor(
        expected * (0.3 + 1.4 * noise(lane, column)) + noise(column, lane),
      )
    }
  }
  return prepareTile({ token: 1, first, last, columns, counts, ticks: new Float64Array(columns) })
}

const strip = stripRange(width, head)
const whole = fakeTile(strip.first, strip.last, strip.columns)
const density = createDensity(whole, [5])

function sceneOf(view: View): TimelineScene {
  const tile = fakeTile(view.first, view.last, 1_176)
  const kinds = ['fault', 'governance', 'bookmark', 'fork'] as const
  return {
    width,
    height,
    ratio: 1,
    view,
    head,
    playhead: (view.first + view.last) / 2,
    lanes: Array.from({ length: laneCount }, (_, index) => ({ index, tone: 1 + (index % 10) })),
    laneScroll: 0,
    tile,
    density,
    markers: Array.from({ length: 200 }, (_, at) => ({
      seq: at * 5_000,
      kind: kinds[at % 4] ?? 'fork',
      label: `mark ${at}`,
    })),
    palette: createPalette(canvasTokens()),
    masks: createMasks(1),
    formatStep: formatCount,
  }
}

function pens() {
  const make = () => {
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const pen = canvas.getContext('2d')
    if (pen === null) throw new Error('no canvas here')
    return pen
  }
  return { base: make(), overlay: make() }
}

test('every lane is drawn in its own colour, in its own row', () => {
  const { base } = pens()
  const scene = sceneOf({ first: 0, last: 50_000 })
  drawTimeline(base, scene, new TimelineSurface())
  for (const row of [0, 5, 11]) {
    const { data } = base.getImageData(8, LANES_TOP + row * 16 + 1, width - 24, 14)
    const [r, g, b] = hexOf(scene.palette.tokens.lanes[1 + (row % 10)] ?? '')
    let found = 0
    for (let at = 0; at < data.length; at += 4)
      if (data[at] === r && data[at + 1] === g && data[at + 2] === b) found++
    expect(found).toBeGreaterThan(100)
  }
})

function hexOf(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
}
