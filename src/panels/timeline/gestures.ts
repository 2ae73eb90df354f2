/** Pointer and wheel on the canvas. */
import { brushBox } from './draw-overlay.ts'
import { lanesScale, stripScale, type Zone, zoneAt } from './geometry.ts'
import { placedMarkers } from './hits.ts'
import type { Pointer, TimelineStage } from './stage.ts'
import { fitView, panBy, seqAtX, spanOf, stepAtX, type View, zoomAt } from './view.ts'

/** What a pressed pointer does as it moves. */
interface Drag {
  move(pointer: Pointer): void
  /** `wasStill`: pressed and released at one place. */
  end(wasStill: boolean): void
}

/** A press that moves less than this is a click. */
const STILL_PX = 3
/** From a brush's edge to where it can be taken. */
const BRUSH_EDGE_PX = 6
/** A click in the lanes takes the mark that is this close. */
const SNAP_PX = 6
const DOUBLE_CLICK_MS = 400

const nothing: Drag = { move: () => undefined, end: () => undefined }

function scrubDrag(stage: TimelineStage, from: Pointer): Drag {
  const seek = ({ x }: Pointer, as: 'jump' | 'scrub'): void => {
    const seq = seqAtX(lanesScale(stage.view, stage.width), x, stage.head)
    if (seq !== stage.playhead || as === 'jump') void stage.session.actions.seek(seq, { as })
  }
  let last = from
  seek(from, 'scrub')
  return {
    move(pointer) {
      last = pointer
      seek(pointer, 'scrub')
    },
    end: () => seek(last, 'jump'),
  }
}

function panDrag(stage: TimelineStage, from: Pointer, click: () => void): Drag {
  const start = stage.view
  return {
    move({ x }) {
      const { width } = lanesScale(start, stage.width)
      stage.setView(panBy(start, ((from.x - x) / width) * spanOf(start), stage.head))
    },
    end(wasStill) {
      if (wasStill) click()
    },
  }
}

/** Takes the brush by an edge or by its middle; elsewhere it first comes to the pointer. */
function brushDrag(stage: TimelineStage, from: Pointer): Drag {
  const scale = stripScale(stage.head, stage.width)
  const edge = brushEdgeAt(stage, from.x)
  const box = brushBox(stage)
  if (edge === undefined && (from.x < box.left || from.x > box.right)) {
    const half = spanOf(stage.view) / 2
    const middle = stepAtX(scale, from.x)
    stage.setView({ first: middle - half, last: middle + half })
  }
  const start = stage.view
  const resized = (step: number): View =>
    edge === 'left'
      ? { first: Math.min(step, start.last - 1), last: start.last }
      : { first: start.first, last: Math.max(step, start.first + 1) }
  return {
    move({ x }) {
      if (edge !== undefined) stage.setView(resized(stepAtX(scale, x)))
      else stage.setView(panBy(start, stepAtX(scale, x) - stepAtX(scale, from.x), stage.head))
    },
    end: () => undefined,
  }
}

function brushEdgeAt(stage: TimelineStage, x: number): 'left' | 'right' | undefined {
  const { left, right } = brushBox(stage)
  const isThin = right - left < BRUSH_EDGE_PX * 3
  const reach = isThin ? BRUSH_EDGE_PX / 2 : BRUSH_EDGE_PX
  if (Math.abs(x - left) <= reach) return 'left'
  return Math.abs(x - right) <= reach ? 'right' : undefined
}

/** The step that a click means: the nearest mark of its lane when one is close, else the place itself. */
function clickedSeq(stage: TimelineStage, pointer: Pointer, lane: number | undefined): number {
  const scale = lanesScale(stage.view, stage.width)
  const marks = lane === undefined ? undefined : stage.laneTile?.marks?.[lane]
  const reach = (SNAP_PX / scale.width) * spanOf(stage.view)
  const step = stepAtX(scale, pointer.x)
  const near = marks?.filter((mark) => Math.abs(mark - step) <= reach) ?? []
  const [first, ...others] = near
  if (first === undefined) return seqAtX(scale, pointer.x, stage.head)
  return others.reduce((best, mark) => (Math.abs(mark - step) < Math.abs(best - step) ? mark : best), first)
}

