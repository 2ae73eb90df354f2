import { formatCount } from '../../ui/format.ts'
import { useText } from '../../ui/i18n/i18n.ts'
import { actionTone, sayAction } from '../../ui/presentation/actions.ts'
import { eventTone, isKnownEventKind, sayEvent } from '../../ui/presentation/events.ts'
import { fieldOf, textOf } from '../../ui/presentation/plain.ts'
import { shortKind, type Speaker } from '../../ui/presentation/phrases.ts'
import { type Sentence, sentenceText } from '../../ui/presentation/sentence.ts'
import { useSpeaker } from '../../ui/presentation/use-speaker.ts'
import { useSessionActions } from '../../ui/session/session-context.ts'
import { HashChip } from '../../ui/widgets/hash-chip.tsx'
import { LaneGlyph } from '../../ui/widgets/lane-glyph.tsx'
import { PanelIcon } from '../../ui/widgets/panel-icon.tsx'
import { SentenceText } from '../../ui/widgets/sentence-text.tsx'
import type { CauseLink, PlainValue, StepView } from '../../workers/protocol.ts'
import { headline } from './headline.ts'

/** What was asked, what came of it, which frame holds it, and what it hangs together with. */
export function StepSubject({ step }: { readonly step: StepView }) {
  const t = useText()
  const speaker = useSpeaker()
  const { select, hover } = useSessionActions()
  const said = headline(step, speaker)
  return (
    <div className="step-subject">
      <h3 className="step-kind">
        <LaneGlyph
          tone={step.isRejected ? eventTone('domain.action_rejected') : actionTone(step.action.kind)}
        />
        <span className="clip" title={step.action.kind}>
          {shortKind(step.action.kind)}
        </span>
        <span className="grow" />
        {step.action.origin === 'derived' ? (
          <span className="chip chip-outline" title={t('step.derivedHint')}>
            {t('step.derived')}
          </span>
        ) : undefined}
        <Verdict isRejected={step.isRejected} />
      </h3>
      <p className="step-sentence">
        <SentenceText sentence={said.what} onSelect={select} onHover={hover} />
      </p>
      {said.why === undefined ? undefined : (
        <p className="step-sentence">
          <SentenceText sentence={said.why} onSelect={select} onHover={hover} />
        </p>
      )}
      <div className="step-hashes">
        <span className="ink-3">{t('step.frame')}</span>
        <HashChip hash={step.hash} label={t('step.frame')} />
        {step.parent === undefined ? undefined : (
          <span className="step-parent">
            <span className="ink-3">{t('step.parent')}</span>
            <HashChip hash={step.parent} label={t('step.parent')} />
          </span>
        )}
      </div>
      <Causes step={step} speaker={speaker} />
    </div>
  )
}

function Verdict({ isRejected }: { readonly isRejected: boolean }) {
  const t = useText()
  return (
    <span className={isRejected ? 'chip chip-danger' : 'chip chip-positive'}>
      <PanelIcon name={isRejected ? 'close' : 'check'} size={12} />
      {t(isRejected ? 'step.rejected' : 'step.accepted')}
    </span>
  )
}

function Causes({ step, speaker }: { readonly step: StepView; readonly speaker: Speaker }) {
  if (step.because.length + step.ledTo.length === 0) return undefined
  return (
    <ul className="step-causes">
      {step.because.map((cause, at) => (
        <CauseRow
          key={`because-${cause.seq}-${cause.eventId ?? at}`}
          cause={cause}
          label="step.because"
          isFirst={at === 0}
          speaker={speaker}
        />
      ))}
      {step.ledTo.map((cause, at) => (
        <CauseRow
          key={`led-${cause.seq}-${cause.eventId ?? at}`}
          cause={cause}
          label="step.ledTo"
          isFirst={at === 0}
          speaker={speaker}
        />
      ))}
    </ul>
  )
}

interface CauseRowProps {
  readonly cause: CauseLink
  readonly label: 'step.because' | 'step.ledTo'
  readonly isFirst: boolean
  readonly speaker: Speaker
}

function CauseRow({ cause, label, isFirst, speaker }: CauseRowProps) {
  const { t } = speaker
  const { seek } = useSessionActions()
  const isEvent = isKnownEventKind(cause.kind)
  const text = sentenceText(sayCause(cause, speaker))
  return (
    <li className="step-cause">
      <span className="ink-3">{isFirst ? t(label) : ''}</span>
      <LaneGlyph tone={isEvent ? eventTone(cause.kind) : actionTone(cause.kind)} />
      <span className="clip ink-2" title={text}>
        {text}
      </span>
      <button
        type="button"
        className="text-link"
        aria-label={t('step.causeStep', { seq: formatCount(cause.seq), sentence: text })}
        onClick={() => void seek(cause.seq)}
      >
        {formatCount(cause.seq)}
      </button>
    </li>
  )
}

function sayCause(cause: CauseLink, speaker: Speaker): Sentence {
  if (isKnownEventKind(cause.kind)) return sayEvent(cause, speaker)
  return sayAction(
    { kind: cause.kind, payload: cause.payload, actor: actorOfPayload(cause.payload) },
    speaker,
  )
}

/** A cause comes without its actor; most payloads name whom they are about. */
function actorOfPayload(payload: PlainValue): string {
  return textOf(fieldOf(payload, 'action'), 'actor') ?? textOf(payload, 'agent_id') ?? '?'
}
