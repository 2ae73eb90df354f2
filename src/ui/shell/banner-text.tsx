import { formatCount } from '../format.ts'
import { useText } from '../i18n/i18n.ts'
import { tellFault } from '../presentation/faults.ts'
import { useSession } from '../session/session-context.ts'
import { Icon } from '../widgets/icon.tsx'
import { useCommands } from './commands-context.ts'
import './banner.css'

/** The world stopped: where, why, and what to do. */
export function HaltedBanner() {
  const t = useText()
  const { run } = useCommands()
  const fault = useSession((state) => state.fault)
  const seq = useSession((state) => state.durable?.seq)
  if (fault === undefined) return null
  const isFull = fault.kind === 'storage.quota'
  const { what, advice } = tellFault(t, fault)
  return (
    <div className={`banner ${isFull ? 'banner-warning' : 'banner-danger'}`} role="alert">
      <Icon name={isFull ? 'database' : 'alert'} />
      <p className="grow">
        <b>{seq === undefined ? t('banner.stopped') : t('banner.stoppedAt', { seq: formatCount(seq) })}</b>{' '}
        {what} {isFull && `${t('banner.nothingHalf')} `}
        {advice}
      </p>
      <button type="button" className="button" onClick={() => void run('world.export')}>
        {t('banner.save')}
      </button>
    </div>
  )
}

/** Another tab runs the world. */
export function ReadOnlyBanner() {
  const t = useText()
  return (
    <div className="banner" role="note">
      <Icon name="lock" size={14} />
      <p className="grow">{t('header.readOnly')}</p>
    </div>
  )
}
