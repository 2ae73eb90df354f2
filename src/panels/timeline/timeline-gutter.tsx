import { useEffect, useRef } from 'react'
import { formatCount } from '../../ui/format.ts'
import { useText } from '../../ui/i18n/i18n.ts'
import { laneNameKey } from '../../ui/presentation/tones.ts'
import { useSession } from '../../ui/session/session-context.ts'
import { LaneGlyph } from '../../ui/widgets/lane-glyph.tsx'
import type { StageShape, TimelineStage } from './stage.ts'

interface GutterProps {
  readonly stage: TimelineStage
  readonly shape: StageShape
}

/** Names of the rows, on the same lines as the canvas. */
export function TimelineGutter({ stage, shape }: GutterProps) {
  const t = useText()
  const head = useSession((state) => state.head?.seq)
  return (
    <div className="timeline-gutter" aria-hidden="true">
      <div className="timeline-gutter-strip">
        <span className="grow clip">{t('timeline.allHistory')}</span>
        <span className="ink-3">{head === undefined ? '' : formatCount(head)}</span>
      </div>
      <div className="timeline-gutter-ruler">{t('timeline.step')}</div>
      <div className="timeline-gutter-markers">{t('timeline.markers')}</div>
      <GutterLanes stage={stage} shape={shape} />
    </div>
  )
}

function GutterLanes({ stage, shape }: GutterProps) {
  const t = useText()
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const element = list.current
    if (element === null) return undefined
    element.style.setProperty('--timeline-lane-height', `${shape.rowHeight}px`)
    element.scrollTop = shape.scroll
    const scrolled = (): void => stage.scrollTo(element.scrollTop)
    element.addEventListener('scroll', scrolled)
    return () => element.removeEventListener('scroll', scrolled)
  }, [stage, shape])
  return (
    <ul ref={list} className="timeline-gutter-lanes">
      {shape.rows.map((lane, row) => (
        <li key={lane.index} className={row === shape.focusRow ? 'is-focused' : undefined}>
          <LaneGlyph tone={lane.tone} size={13} />
          <span className="clip">{t(laneNameKey(lane.tone))}</span>
        </li>
      ))}
    </ul>
  )
}
