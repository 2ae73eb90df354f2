import { useState } from 'react'
import { formatCount } from '../../ui/format.ts'
import { useText } from '../../ui/i18n/i18n.ts'
import { sayEvent } from '../../ui/presentation/events.ts'
import { shortKind } from '../../ui/presentation/phrases.ts'
import { sentenceText } from '../../ui/presentation/sentence.ts'
import { useSpeaker } from '../../ui/presentation/use-speaker.ts'
import { refOf } from '../../ui/session/ref.ts'
import { useSession, useSessionActions } from '../../ui/session/session-context.ts'
import { LaneGlyph } from '../../ui/widgets/lane-glyph.tsx'
import type { EventRow, StepView } from '../../workers/protocol.ts'
import { MoreButton, NotShown, ROWS_AT_FIRST } from './more-button.tsx'

/** The facts that the step recorded, in order. One leads into the middle of the step, right after it. */
export function StepEvents({ step }: { readonly step: StepView }) {
  const t = useText()
  const [shown, setShown] = useState(ROWS_AT_FIRST)
  const { events } = step
  const inAll = step.eventsInAll ?? events.length
  // As wide as the longest number, so that the names behind them begin on one line.
  const idWidth = `${formatCount(events.at(-1)?.eventId ?? 0).length}ch`
  return (
    <div className="step-block">
      <div className="section-head">
        <h3>{t('step.events')}</h3>
        <span className="count">{formatCount(inAll)}</span>
      </div>
      {events.length === 0 ? <p className="step-none">{t('step.noEvents')}</p> : undefined}
      <ul aria-label={t('step.events')}>
        {events.slice(0, shown).map((event) => (
          <EventItem key={event.eventId} event={event} idWidth={idWidth} />
        ))}
      </ul>
      <MoreButton rest={events.length - shown} onMore={() => setShown(shown * 10)} />
      <NotShown count={shown < events.length ? 0 : inAll - events.length} />
    </div>
  )
}

function EventItem({ event, idWidth }: { readonly event: EventRow; readonly idWidth: string }) {
  const t = useText()
  const speaker = useSpeaker()
  const { seek, select } = useSessionActions()
  const isHere = useSession(
    ({ position }) =>
      position?.seq === event.seq && position.k < position.eventsInFrame && position.k === event.index + 1,
  )
  const isSelected = useSession(({ selection }) => selection === refOf('event', event.eventId))
  const sentence = sentenceText(sayEvent(event, speaker))
  return (
    <li>
      <button
        type="button"
        className="step-event"
        aria-label={`${t('step.seek', { eventId: formatCount(event.eventId) })}: ${shortKind(event.kind)}, ${sentence}`}
        aria-current={isHere ? 'step' : undefined}
        data-selected={isSelected}
        title={sentence}
        onClick={() => {
          select(refOf('event', event.eventId))
          void seek(event.seq, { k: event.index + 1 })
        }}
      >
        <LaneGlyph tone={event.tone} />
        <span className="mono ink-3" style={{ minWidth: idWidth }}>
          {formatCount(event.eventId)}
        </span>
        <span className="step-event-kind">{shortKind(event.kind)}</span>
        <span className="clip step-event-words">{sentence}</span>
      </button>
    </li>
  )
}
