/** Draws the map when something changed, and only then; keeps the camera, the pointer and the keyboard's place. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Session } from '../../ui/session/session-context.ts'
import { canvasTokens, onThemeChange } from '../../ui/theme/canvas-tokens.ts'
import { type Bounds, type Camera, fit, type Point, type Size, zoomAt } from './camera.ts'
import { createMapPainter, resize } from './draw-map.ts'
import type { Box } from './labels.ts'
import { agentTowards, type Direction, objectAt } from './hit-test.ts'
import { objectOf, refOfObject } from './refs.ts'
import { boundsOf, contains, isSame, type MapObject, pointOf, type Scene, union } from './scene.ts'

/** What the parts made of elements show; changes far less often than the picture. */
export interface MapChrome {
  readonly card: { readonly object: MapObject; readonly point: Point } | undefined
  readonly focused: MapObject | undefined
  readonly size: Size
  readonly isEmpty: boolean
}

export interface MapController {
  readonly chrome: StoreApi<MapChrome>
  /** Starts drawing into `canvas`, which fills `box`; returns how to stop. */
  attach(canvas: HTMLCanvasElement, box: HTMLElement): () => void
  moveCamera(change: (camera: Camera, size: Size) => Camera): void
  zoom(factor: number): void
  fit(): void
  /** The pointer is over this point, or gone. */
  point(at: Point | undefined): void
  /** The pointer pressed and let go here. */
  pick(at: Point): void
  focus(isFocused: boolean): void
  moveFocus(direction: Direction): void
  pickFocused(): void
}

/** The camera fits itself again when somebody leaves the picture; then with this much room to spare. */
const SPARE = 0.08

