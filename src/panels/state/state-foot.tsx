import { useText } from '../../ui/i18n/i18n.ts'
import { showControls } from '../../ui/presentation/plain.ts'
import { useSessionActions } from '../../ui/session/session-context.ts'
import { PanelIcon } from '../../ui/widgets/panel-icon.tsx'
import { PathText } from '../../ui/widgets/path-text.tsx'

/** The path one is on, as search, links and the command line write it. */
export function StateFoot({ path }: { readonly path: string | undefined }) {
  const t = useText()
  const { notify } = useSessionActions()
  if (path === undefined) return undefined
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(path)
    notify({ tone: 'info', textKey: 'state.copied', values: { path: showControls(path) } })
  }
  return (
    <div className="state-foot">
      <span className="mono state-foot-path">
        <PathText path={path} />
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label={t('state.copyPath', { path: showControls(path) })}
        onClick={() => void copy()}
      >
        <PanelIcon name="copy" size={14} />
      </button>
    </div>
  )
}
