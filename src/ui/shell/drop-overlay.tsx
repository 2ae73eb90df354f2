import { useText } from '../i18n/i18n.ts'
import { Icon } from '../widgets/icon.tsx'
import { useFileIntake } from './use-file-intake.ts'
import './overlay.css'

/** Shows that a held file may be let go, and where: anywhere. */
export function DropOverlay() {
  const t = useText()
  const isOver = useFileIntake()
  if (!isOver) return null
  return (
    <div className="drop-overlay">
      <div className="drop-card">
        <Icon name="open" size={20} />
        <div>
          <p className="drop-title">{t('file.dropTitle')}</p>
          <p className="ink-2">{t('file.dropHint')}</p>
        </div>
      </div>
    </div>
  )
}
