import { useEffect, useRef, useState } from 'react'
import { formatCount } from '../../ui/format.ts'
import { useText } from '../../ui/i18n/i18n.ts'
import type { Translate } from '../../ui/i18n/text.ts'
import { laneNameKey } from '../../ui/presentation/tones.ts'
import { type Hover, hoverOf } from './hits.ts'
import type { TimelineStage } from './stage.ts'

/** Clear of the pointer, and of the right edge. */
const OFFSET_PX = 12

function sayLane(t: Translate, lane: NonNullable<Hover['lane']>): string {
  const name = t(laneNameKey(lane.tone))
  if (lane.events === 0) return t('timeline.hoverNone', { lane: name })
  return t('timeline.hoverLane', { lane: name, count: lane.events })
}

/** Step, tick and what is under the pointer. Follows it without a render of its own. */
export function HoverCard({ stage }: { readonly stage: TimelineStage }) {
  const t = useText()
  const [hover, setHover] = useState<Hover | undefined>(undefined)
  const card = useRef<HTMLDivElement>(null)
  useEffect(() => stage.subscribe('picture', () => setHover(hoverOf(stage))), [stage])
  useEffect(() => {
    const element = card.current
    if (element === null || hover === undefined) return
    const left = Math.min(hover.x + OFFSET_PX, stage.width - element.offsetWidth - OFFSET_PX)
    const top = Math.min(hover.y + OFFSET_PX, stage.height - element.offsetHeight - 4)
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
  }, [hover, stage])
  if (hover === undefined) return undefined
  return (
    <div ref={card} className="timeline-hover popover" aria-hidden="true">
      <span>
        {t('timeline.hoverStep', { seq: formatCount(hover.seq) })}
        {hover.tick === undefined ? undefined : (
          <span className="ink-3"> {t('timeline.hoverTick', { tick: formatCount(hover.tick) })}</span>
        )}
      </span>
      {hover.lane === undefined ? undefined : <span className="ink-2">{sayLane(t, hover.lane)}</span>}
      {hover.markers.map((marker) => (
        <span key={`${marker.kind}-${marker.seq}-${marker.label}`} className="ink-2">
          {marker.label === ''
            ? t(MARKER_NAMES[marker.kind])
            : `${t(MARKER_NAMES[marker.kind])}: ${marker.label}`}
        </span>
      ))}
    </div>
  )
}

const MARKER_NAMES = {
  fault: 'timeline.markerFault',
  governance: 'timeline.markerGovernance',
  bookmark: 'timeline.markerBookmark',
  fork: 'timeline.markerFork',
  snapshot: 'timeline.markerSnapshot',
  keyframe: 'timeline.markerKeyframe',
} as const
