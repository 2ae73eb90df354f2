import { useLayoutEffect } from 'react'
import { usePanelVisible } from '../../ui/dock/dock-context.ts'
import { useText } from '../../ui/i18n/i18n.ts'
import { tellFault } from '../../ui/presentation/faults.ts'
import { formatCount } from '../../ui/format.ts'
import { useSession, useSessionActions } from '../../ui/session/session-context.ts'
import { useReplayQuery } from '../../ui/session/use-replay-query.ts'
import type { Fault } from '../../kernel/base/fault.ts'
import type { StepView } from '../../workers/protocol.ts'
import { StepChanges } from './step-changes.tsx'
import { StepEvents } from './step-events.tsx'
import { StepFacts } from './step-facts.tsx'
import { StepSubject } from './step-subject.tsx'
import { StepToolbar } from './step-toolbar.tsx'
import './step.css'

export function Panel() {
  const { value } = useReplayQuery('step', (replay, { seq }) => replay.stepView(seq))
  const seq = useSession((state) => state.position?.seq)
  useToldStep(value?.ok === true ? value.value.seq : undefined)
  return (
    <div className="panel step">
      <StepToolbar />
      <div className="step-body">
        {value === undefined ? undefined : value.ok ? (
          <StepContent step={value.value} />
        ) : (
          <StepFault fault={value.fault} seq={seq ?? 0} />
        )}
      </div>
    </div>
  )
}

/** The tab names the step that is shown below it, also while a newer one is on its way. */
function useToldStep(shown: number | undefined): void {
  const { reportToldStep } = useSessionActions()
  const isVisible = usePanelVisible()
  const told = isVisible ? shown : undefined
  useLayoutEffect(() => reportToldStep(told), [told, reportToldStep])
  useLayoutEffect(() => () => reportToldStep(undefined), [reportToldStep])
}

function StepContent({ step }: { readonly step: StepView }) {
  return (
    <>
      <StepSubject step={step} />
      <StepEvents key={`events-${step.seq}`} step={step} />
      <StepChanges key={`changes-${step.seq}`} step={step} />
      <StepFacts step={step} />
    </>
  )
}

function StepFault({ fault, seq }: { readonly fault: Fault; readonly seq: number }) {
  const t = useText()
  const { goToStart } = useSessionActions()
  const story = tellFault(t, fault)
  return (
    <div className="step-fault" role="alert">
      <p className="strong">{t('step.failed', { seq: formatCount(seq) })}</p>
      <p>{story.what}</p>
      {story.advice === undefined ? undefined : <p className="ink-2">{story.advice}</p>}
      <button type="button" className="button" onClick={() => void goToStart()}>
        {t('transport.start')}
      </button>
    </div>
  )
}