function startDrag(stage: TimelineStage, pointer: Pointer, zone: Zone): Drag {
  const jump = (seq: number): void => void stage.session.actions.seek(seq)
  switch (zone) {
    case 'strip':
      return brushDrag(stage, pointer)
    case 'ruler':
      return scrubDrag(stage, pointer)
    case 'markers': {
      const mark = placedMarkers(stage).find(({ x }) => Math.abs(x - pointer.x) <= 8)
      return mark === undefined
        ? panDrag(stage, pointer, () => undefined)
        : { ...nothing, end: () => jump(mark.marker.seq) }
    }
    case 'lanes':
      return panDrag(stage, pointer, () => jump(clickedSeq(stage, pointer, stage.laneAt(pointer.y))))
  }
}

function cursorAt(stage: TimelineStage, pointer: Pointer, isDragging: boolean): string {
  const zone = zoneAt(pointer.y)
  if (zone === 'strip') return brushEdgeAt(stage, pointer.x) === undefined ? 'grab' : 'ew-resize'
  if (zone === 'ruler') return 'col-resize'
  return isDragging ? 'grabbing' : 'default'
}

const WHEEL_ZOOM_PER_PX = 0.0022
const PX_PER_LINE = 16
/** A notch of a coarse wheel may report hundreds of pixels. */
const WHEEL_PX_MAX = 160

/** Adds the listeners; returns how to take them away. */
export function listenForGestures(stage: TimelineStage, element: HTMLElement): () => void {
  const controller = new AbortController()
  const { signal } = controller
  let drag: Drag | undefined
  let pressed: Pointer | undefined
  let isStill = true
  let lastClick = { atMs: Number.NEGATIVE_INFINITY, playhead: 0, wasFollowing: false }

  const pointerOf = (event: MouseEvent): Pointer => {
    const box = element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }

  const remember = (event: PointerEvent): void => {
    if (event.timeStamp - lastClick.atMs < DOUBLE_CLICK_MS) return
    lastClick = {
      atMs: event.timeStamp,
      playhead: stage.playhead,
      wasFollowing: stage.session.store.getState().isFollowing,
    }
  }

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return
      remember(event)
      element.setPointerCapture(event.pointerId)
      pressed = pointerOf(event)
      isStill = true
      drag = startDrag(stage, pressed, zoneAt(pressed.y))
    },
    { signal },
  )
  element.addEventListener(
    'pointermove',
    (event) => {
      const pointer = pointerOf(event)
      if (pressed !== undefined && Math.abs(pointer.x - pressed.x) >= STILL_PX) isStill = false
      if (drag !== undefined && !isStill) drag.move(pointer)
      element.style.cursor = cursorAt(stage, pointer, drag !== undefined && !isStill)
      stage.setPointer(drag === undefined ? pointer : undefined)
    },
    { signal },
  )
  const finish = (): void => {
    drag?.end(isStill)
    drag = undefined
    pressed = undefined
  }
  element.addEventListener('pointerup', finish, { signal })
  element.addEventListener('pointercancel', finish, { signal })
  element.addEventListener('pointerleave', () => stage.setPointer(undefined), { signal })
  element.addEventListener(
    'dblclick',
    () => {
      // The first click of the two moved the playhead; fitting the view should not.
      if (lastClick.wasFollowing) void stage.session.actions.follow()
      else if (stage.playhead !== lastClick.playhead) void stage.session.actions.seek(lastClick.playhead)
      stage.setView(fitView(stage.head))
    },
    { signal },
  )
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? PX_PER_LINE : 1
      const across = event.shiftKey ? event.deltaY + event.deltaX : event.deltaX
      const scale = lanesScale(stage.view, stage.width)
      if (Math.abs(across) > Math.abs(event.deltaY) || event.shiftKey) {
        stage.setView(panBy(stage.view, ((across * unit) / scale.width) * spanOf(stage.view), stage.head))
        return
      }
      const px = Math.max(-WHEEL_PX_MAX, Math.min(WHEEL_PX_MAX, event.deltaY * unit))
      const pointer = pointerOf(event)
      const middle = (stage.view.first + stage.view.last) / 2
      const at = zoneAt(pointer.y) === 'strip' ? middle : stepAtX(scale, pointer.x)
      stage.setView(zoomAt(stage.view, Math.exp(px * WHEEL_ZOOM_PER_PX), at, stage.head))
    },
    { signal, passive: false },
  )
  return () => controller.abort()
}
