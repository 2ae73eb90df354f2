/**
 * The timeline outside of React: it keeps the view, asks for tiles, and draws at the next picture whatever it has. React
 * draws the words around it and hears of changes through `subscribe`.
 */
import type { Session } from '../../ui/session/session-context.ts'
import type { CanvasTokens } from '../../ui/theme/canvas-tokens.ts'
import { formatCount } from '../../ui/format.ts'
import type { TimelineMarker } from '../../workers/protocol.ts'
import { drawOverlay } from './draw-overlay.ts'
import { drawTimeline, TimelineSurface } from './draw-timeline.ts'
import { laneHeight, laneRowAt, laneScrollMax, LANES_TOP } from './geometry.ts'
import { lanesOfTone, laneRows, sameRows } from './lane-rows.ts'
import { createMasks, createPalette } from './palette.ts'
import type { SceneLane, TimelineScene } from './scene.ts'
import { createTiles, type Tiles } from './tiles.ts'
import type { Mask } from './pixels.ts'
import type { PreparedTile } from './prepared-tile.ts'
import { clampView, openingView, type View } from './view.ts'
import { type Course, keepUp } from './view-follow.ts'
import { keepView, keptView } from './view-memory.ts'

/** What the words around the canvas need; a new object when any of it changed. */
export interface StageShape {
  readonly rows: readonly SceneLane[]
  readonly rowHeight: number
  readonly scroll: number
  /** Row the keyboard is on; undefined until a person chose one. */
  readonly focusRow: number | undefined
}

export interface Pointer {
  readonly x: number
  readonly y: number
}

interface Canvases {
  readonly base: CanvasRenderingContext2D
  readonly overlay: CanvasRenderingContext2D
}

type Change = 'shape' | 'picture'

const REJECTION_TONE = 6

