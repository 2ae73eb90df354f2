import { useText } from '../i18n/i18n.ts'
import { useDockParts } from './dock-context.ts'

/** Every panel was closed: one sentence and the way back. */
export function NothingOpen() {
  const t = useText()
  const { layout } = useDockParts()
  return (
    <div className="panel-empty">
      <p>{t('dock.empty')}</p>
      <button type="button" className="button" onClick={() => layout.reset()}>
        {t('dock.reset')}
      </button>
    </div>
  )
}
