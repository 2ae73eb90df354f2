import { type PointerEvent, useEffect, useRef } from 'react'
import { pan, type Point, zoomAt } from './camera.ts'
import type { MapController } from './map-controller.ts'

/** Less movement than this between press and release is a press on the spot. */
const DRAG_PX = 4
const WHEEL_PER_PIXEL = 0.0022

interface Drag {
  readonly start: Point
  last: Point
  isMoving: boolean
}

export interface MapGestures {
  onPointerDown(event: PointerEvent<HTMLElement>): void
  onPointerMove(event: PointerEvent<HTMLElement>): void
  onPointerUp(event: PointerEvent<HTMLElement>): void
  onPointerLeave(): void
}

function pointIn(event: { readonly clientX: number; readonly clientY: number }, element: Element): Point {
  const box = element.getBoundingClientRect()
  return { x: event.clientX - box.left, y: event.clientY - box.top }
}

/** Drag moves the map, the wheel zooms at the pointer, a press on the spot selects. */
export function useMapGestures(
  controller: MapController,
  box: { readonly current: HTMLElement | null },
): MapGestures {
  const drag = useRef<Drag>(undefined)

  useEffect(() => {
    const element = box.current
    if (element === null) return
    const wheel = (event: WheelEvent): void => {
      event.preventDefault()
      const factor = Math.exp(-event.deltaY * WHEEL_PER_PIXEL * (event.ctrlKey ? 4 : 1))
      const at = pointIn(event, element)
      controller.moveCamera((camera, size) => zoomAt(camera, size, at, factor))
    }
    // React listens to wheels passively, and then the page zooms too.
    element.addEventListener('wheel', wheel, { passive: false })
    return () => element.removeEventListener('wheel', wheel)
  }, [controller, box])

  return {
    onPointerDown(event) {
      if (event.button !== 0) return
      // A pressed map does not take the keys: arrows go on stepping through time.
      event.preventDefault()
      event.currentTarget.setPointerCapture(event.pointerId)
      const at = pointIn(event, event.currentTarget)
      drag.current = { start: at, last: at, isMoving: false }
    },
    onPointerMove(event) {
      const at = pointIn(event, event.currentTarget)
      const now = drag.current
      if (now === undefined) {
        controller.point(at)
        return
      }
      if (!now.isMoving && Math.hypot(at.x - now.start.x, at.y - now.start.y) < DRAG_PX) return
      now.isMoving = true
      const { last } = now
      now.last = at
      controller.moveCamera((camera) => pan(camera, at.x - last.x, at.y - last.y))
    },
    onPointerUp(event) {
      const now = drag.current
      drag.current = undefined
      if (now !== undefined && !now.isMoving) controller.pick(pointIn(event, event.currentTarget))
    },
    onPointerLeave: () => controller.point(undefined),
  }
}
