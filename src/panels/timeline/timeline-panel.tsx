import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useText } from '../../ui/i18n/i18n.ts'
import { laneNameKey } from '../../ui/presentation/tones.ts'
import { useSession, useSessionObject } from '../../ui/session/session-context.ts'
import { onTimelineMove } from '../../ui/session/timeline-bus.ts'
import { useReplayQuery } from '../../ui/session/use-replay-query.ts'
import { useCanvasTokens } from '../../ui/theme/canvas-tokens.ts'
import { listenForGestures } from './gestures.ts'
import { HoverCard } from './hover-card.tsx'
import { moveStage, pressKey } from './keyboard.ts'
import { LaneTable } from './lane-table.tsx'
import { markersInWords } from './marker-words.ts'
import type { Direction } from './neighbour.ts'
import { TimelineStage } from './stage.ts'
import { TimelineGutter } from './timeline-gutter.tsx'
import './timeline.css'

/** Puts the canvases on the stage and listens to the pointer. */
function useStage(stage: TimelineStage) {
  const base = useRef<HTMLCanvasElement>(null)
  const overlay = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (base.current === null || overlay.current === null) return undefined
    const detach = stage.attach(base.current, overlay.current)
    const deafen = listenForGestures(stage, overlay.current)
    const unhear = onTimelineMove((move) => moveStage(stage, move))
    return () => {
      detach()
      deafen()
      unhear()
    }
  }, [stage])
  return { base, overlay }
}

/** Everything that changes the picture but is React's to know. */
function usePictureInputs(stage: TimelineStage): void {
  const tokens = useCanvasTokens()
  const t = useText()
  const fault = useSession((state) =>
    state.verify.state === 'done' ? (state.verify.report.fault ?? state.fault) : state.fault,
  )
  const { value: markers } = useReplayQuery('markers', (replay) => replay.markers(), 'head')
  useEffect(() => stage.setTokens(tokens), [stage, tokens])
  useEffect(() => stage.setMarkers(markersInWords(t, markers ?? [], fault)), [stage, markers, fault, t])
}

export function Panel() {
  const t = useText()
  const session = useSessionObject()
  const [stage] = useState(() => new TimelineStage(session))
  const { base, overlay } = useStage(stage)
  usePictureInputs(stage)
  const shape = useSyncExternalStore((listener) => stage.subscribe('shape', listener), stage.readShape)
  const [answer, setAnswer] = useState('')
  const [hasFocus, setHasFocus] = useState(false)
  const isMoving = useSession((state) => state.isRunning || state.isPlaying)
  const isOpen = useSession((state) => state.head !== undefined)

  const onNone = (direction: Direction): void => {
    const lane = t(laneNameKey(shape.rows[shape.focusRow ?? 0]?.tone ?? 0))
    setAnswer(direction === 1 ? t('timeline.noNext', { lane }) : t('timeline.noPrevious', { lane }))
  }

  return (
    <div className="timeline">
      <TimelineGutter stage={stage} shape={shape} />
      <div
        className="timeline-plot"
        role="application"
        tabIndex={0}
        aria-label={t('timeline.keys')}
        aria-describedby="timeline-hint timeline-summary"
        onFocus={() => setHasFocus(true)}
        onBlur={() => {
          setHasFocus(false)
          stage.focusRow(undefined)
        }}
        onKeyDown={(event) => {
          setAnswer('')
          if (pressKey(stage, event.nativeEvent, { onNone })) event.preventDefault()
        }}
      >
        <canvas ref={base} className="timeline-canvas" aria-hidden="true" />
        <canvas ref={overlay} className="timeline-canvas" aria-hidden="true" />
        <HoverCard stage={stage} />
        {isOpen ? undefined : <p className="timeline-empty">{t('timeline.empty')}</p>}
      </div>
      <p id="timeline-hint" className="visually-hidden">
        {t('timeline.keysHint')}
      </p>
      <p className="visually-hidden" aria-live="polite">
        {answer}
      </p>
      <LaneTable stage={stage} shape={shape} isSpoken={hasFocus && !isMoving} />
    </div>
  )
}