export function createMapController(
  session: Session,
  sayLength: (centimetres: number) => string,
): MapController {
  const { store, actions } = session
  const chrome = createStore<MapChrome>(() => ({
    card: undefined,
    focused: undefined,
    size: { width: 0, height: 0 },
    isEmpty: false,
  }))
  const painter = createMapPainter({ sayLength, reserved: controlBoxes })
  let canvas: HTMLCanvasElement | undefined
  let size: Size = { width: 0, height: 0 }
  let camera: Camera | undefined
  /** Set while the map fits itself: what it shows. A hand on the map ends that. */
  let fitted: Bounds | undefined
  let isFitting = true
  let pointer: Point | undefined
  let focused: MapObject | undefined
  let frame: number | undefined

  const requestDraw = (): void => {
    frame ??= requestAnimationFrame(draw)
  }

  const refit = (scene: Pick<Scene, 'view' | 'directory'>): void => {
    const bounds = boundsOf(scene.view, scene.directory)
    if (bounds === undefined) return
    if (fitted === undefined) fitted = bounds
    else if (!contains(fitted, bounds)) fitted = grow(union(fitted, bounds))
    else if (camera !== undefined) return
    camera = fit(fitted, size)
  }

  const sceneNow = (): Scene | undefined => {
    const { position, directory, selection, hover } = store.getState()
    if (position === undefined || size.width === 0 || size.height === 0) return undefined
    if (isFitting || camera === undefined) refit({ view: position.map, directory })
    if (camera === undefined) camera = fit({ left: 0, top: 0, right: 0, bottom: 0 }, size)
    return {
      view: position.map,
      directory,
      camera,
      size,
      tokens: canvasTokens(),
      selected: objectOf(directory, selection),
      hovered: objectOf(directory, hover),
      focused,
    }
  }

  const draw = (): void => {
    frame = undefined
    const context = canvas?.getContext('2d', { alpha: false })
    const scene = sceneNow()
    if (canvas === undefined || context === null || context === undefined || scene === undefined) return
    const ratio = devicePixelRatio
    resize(canvas, size, ratio)
    painter.paint(context, scene, ratio)
    showChrome(scene)
    actions.reportFirstPicture()
  }

  const showChrome = (scene: Scene): void => {
    const under = pointer === undefined ? undefined : objectAt(scene, pointer)
    const point = under === undefined ? undefined : pointOf(scene, under)
    const card = under === undefined || point === undefined ? undefined : { object: under, point }
    const isEmpty = boundsOf(scene.view, scene.directory) === undefined
    const before = chrome.getState()
    const isSameCard =
      isSame(before.card?.object, card?.object) &&
      before.card?.point.x === card?.point.x &&
      before.card?.point.y === card?.point.y
    if (isSameCard && before.isEmpty === isEmpty && before.size === size && isSame(before.focused, focused))
      return
    chrome.setState({ card: isSameCard ? before.card : card, isEmpty, size, focused })
    // What moves under a resting pointer is hovered too.
    if (pointer !== undefined) actions.hover(refOfObject(scene.directory, under))
  }

  const moveCamera: MapController['moveCamera'] = (change) => {
    if (camera === undefined) return
    isFitting = false
    camera = change(camera, size)
    requestDraw()
  }

  const watch = (box: HTMLElement): (() => void) => {
    const observer = new ResizeObserver(() => {
      const next = { width: box.clientWidth, height: box.clientHeight }
      if (next.width === size.width && next.height === size.height) return
      size = next
      if (isFitting && fitted !== undefined && size.width > 0) camera = fit(fitted, size)
      // In the same frame as the layout: a stretched old picture would flash.
      if (frame !== undefined) cancelAnimationFrame(frame)
      draw()
    })
    observer.observe(box)
    const unsubscribe = store.subscribe((state, before) => {
      if (state.opened?.world.worldKey !== before.opened?.world.worldKey) {
        fitted = undefined
        camera = undefined
        isFitting = true
        focused = undefined
      }
      if (
        state.position !== before.position ||
        state.directory !== before.directory ||
        state.selection !== before.selection ||
        state.hover !== before.hover
      )
        requestDraw()
    })
    const stopTheme = onThemeChange(requestDraw)
    return () => {
      observer.disconnect()
      unsubscribe()
      stopTheme()
    }
  }

  return {
    chrome,
    attach(nextCanvas, box) {
      canvas = nextCanvas
      const stop = watch(box)
      requestDraw()
      return () => {
        stop()
        canvas = undefined
        if (frame !== undefined) cancelAnimationFrame(frame)
        frame = undefined
      }
    },
    moveCamera,
    zoom(factor) {
      moveCamera((now) => zoomAt(now, size, { x: size.width / 2, y: size.height / 2 }, factor))
    },
    fit() {
      isFitting = true
      fitted = undefined
      camera = undefined
      requestDraw()
    },
    point(at) {
      pointer = at
      if (at === undefined) actions.hover(undefined)
      requestDraw()
    },
    pick(at) {
      const scene = sceneNow()
      if (scene === undefined) return
      actions.select(refOfObject(scene.directory, objectAt(scene, at)))
    },
    focus(isFocused) {
      const scene = sceneNow()
      focused =
        isFocused && scene !== undefined
          ? (scene.selected ?? agentTowards(scene, undefined, 'right'))
          : undefined
      requestDraw()
    },
    moveFocus(direction) {
      const scene = sceneNow()
      if (scene === undefined) return
      focused = agentTowards(scene, focused, direction) ?? focused
      requestDraw()
    },
    pickFocused() {
      const { directory } = store.getState()
      actions.select(refOfObject(directory, focused))
    },
  }
}

/** Under the legend at the lower left and the buttons at the lower right. */
function controlBoxes({ width, height }: Size): readonly Box[] {
  return [
    { x: 0, y: height - 40, width: 300, height: 40 },
    { x: width - 52, y: height - 108, width: 52, height: 108 },
  ]
}

function grow(bounds: Bounds): Bounds {
  const dx = (bounds.right - bounds.left) * SPARE
  const dy = (bounds.bottom - bounds.top) * SPARE
  return {
    left: bounds.left - dx,
    top: bounds.top - dy,
    right: bounds.right + dx,
    bottom: bounds.bottom + dy,
  }
}
