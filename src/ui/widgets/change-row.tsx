import { useState } from 'react'
import { formatDelta } from '../format.ts'
import { useText } from '../i18n/i18n.ts'
import { plainText, showControls } from '../presentation/plain.ts'
import type { ChangeView, PlainValue } from '../../workers/protocol.ts'
import { PanelIcon } from './panel-icon.tsx'
import { PathText } from './path-text.tsx'
import { isCut, ValueText } from './value-text.tsx'
import './panel-widgets.css'

interface ChangeRowProps {
  readonly change: ChangeView
  readonly onReveal: (path: string) => void
}

const GLYPHS = { added: '+', removed: '−', changed: '~' } as const
const WORDS = { added: 'step.added', removed: 'step.removed', changed: 'step.changed' } as const

/** One field that a step changed. A value too long for the row opens under it. */
export function ChangeRow({ change, onReveal }: ChangeRowProps) {
  const t = useText()
  const [isOpen, setOpen] = useState(false)
  const { path, op, before, after } = change
  const canOpen = isCut(before) || isCut(after)
  const shownPath = showControls(path)
  return (
    <li>
      <div className={`change-row change-row-${op}`}>
        <b className="change-row-glyph" aria-label={t(WORDS[op])}>
          {GLYPHS[op]}
        </b>
        <button
          type="button"
          className="change-row-path"
          aria-label={t('step.revealPath', { path: shownPath })}
          onClick={() => onReveal(path)}
        >
          <PathText path={path} />
        </button>
        {canOpen ? (
          <button
            type="button"
            className="change-row-values"
            aria-expanded={isOpen}
            aria-label={t(isOpen ? 'step.closeValue' : 'step.openValue', { path: shownPath })}
            onClick={() => setOpen(!isOpen)}
          >
            <BeforeAfter change={change} />
          </button>
        ) : (
          <span className="change-row-values">
            <BeforeAfter change={change} />
          </span>
        )}
        <Delta before={before} after={after} />
      </div>
      {isOpen ? (
        <dl className="change-whole">
          <Whole label={t('step.before')} value={before} />
          <Whole label={t('step.after')} value={after} />
        </dl>
      ) : undefined}
    </li>
  )
}

function BeforeAfter({ change: { op, before, after } }: { readonly change: ChangeView }) {
  return (
    <>
      {op === 'added' || before === undefined ? undefined : (
        <span className="change-row-before">
          <ValueText value={before} />
        </span>
      )}
      {op === 'changed' ? <PanelIcon name="arrow" size={12} /> : undefined}
      {op === 'removed' || after === undefined ? undefined : (
        <span>
          <ValueText value={after} />
        </span>
      )}
    </>
  )
}

function Whole({ label, value }: { readonly label: string; readonly value: PlainValue | undefined }) {
  if (value === undefined) return undefined
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <pre tabIndex={0}>{plainText(value)}</pre>
      </dd>
    </div>
  )
}

/** In a narrow panel a long delta is left out: both values stand beside it. */
const DELTA_LENGTH_LONG = 6

interface DeltaProps {
  readonly before: PlainValue | undefined
  readonly after: PlainValue | undefined
}

function Delta({ before, after }: DeltaProps) {
  const text = typeof before === 'number' && typeof after === 'number' ? formatDelta(after - before) : ''
  return (
    <span className="change-row-delta" data-long={text.length > DELTA_LENGTH_LONG}>
      {text}
    </span>
  )
}
