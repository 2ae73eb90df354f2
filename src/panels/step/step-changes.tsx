import { useId, useState } from 'react'
import { formatCount } from '../../ui/format.ts'
import { useText } from '../../ui/i18n/i18n.ts'
import { refOf } from '../../ui/session/ref.ts'
import { useSessionActions } from '../../ui/session/session-context.ts'
import { useCommands } from '../../ui/shell/commands-context.ts'
import { ChangeRow } from '../../ui/widgets/change-row.tsx'
import { PanelIcon } from '../../ui/widgets/panel-icon.tsx'
import type { ChangeView, StepView } from '../../workers/protocol.ts'
import { groupChanges } from './change-groups.ts'
import { MoreButton, NotShown, ROWS_AT_FIRST } from './more-button.tsx'

/** What the step did to the state, field by field; how the world is run stays folded. */
export function StepChanges({ step }: { readonly step: StepView }) {
  const t = useText()
  const { domain, system } = groupChanges(step.changes)
  const cutOff = (step.changesInAll ?? step.changes.length) - step.changes.length
  return (
    <div className="step-block">
      <div className="section-head">
        <h3>{t('step.changes')}</h3>
        <span className="count">{formatCount(domain.length + cutOff)}</span>
        <span className="grow" />
        {domain.length === 0 ? undefined : <span className="ink-3">{t('step.beforeAfter')}</span>}
      </div>
      {step.changes.length === 0 ? <p className="step-none">{t('step.noChanges')}</p> : undefined}
      <ChangeList changes={domain} label={t('step.changes')} />
      <NotShown count={cutOff} />
      <SystemChanges changes={system} />
    </div>
  )
}

function ChangeList({ changes, label }: { readonly changes: readonly ChangeView[]; readonly label: string }) {
  const { select } = useSessionActions()
  const { run } = useCommands()
  const [shown, setShown] = useState(ROWS_AT_FIRST)
  if (changes.length === 0) return undefined
  const reveal = (path: string): void => {
    select(refOf('path', path))
    void run('panel.open', { panel: 'state' })
  }
  return (
    <>
      <ul aria-label={label}>
        {changes.slice(0, shown).map((change) => (
          <ChangeRow key={change.path} change={change} onReveal={reveal} />
        ))}
      </ul>
      <MoreButton rest={changes.length - shown} onMore={() => setShown(shown * 10)} />
    </>
  )
}

function SystemChanges({ changes }: { readonly changes: readonly ChangeView[] }) {
  const t = useText()
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  if (changes.length === 0) return undefined
  const label = t('step.system', { count: changes.length })
  return (
    <>
      <button
        type="button"
        className="step-fold"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <PanelIcon name="right" size={14} />
        {label}
      </button>
      <div id={id}>{isOpen ? <ChangeList changes={changes} label={label} /> : undefined}</div>
    </>
  )
}
