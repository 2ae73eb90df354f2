import { lazy, Suspense } from 'react'
import { useText } from '../i18n/i18n.ts'
import { withWords } from '../i18n/with-words.ts'
import { useSession } from '../session/session-context.ts'
import { ProgressBar } from '../widgets/progress-bar.tsx'
import { usePatienceOver } from '../widgets/use-delayed.ts'

const OpenFailed = lazy(async () => ({
  default: (await withWords(() => import('./open-failed.tsx'))).OpenFailed,
}))

/** What stands in the middle while no world does: nothing for half a second, then that one is opening, or why not. */
export function BootView() {
  const phase = useSession((state) => state.phase)
  const hasPicture = useSession((state) => state.position !== undefined)
  const isWaiting = (phase === 'starting' || phase === 'opening') && !hasPicture
  const isLong = usePatienceOver(isWaiting)
  if (phase === 'failed')
    return (
      <Suspense>
        <OpenFailed />
      </Suspense>
    )
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
