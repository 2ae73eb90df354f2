import { faultText } from '../i18n/fault-text.ts'
import { useText } from '../i18n/i18n.ts'
import { tellFault } from '../presentation/faults.ts'
import { useSession, useSessionActions } from '../session/session-context.ts'
import { Icon } from '../widgets/icon.tsx'
import { ProgressBar } from '../widgets/progress-bar.tsx'
import { usePatienceOver } from '../widgets/use-delayed.ts'
import { useCommands } from './commands-context.ts'

/** What stands in the middle while no world does: nothing for half a second, then that one is opening, or why not. */
export function BootView() {
  const phase = useSession((state) => state.phase)
  const hasPicture = useSession((state) => state.position !== undefined)
  const isWaiting = (phase === 'starting' || phase === 'opening') && !hasPicture
  const isLong = usePatienceOver(isWaiting)
  if (phase === 'failed') return <OpenFailed />
  return isLong ? <Opening /> : null
}

function Opening() {
  const t = useText()
  return (
    <div className="boot-view" role="status">
      <p className="ink-2">{t('boot.starting')}</p>
      <ProgressBar label={t('boot.starting')} progress={undefined} />
    </div>
  )
}

function OpenFailed() {
  const t = useText()
  const { run } = useCommands()
  const { openWorld } = useSessionActions()
  const fault = useSession((state) => state.fault)
  const advice = fault === undefined ? undefined : tellFault(t, fault).advice
  return (
    <div className="boot-view boot-failed" role="alert">
      <div className="dialog-head">
        <Icon name="alert" size={20} />
        <div>
          <h2>{t('boot.failedTitle')}</h2>
          {fault !== undefined && <p className="dialog-text">{faultText(t, fault)}</p>}
          {advice !== undefined && <p className="dialog-text">{advice}</p>}
        </div>
      </div>
      <div className="dialog-actions">
        <button
          type="button"
          className="button button-primary"
          onClick={() => void openWorld({ kind: 'scenario', id: 'first-light' }, { run: true })}
        >
          {t('boot.tryFirstLight')}
        </button>
        <button type="button" className="button" onClick={() => void run('file.open')}>
          {t('worlds.openFile')}
        </button>
      </div>
    </div>
  )
}
