import { useEffect, useEffectEvent, useState } from 'react'
import { sayData, useText } from '../i18n/i18n.ts'
import { faultLine } from '../presentation/faults.ts'
import type { Notice } from '../session/notices.ts'
import { useSession, useSessionActions } from '../session/session-context.ts'
import type { Transfer } from '../session/session-state.ts'
import { formatBytes } from '../format.ts'
import { Icon, type IconName } from '../widgets/icon.tsx'
import { percentOf, ProgressBar } from '../widgets/progress-bar.tsx'
import { usePatienceOver } from '../widgets/use-delayed.ts'
import { useCommands } from './commands-context.ts'
import './notices.css'

/** The corner where the studio says what happened and how far a file is. */
export function NoticesView() {
  const t = useText()
  const notices = useSession((state) => state.notices)
  const transfer = useSession((state) => state.transfer)
  return (
    <div className="notices">
      {transfer !== undefined && <TransferView transfer={transfer} />}
      <div role="log" aria-label={t('notice.label')}>
        {notices.map((notice) => (
          <NoticeView key={notice.id} notice={notice} />
        ))}
      </div>
    </div>
  )
}

const ICONS: Readonly<Record<Notice['tone'], IconName>> = {
  info: 'info',
  warning: 'alert',
  danger: 'refused',
}

function NoticeView({ notice }: { readonly notice: Notice }) {
  const t = useText()
  const { run } = useCommands()
  const { dismissNotice } = useSessionActions()
  const dismiss = (): void => dismissNotice(notice.id)
  const stay = useGoingAway(notice.tone === 'info' && notice.command === undefined, dismiss)
  return (
    <div className={`notice popover notice-${notice.tone}`} {...stay}>
      <Icon name={ICONS[notice.tone]} />
      <p className="grow">
        {sayData(notice.textKey, notice.values)}
        {notice.fault !== undefined && ` ${faultLine(t, notice.fault)}`}
      </p>
      {notice.command !== undefined && (
        <NoticeCommand
          label={t(notice.command.labelKey)}
          onPress={() => {
            dismiss()
            if (notice.command !== undefined) void run(notice.command.id)
          }}
        />
      )}
      <button
        type="button"
        className="icon-button notice-close"
        aria-label={t('notice.dismiss')}
        onClick={dismiss}
      >
        <Icon name="close" size={14} />
      </button>
    </div>
  )
}

const READ_MS = 8000

/** Good news leaves by itself, but not from under a pointer or the keyboard. */
function useGoingAway(isGoing: boolean, onGone: () => void) {
  const [isHeld, setHeld] = useState(false)
  const gone = useEffectEvent(onGone)
  useEffect(() => {
    if (!isGoing || isHeld) return
    const timer = setTimeout(() => gone(), READ_MS)
    return () => clearTimeout(timer)
  }, [isGoing, isHeld])
  return {
    onPointerEnter: () => setHeld(true),
    onPointerLeave: () => setHeld(false),
    onFocus: () => setHeld(true),
    onBlur: () => setHeld(false),
  }
}

function NoticeCommand({ label, onPress }: { readonly label: string; readonly onPress: () => void }) {
  return (
    <button type="button" className="button" onClick={onPress}>
      {label}
    </button>
  )
}

const STAGES = {
  read: 'file.reading',
  verify: 'file.verifying',
  store: 'file.storing',
  write: 'file.writing',
} as const

function TransferView({ transfer }: { readonly transfer: Transfer }) {
  const t = useText()
  const isLong = usePatienceOver(true)
  if (!isLong) return null
  const { progress, name, kind } = transfer
  const stage = progress?.stage ?? (kind === 'export' ? 'write' : 'read')
  const label = t(STAGES[stage], { name })
  return (
    <div className="notice popover transfer">
      <div className="transfer-line">
        <span className="clip grow">{label}</span>
        <span className="ink-2">{percentOf(progress) ?? 0} %</span>
      </div>
      <ProgressBar label={label} progress={progress} />
      {progress !== undefined && progress.total > 0 && (
        <span className="transfer-amount">
          {t('file.amount', { done: formatBytes(progress.done), total: formatBytes(progress.total) })}
        </span>
      )}
    </div>
  )
}
