import { useText } from '../i18n/i18n.ts'
import { faultLine } from '../presentation/faults.ts'
import { useSession, useSessionActions } from '../session/session-context.ts'
import { Icon } from '../widgets/icon.tsx'
import { useCommands } from './commands-context.ts'

/** Why there is no world, and the two ways to one. */
export function OpenFailed() {
  const t = useText()
  const { run } = useCommands()
  const { openWorld } = useSessionActions()
  const fault = useSession((state) => state.fault)
  return (
    <div className="boot-view boot-failed" role="alert">
      <div className="dialog-head">
        <Icon name="alert" size={20} />
        <div>
          <h2>{t('boot.failedTitle')}</h2>
          {fault !== undefined && <p className="dialog-text">{faultLine(t, fault)}</p>}
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
