import { memo } from 'react'
import { formatCount } from '../../ui/format.ts'
import { sayEvent } from '../../ui/presentation/events.ts'
import type { Speaker } from '../../ui/presentation/phrases.ts'
import { sentenceText } from '../../ui/presentation/sentence.ts'
import { LaneGlyph } from '../../ui/widgets/lane-glyph.tsx'
import type { EventRow } from '../../workers/protocol.ts'

/** `here`: the last event applied; `frame`: of the same step; `above`: the playhead stands between this row and the next. */
export type PlayheadMark = 'none' | 'frame' | 'here' | 'above'

interface EventListRowProps {
  readonly index: number
  readonly total: number
  /** Distance from the top of the list, in pixels. */
  readonly top: number
  /** Undefined while its page is on its way. */
  readonly row: EventRow | undefined
  readonly speaker: Speaker
  readonly isActive: boolean
  readonly isSelected: boolean
  readonly playhead: PlayheadMark
  readonly onOpen: (index: number, row: EventRow | undefined) => void
}

export const rowId = (index: number): string => `events-row-${index}`

const placeAt = (top: number) => ({ transform: `translateY(${top}px)` })

/** One event. Memoised: scrolling moves the list, not its rows. */
export const EventListRow = memo(function EventListRow(props: EventListRowProps) {
  const { index, total, row, speaker, playhead } = props
  const sentence = row === undefined ? '' : sentenceText(sayEvent(row, speaker))
  return (
    <div
      id={rowId(index)}
      className="events-row"
      role="option"
      aria-setsize={total}
      aria-posinset={index + 1}
      aria-selected={props.isSelected}
      aria-current={playhead === 'here' ? 'step' : undefined}
      aria-busy={row === undefined}
      aria-label={
        row === undefined
          ? speaker.t('events.loading')
          : speaker.t('events.row', {
              eventId: formatCount(row.eventId),
              seq: formatCount(row.seq),
              time: formatCount(row.time),
              sentence,
            })
      }
      data-active={props.isActive}
      data-playhead={playhead}
      style={placeAt(props.top)}
      onClick={() => props.onOpen(index, row)}
    >
      {row === undefined ? (
        <span className="events-row-waiting" />
      ) : (
        <>
          <LaneGlyph tone={row.tone} />
          <span className="mono events-row-id">{formatCount(row.eventId)}</span>
          <span className="events-row-step">{formatCount(row.seq)}</span>
          <span className="clip" title={sentence}>
            {sentence}
          </span>
          <span className="events-row-tick">{formatCount(row.time)}</span>
        </>
      )}
    </div>
  )
})
