import '../../src/ui/theme/tokens.css'
import { LanePyramid, tileOf } from '../../src/kernel/replay/pyramid.ts'
import { drawOverlay } from '../../src/panels/timeline/draw-overlay.ts'
import { drawTimeline, TimelineSurface } from '../../src/panels/timeline/draw-timeline.ts'
import { LANES_TOP } from '../../src/panels/timeline/geometry.ts'
import { createMasks, createPalette } from '../../src/panels/timeline/palette.ts'
import { prepareTile } from '../../src/panels/timeline/prepared-tile.ts'
import { createDensity, type TimelineScene } from '../../src/panels/timeline/scene.ts'
import { stripRange } from '../../src/panels/timeline/tile-request.ts'
import { fitView, type View } from '../../src/panels/timeline/view.ts'
import { formatCount } from '../../src/ui/format.ts'
import { canvasTokens } from '../../src/ui/theme/canvas-tokens.ts'
import type { JobOptions, Measured } from '../bars.ts'
import { percentile } from '../report.ts'

const WIDTH = 1200
const HEIGHT = 384 + LANES_TOP
const LANES = 24
const COLUMNS = 1176
const ZOOMS = 12
const FRAMES_PER_ZOOM = 24

/** One event a step, lanes from every second event to one in thousands. */
function createJournal(events: number): {
  readonly pyramid: LanePyramid
  readonly tile: (view: View, columns: number) => ReturnType<typeof prepareTile>
} {
  const pyramid = new LanePyramid(LANES)
  for (let event = 0; event < events; event += 1)
    pyramid.append(Math.min(LANES - 1, Math.clz32(Math.imul(event + 1, 0x9e3779b1))))
  const frames = {
    frameCount: events,
    eventsBefore: (seq: number) => seq,
    timeOf: (seq: number) => Math.floor(seq / 16),
  }
  const tile = ({ first, last }: View, columns: number) =>
    prepareTile({ token: 1, ...tileOf(pyramid, frames, { first, last, columns }) })
  return { pyramid, tile }
}

function createPen(): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  document.body.append(canvas)
  const pen = canvas.getContext('2d')
  if (pen === null) throw new Error('no canvas here')
  return pen
}

/** What one picture of the timeline costs while a person zooms and pans: its tile and its drawing. n = events. */
export function measureTimeline({ n = 1_000_000 }: JobOptions): Promise<readonly Measured[]> {
  const journal = createJournal(n)
  const strip = stripRange(WIDTH, n)
  const density = createDensity(journal.tile(strip, strip.columns), [5])
  const kinds = ['fault', 'governance', 'bookmark', 'fork'] as const
  const markers = Array.from({ length: 200 }, (_, at) => ({
    seq: at * Math.floor(n / 200),
    kind: kinds[at % 4] ?? 'fork',
    label: `mark ${at}`,
  }))
  const still = {
    width: WIDTH,
    height: HEIGHT,
    ratio: 1,
    head: n,
    lanes: Array.from({ length: LANES }, (_, index) => ({ index, tone: 1 + (index % 10) })),
    laneScroll: 0,
    density,
    markers,
    palette: createPalette(canvasTokens()),
    masks: createMasks(1),
    formatStep: formatCount,
  }
  const base = createPen()
  const overlay = createPen()
  const surface = new TimelineSurface()
  const draw = (view: View): number => {
    const start = performance.now()
    const scene: TimelineScene = {
      ...still,
      view,
      playhead: (view.first + view.last) / 2,
      tile: journal.tile(view, COLUMNS),
    }
    drawTimeline(base, scene, surface)
    drawOverlay(overlay, scene, { hoverX: 300 })
    // Reading one pixel waits until the canvas has really drawn.
    base.getImageData(0, 0, 1, 1)
    return performance.now() - start
  }
  // The first pictures are drawn by code that the engine has not compiled yet.
  for (let turn = 0; turn < 40; turn += 1) draw(fitView(n))
  const times: number[] = []
  for (let zoom = 0; zoom < ZOOMS; zoom += 1) {
    const span = n / 2 ** zoom
    for (let turn = 0; turn < FRAMES_PER_ZOOM; turn += 1) {
      const first = (n - span) / 3 + (turn * span) / 200
      times.push(draw(zoom === 0 ? fitView(n) : { first, last: first + span }))
    }
  }
  const note = `p50 ${percentile(times, 0.5).toFixed(2)} ms over ${times.length} pictures, ${LANES} lanes, tile included`
  return Promise.resolve([{ measure: 'frameP95', value: percentile(times, 0.95), n, state: 'warm', note }])
}
