import { formatCount } from '../../ui/format.ts'
import { PanelActions } from '../../ui/dock/panel-actions.tsx'
import { useText } from '../../ui/i18n/i18n.ts'
import { formatLink } from '../../ui/link/link.ts'
import { useSession, useSessionActions, useSessionObject } from '../../ui/session/session-context.ts'
import { PanelIcon } from '../../ui/widgets/panel-icon.tsx'

/** One step either way, and a link to this one; in the tab strip, beside the number. */
export function StepToolbar() {
  const t = useText()
  const { store } = useSessionObject()
  const { seek, notify } = useSessionActions()
  const seq = useSession((state) => state.playhead)
  const head = useSession((state) => state.head?.seq ?? 0)

  const copyLink = async (): Promise<void> => {
    const { opened, selection } = store.getState()
    const link = formatLink({ world: opened?.world.genesis, branch: opened?.branch, seq, selection })
    await navigator.clipboard.writeText(`${location.origin}${location.pathname}${link}`)
    notify({ tone: 'info', textKey: 'step.linkCopied', values: { seq: formatCount(seq) } })
  }

  return (
    <PanelActions>
      <button
        type="button"
        className="icon-button"
        aria-label={t('step.previous')}
        disabled={seq <= 0}
        onClick={() => void seek(seq - 1)}
      >
        <PanelIcon name="left" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('step.next')}
        disabled={seq >= head}
        onClick={() => void seek(seq + 1)}
      >
        <PanelIcon name="right" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('step.copyLink')}
        onClick={() => void copyLink()}
      >
        <PanelIcon name="link" />
      </button>
    </PanelActions>
  )
}
