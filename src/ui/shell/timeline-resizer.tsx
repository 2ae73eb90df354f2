import { type KeyboardEvent, type PointerEvent, type RefObject, useRef, useSyncExternalStore } from 'react'
import { useDockParts } from '../dock/dock-context.ts'
import { useText } from '../i18n/i18n.ts'

/** What stands above and below the timeline and stays: header, tabs, a map of 200, playhead and transport. */
const REST_PX = 344
/** The strip, the ruler, the markers and one lane. */
const HEIGHT_MIN = 108
const KEY_STEP_PX = 16

function highest(): number {
  return Math.max(HEIGHT_MIN, window.innerHeight - REST_PX)
}

function withinRoom(height: number): number {
  return Math.round(Math.min(Math.max(height, HEIGHT_MIN), highest()))
}

function onResize(listener: () => void): () => void {
  addEventListener('resize', listener)
  return () => removeEventListener('resize', listener)
}

interface ResizerProps {
  /** The element whose height it is. */
  readonly region: RefObject<HTMLElement | null>
  /** What a person gave it; undefined for the standard height. */
  readonly height: number | undefined
}

/** The upper edge of the timeline: dragged, or moved by keys; a double click gives the standard height back. */
export function TimelineResizer({ region, height }: ResizerProps) {
  const t = useText()
  const { layout } = useDockParts()
  const most = useSyncExternalStore(onResize, highest)
  const grip = useRef<{ readonly y: number; readonly height: number }>(undefined)
  const heightNow = (): number => region.current?.offsetHeight ?? HEIGHT_MIN

  const press = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    grip.current = { y: event.clientY, height: heightNow() }
  }
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (grip.current !== undefined)
      layout.setTimelineHeight(withinRoom(grip.current.height + grip.current.y - event.clientY))
  }
  const letGo = (): void => {
    grip.current = undefined
  }
  const pressKey = (event: KeyboardEvent): void => {
    const wanted = heightForKey(event.key, heightNow())
    if (wanted === undefined) return
    event.preventDefault()
    layout.setTimelineHeight(withinRoom(wanted))
  }

  return (
    <div
      className="timeline-resizer"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={t('dock.timelineHeight')}
      aria-valuemin={HEIGHT_MIN}
      aria-valuemax={most}
      aria-valuenow={Math.min(height ?? heightNow(), most)}
      title={t('dock.timelineHeightHint')}
      onPointerDown={press}
      onPointerMove={drag}
      onPointerUp={letGo}
      onLostPointerCapture={letGo}
      onDoubleClick={() => layout.setTimelineHeight(undefined)}
      onKeyDown={pressKey}
    />
  )
}

function heightForKey(key: string, height: number): number | undefined {
  if (key === 'ArrowUp') return height + KEY_STEP_PX
  if (key === 'ArrowDown') return height - KEY_STEP_PX
  if (key === 'Home') return HEIGHT_MIN
  return key === 'End' ? highest() : undefined
}
