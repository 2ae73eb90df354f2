import { createLatest } from '../../ui/session/latest.ts'
import { nextToken } from '../../ui/session/tokens.ts'
import type { ReplayHost } from '../../workers/protocol.ts'
import { type PreparedTile, prepareTile } from './prepared-tile.ts'
import { createDensity, type Density } from './scene.ts'
import { type AskedTile, laneRange, servesView, stripRange, type TileRange } from './tile-request.ts'
import type { View } from './view.ts'

/** The two tiles that the timeline draws: the lanes around the view, and the whole journal. One question away for each. */
export interface Tiles {
  want(view: View, width: number, head: number): void
  lanes(): AskedTile | undefined
  whole(): PreparedTile | undefined
  density(): Density | undefined
  reset(): void
}

/** A journal that has grown by less than this share looks the same in the strip. */
const STRIP_GROWTH = 0.002

const sameRange = (a: TileRange, b: TileRange): boolean =>
  a.first === b.first && a.last === b.last && a.columns === b.columns

export interface TilesOptions {
  readonly replay: ReplayHost
  /** Rows of the counts that hold rejections, drawn apart in the strip. */
  rejectionLanes(): readonly number[]
  onCome(): void
}

export function createTiles({ replay, rejectionLanes, onCome }: TilesOptions): Tiles {
  const lanes = createLatest<AskedTile>()
  const whole = createLatest<AskedTile>()
  let density: Density | undefined
  let asked: { readonly range: TileRange; readonly head: number } | undefined
  let askedStrip: { readonly width: number; readonly head: number } | undefined

  const ask = async (range: TileRange, head: number): Promise<AskedTile> => {
    const tile = await replay.timeline({ token: nextToken(), ...range })
    return { tile: prepareTile(tile), head }
  }

  lanes.subscribe(onCome)
  whole.subscribe(() => {
    const tile = whole.read().value?.tile
    density = tile === undefined ? undefined : createDensity(tile, rejectionLanes())
    onCome()
  })

  const wantLanes = (view: View, width: number, head: number): void => {
    const range = laneRange(view, width, head)
    const { value } = lanes.read()
    if (value !== undefined && servesView(value, view, range, head)) return
    if (asked?.head === head && sameRange(asked.range, range)) return
    asked = { range, head }
    lanes.request(() => ask(range, head))
  }

  const wantWhole = (width: number, head: number): void => {
    const isClose =
      askedStrip?.width === width &&
      head - askedStrip.head <= askedStrip.head * STRIP_GROWTH &&
      head >= askedStrip.head
    if (isClose) return
    askedStrip = { width, head }
    const range = stripRange(width, head)
    whole.request(() => ask(range, head))
  }

  return {
    want(view, width, head) {
      wantLanes(view, width, head)
      wantWhole(width, head)
    },
    lanes: () => lanes.read().value,
    whole: () => whole.read().value?.tile,
    density: () => density,
    reset() {
      asked = undefined
      askedStrip = undefined
      lanes.reset()
      whole.reset()
    },
  }
}
