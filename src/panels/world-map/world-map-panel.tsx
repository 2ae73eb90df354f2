import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { formatCount } from '../../ui/format.ts'
import { translate, useText } from '../../ui/i18n/i18n.ts'
import { useSession, useSessionActions, useSessionObject } from '../../ui/session/session-context.ts'
import { KM } from './camera.ts'
import type { Direction } from './hit-test.ts'
import { HoverCard } from './hover-card.tsx'
import { MapControls } from './map-controls.tsx'
import { createMapController, type MapController } from './map-controller.ts'
import { MapLegend } from './map-legend.tsx'
import { MapSpeech } from './map-speech.tsx'
import { useMapGestures } from './use-map-gestures.ts'
import './world-map.css'

const METRE = 100

function sayLength(centimetres: number): string {
  return centimetres >= KM
    ? translate('map.kilometres', { count: formatCount(Math.round(centimetres / KM)) })
    : translate('map.metres', { count: formatCount(Math.round(centimetres / METRE)) })
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}
const ZOOM_STEP = 1.4

/** Keys of the focused map; true when the map used the key. */
function pressKey(controller: MapController, key: string): boolean {
  const direction = DIRECTIONS[key]
  if (direction !== undefined) controller.moveFocus(direction)
  else if (key === 'Enter') controller.pickFocused()
  else if (key === '+' || key === '=') controller.zoom(ZOOM_STEP)
  else if (key === '-') controller.zoom(1 / ZOOM_STEP)
  else if (key === '0') controller.fit()
  else return false
  return true
}

/** Who is where at the playhead. */
export function Panel() {
  const t = useText()
  const session = useSessionObject()
  const [controller] = useState(() => createMapController(session, sayLength))
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const gestures = useMapGestures(controller, box)

  useEffect(() => {
    if (canvas.current === null || box.current === null) return
    return controller.attach(canvas.current, box.current)
  }, [controller])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (pressKey(controller, event.key)) event.preventDefault()
  }

  return (
    <div className="world-map">
      <div
        ref={box}
        className="world-map-ground"
        role="application"
        tabIndex={0}
        aria-label={t('map.objects')}
        aria-description={t('map.hint')}
        onKeyDown={onKeyDown}
        onFocus={() => controller.focus(true)}
        onBlur={() => controller.focus(false)}
        {...gestures}
      >
        <canvas ref={canvas} className="world-map-canvas" />
      </div>
      <MapLegend />
      <MapControls controller={controller} zoomStep={ZOOM_STEP} />
      <HoverCard controller={controller} />
      <EmptyMap controller={controller} />
      <MapSpeech controller={controller} />
    </div>
  )
}

function EmptyMap({ controller }: { readonly controller: MapController }) {
  const t = useText()
  const { follow } = useSessionActions()
  const isEmpty = useStore(controller.chrome, (chrome) => chrome.isEmpty)
  const seq = useSession((state) => state.playhead)
  if (!isEmpty) return null
  return (
    <div className="world-map-empty">
      <p>{t('map.empty', { seq: formatCount(seq) })}</p>
      <button type="button" className="button" onClick={() => void follow()}>
        {t('map.toHead')}
      </button>
    </div>
  )
}
