import { Dialog } from 'radix-ui'
import type { Fault } from '../../kernel/base/fault.ts'
import { formatCount } from '../format.ts'
import { useText } from '../i18n/i18n.ts'
import { tellFault } from '../presentation/faults.ts'
import { showControls, showName } from '../presentation/plain.ts'
import { useSessionActions } from '../session/session-context.ts'
import type { RefusedFile } from '../session/session-state.ts'
import { HashChip } from '../widgets/hash-chip.tsx'
import { Icon } from '../widgets/icon.tsx'
import './overlay.css'

const STRIP_CELLS = 46
const STRIP_BAD_CELL = 30
const HASH = /^[0-9a-f]{64}$/

/** What is wrong with a file, at which frame, and what can still be done with it. */
export function RefusedFileDialog({ refused }: { readonly refused: RefusedFile }) {
  const t = useText()
  const { dismissRefusedFile, importFile } = useSessionActions()
  const { fault, name, file, verifiedFrames } = refused
  const story = tellFault(t, fault, { verifiedFrames })
  const count = verifiedFrames
  const frames = formatCount(count)
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && dismissRefusedFile()}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-scrim" />
        <Dialog.Content className="dialog" onOpenAutoFocus={focusFirstAction}>
          <div className="dialog-head">
            <Icon name="sealBroken" size={20} />
            <div>
              <Dialog.Title>{t('file.refusedTitle', { name: showName(name) })}</Dialog.Title>
              <Dialog.Description className="dialog-text">
                {story.what} {t('file.nothingStored')}
                {count > 0 && ` ${t('file.verifiedBefore', { count, frames })}`}
              </Dialog.Description>
              {story.advice !== undefined && <p className="dialog-text">{story.advice}</p>}
            </div>
          </div>
          {count > 0 && <FrameStrip />}
          <FaultFacts fault={fault} />
          <div className="dialog-actions">
            {count > 0 && (
              <button
                type="button"
                className="button button-primary"
                onClick={() => void importFile(file, name, { acceptPrefix: true })}
              >
                {t('file.openPrefix', { count, frames })}
              </button>
            )}
            <Dialog.Close className="button">{t('file.close')}</Dialog.Close>
            <CopyReport name={name} fault={fault} verifiedFrames={verifiedFrames} />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** The first answer has the focus, not the first hash that could be copied. */
function focusFirstAction(event: Event): void {
  const { target } = event
  if (!(target instanceof HTMLElement)) return
  const button = target.querySelector<HTMLElement>('.dialog-actions button')
  if (button === null) return
  event.preventDefault()
  button.focus()
}

/** A picture of "good up to here": not to scale, and said in words above. */
function FrameStrip() {
  return (
    <div className="frame-strip" aria-hidden="true">
      {Array.from({ length: STRIP_CELLS }, (_, index) => (
        <i
          key={index}
          className={index < STRIP_BAD_CELL ? 'frame-good' : index === STRIP_BAD_CELL ? 'frame-bad' : ''}
        />
      ))}
    </div>
  )
}

function FaultFacts({ fault }: { readonly fault: Fault }) {
  const t = useText()
  return (
    <dl className="facts">
      {fault.seq !== undefined && (
        <>
          <dt>{t('file.frame')}</dt>
          <dd>{formatCount(fault.seq)}</dd>
        </>
      )}
      {fault.path !== undefined && (
        <>
          <dt>{t('file.where')}</dt>
          <dd className="mono">{showControls(fault.path)}</dd>
        </>
      )}
      <Fact label={t('file.expected')} value={fault.expected} />
      <Fact label={t('file.found')} value={fault.actual} />
      <dt>{t('file.kind')}</dt>
      <dd className="mono">{fault.reason === undefined ? fault.kind : `${fault.kind} (${fault.reason})`}</dd>
    </dl>
  )
}

function Fact({ label, value }: { readonly label: string; readonly value: string | number | undefined }) {
  if (value === undefined) return null
  const text = String(value)
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {HASH.test(text) ? (
          <HashChip hash={text} label={label} />
        ) : (
          <span className="mono">{showControls(text)}</span>
        )}
      </dd>
    </>
  )
}

function CopyReport(report: {
  readonly name: string
  readonly fault: Fault
  readonly verifiedFrames: number
}) {
  const t = useText()
  const { notify } = useSessionActions()
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(JSON.stringify(report, undefined, 2))
    notify({ tone: 'info', textKey: 'file.copied', values: {} })
  }
  return (
    <button type="button" className="button" onClick={() => void copy()}>
      {t('file.copyReport')}
    </button>
  )
}