export class TimelineStage {
  readonly session: Session
  readonly #tiles: Tiles
  readonly #surface = new TimelineSurface()
  readonly #listeners = new Map<Change, Set<() => void>>([
    ['shape', new Set()],
    ['picture', new Set()],
  ])
  #canvases: Canvases | undefined
  #palette: TimelineScene['palette'] | undefined
  #masks: readonly (Mask | undefined)[] = []
  #size = { width: 0, height: 0, ratio: 1 }
  #view: View | undefined
  #course: Course = { head: 0, playhead: 0, isFollowing: false, isMoving: false }
  #world: string | undefined
  #markers: readonly TimelineMarker[] = []
  #pointer: Pointer | undefined
  #shape: StageShape = { rows: [], rowHeight: 0, scroll: 0, focusRow: undefined }
  #frame = 0

  constructor(session: Session) {
    this.session = session
    this.#tiles = createTiles({
      replay: session.replay,
      rejectionLanes: () => lanesOfTone(session.store.getState().lanes, REJECTION_TONE),
      onCome: () => this.#tilesCame(),
    })
  }

  attach(base: HTMLCanvasElement, overlay: HTMLCanvasElement): () => void {
    const basePen = base.getContext('2d', { alpha: false })
    const overlayPen = overlay.getContext('2d')
    if (basePen === null || overlayPen === null) return () => undefined
    this.#canvases = { base: basePen, overlay: overlayPen }
    const observer = new ResizeObserver(() => this.#resize())
    observer.observe(base)
    const unsubscribe = this.session.store.subscribe(() => this.#follow())
    this.#resize()
    this.#follow()
    return () => {
      observer.disconnect()
      unsubscribe()
      cancelAnimationFrame(this.#frame)
      this.#frame = 0
      this.#canvases = undefined
    }
  }

  readonly readShape = (): StageShape => this.#shape

  subscribe(change: Change, listener: () => void): () => void {
    const listeners = this.#listeners.get(change)
    listeners?.add(listener)
    return () => listeners?.delete(listener)
  }

  setTokens(tokens: CanvasTokens): void {
    this.#palette = createPalette(tokens)
    this.schedule()
  }

  setMarkers(markers: readonly TimelineMarker[]): void {
    this.#markers = markers
    this.schedule()
  }

  setPointer(pointer: Pointer | undefined): void {
    if (pointer?.x === this.#pointer?.x && pointer?.y === this.#pointer?.y) return
    this.#pointer = pointer
    this.schedule()
  }

  get pointer(): Pointer | undefined {
    return this.#pointer
  }

  get view(): View {
    return this.#view ?? { first: 0, last: 1 }
  }

  get width(): number {
    return this.#size.width
  }

  get height(): number {
    return this.#size.height
  }

  get head(): number {
    return this.#course.head
  }

  get playhead(): number {
    return this.#course.playhead
  }

  get markers(): readonly TimelineMarker[] {
    return this.#markers
  }

  /** Row of the tile's counts under a point. */
  laneAt(y: number): number | undefined {
    const { rows, scroll } = this.#shape
    const row = laneRowAt(y, { height: this.#size.height, laneCount: rows.length, scroll })
    return row === undefined ? undefined : rows[row]?.index
  }

  get laneTile(): PreparedTile | undefined {
    return this.#tiles.lanes()?.tile
  }

  setView(view: View): void {
    this.#view = clampView(view, this.#course.head)
    if (this.#world !== undefined) keepView(this.#world, this.#view, this.#course.head)
    this.#ask()
    this.schedule()
  }

  scrollTo(scroll: number): void {
    const most = laneScrollMax(this.#size.height, this.#shape.rows.length)
    this.#reshape({ ...this.#shape, scroll: Math.min(Math.max(0, Math.round(scroll)), most) })
  }

  focusRow(row: number | undefined): void {
    if (row === undefined || this.#shape.rows.length === 0) {
      this.#reshape({ ...this.#shape, focusRow: undefined })
      return
    }
    const kept = Math.min(Math.max(0, row), this.#shape.rows.length - 1)
    this.#reshape({ ...this.#shape, focusRow: kept })
    const top = kept * this.#shape.rowHeight
    const room = this.#size.height - LANES_TOP
    if (top < this.#shape.scroll) this.scrollTo(top)
    else if (top + this.#shape.rowHeight > this.#shape.scroll + room)
      this.scrollTo(top + this.#shape.rowHeight - room)
  }

  /** Draws at the next picture. */
  schedule(): void {
    if (this.#frame !== 0 || this.#canvases === undefined) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      this.#draw()
    })
  }

  /** The whole picture as data, when there is one. */
  scene(): TimelineScene | undefined {
    const { width, height, ratio } = this.#size
    if (this.#palette === undefined || this.#view === undefined || width < 1 || height < 1) return undefined
    return {
      width,
      height,
      ratio,
      view: this.#view,
      head: this.#course.head,
      playhead: this.#course.playhead,
      lanes: this.#shape.rows,
      laneScroll: this.#shape.scroll,
      ...optional('tile', this.laneTile),
      ...optional('density', this.#tiles.density()),
      markers: this.#markers,
      palette: this.#palette,
      masks: this.#masks,
      formatStep: formatCount,
    }
  }

  #draw(): void {
    const scene = this.scene()
    if (scene === undefined || this.#canvases === undefined) return
    drawTimeline(this.#canvases.base, scene, this.#surface)
    const { focusRow, rowHeight, scroll } = this.#shape
    drawOverlay(this.#canvases.overlay, scene, {
      ...optional('hoverX', this.#pointer?.x),
      ...(focusRow === undefined
        ? {}
        : { focusRow: { top: LANES_TOP + focusRow * rowHeight - scroll, height: rowHeight } }),
    })
    this.#tell('picture')
  }

  #resize(): void {
    if (this.#canvases === undefined) return
    const { canvas } = this.#canvases.base
    const ratio = window.devicePixelRatio
    const { width, height } = canvas.getBoundingClientRect()
    if (ratio !== this.#size.ratio || this.#masks.length === 0) this.#masks = createMasks(ratio)
    this.#size = { width, height, ratio }
    for (const { canvas: each } of [this.#canvases.base, this.#canvases.overlay]) {
      each.width = Math.round(width * ratio)
      each.height = Math.round(height * ratio)
    }
    this.#reshape({ ...this.#shape, rowHeight: laneHeight(height, this.#shape.rows.length) })
    this.scrollTo(this.#shape.scroll)
    this.#ask()
    // A resized canvas is blank until it is drawn; waiting for the next picture would flash.
    this.#draw()
  }

  #follow(): void {
    const state = this.session.store.getState()
    const world =
      state.opened === undefined ? undefined : `${state.opened.world.worldKey}/${state.opened.branch}`
    const course: Course = {
      head: state.head?.seq ?? 0,
      playhead: state.playhead,
      isFollowing: state.isFollowing,
      isMoving: state.isPlaying || state.isRunning,
    }
    const isOther = world !== this.#world
    const before = this.#course
    if (state.head === undefined || world === undefined) return
    this.#course = course
    if (isOther || this.#view === undefined) {
      this.#world = world
      this.#tiles.reset()
      this.#view = keptView(world, course) ?? openingView(course.head, course.playhead)
    } else this.#view = keepUp(this.#view, before, course)
    if (isOther || before.head !== course.head || before.playhead !== course.playhead) {
      this.#ask()
      this.schedule()
    }
  }

  #ask(): void {
    if (this.#view === undefined || this.#world === undefined || this.#size.width < 1) return
    this.#tiles.want(this.#view, this.#size.width, this.#course.head)
  }

  #tilesCame(): void {
    const { lanes } = this.session.store.getState()
    const rows = laneRows(lanes, this.#tiles.whole())
    if (!sameRows(rows, this.#shape.rows)) {
      this.#reshape({ ...this.#shape, rows, rowHeight: laneHeight(this.#size.height, rows.length) })
    }
    this.schedule()
  }

  #reshape(shape: StageShape): void {
    this.#shape = shape
    this.#tell('shape')
    this.schedule()
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners.get(change) ?? []) listener()
  }
}

/** An optional property is left out, not set to undefined. */
function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } {
  const part: { [Key in Name]?: Value } = {}
  if (value !== undefined) part[name] = value
  return part
}
