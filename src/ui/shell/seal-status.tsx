import { lazy, Suspense } from 'react'
import { formatCount } from '../format.ts'
import { useText } from '../i18n/i18n.ts'
import type { Translate } from '../i18n/text.ts'
import { withWords } from '../i18n/with-words.ts'
import { useSession, useSessionActions } from '../session/session-context.ts'
import type { VerifyState } from '../session/session-state.ts'
import type { Fault } from '../../kernel/base/fault.ts'
import { Icon, type IconName } from '../widgets/icon.tsx'
import { percentOf, ProgressBar } from '../widgets/progress-bar.tsx'

const SealFault = lazy(async () => ({
  default: (await withWords(() => import('./seal-fault.tsx'))).SealFault,
}))
const GoThere = lazy(async () => ({
  default: (await withWords(() => import('./seal-fault.tsx'))).GoThere,
}))

/** What is proved about the journal: nothing yet, being checked, three words, or the first fault and where it is. */
export function SealStatus() {
  const t = useText()
  const verify = useSession((state) => state.verify)
  const { cancelVerify } = useSessionActions()
  const fault = faultOf(verify)
  return (
    <div className="seal">
      <div className={`seal-status seal-${toneOf(verify)}`} role="status" aria-label={t('seal.label')}>
        <Icon name={iconOf(verify)} />
        <SealWords t={t} verify={verify} />
      </div>
      {verify.state === 'running' && (
        <>
          <span className="seal-progress">
            <ProgressBar label={t('header.verify')} progress={verify.progress} />
          </span>
          <span className="seal-percent" aria-hidden="true">
            {percentOf(verify.progress) ?? 0} %
          </span>
          <button type="button" className="button" onClick={() => void cancelVerify()}>
            {t('seal.cancel')}
          </button>
        </>
      )}
      {fault?.seq !== undefined && (
        <Suspense>
          <GoThere seq={fault.seq} />
        </Suspense>
      )}
    </div>
  )
}

function SealWords({ t, verify }: { readonly t: Translate; readonly verify: VerifyState }) {
  const head = useSession((state) => state.head?.seq ?? 0)
  const fault = faultOf(verify)
  if (fault !== undefined)
    return (
      <Suspense>
        <SealFault fault={fault} />
      </Suspense>
    )
  if (verify.state === 'running') return <span className="seal-words">{t('seal.running')}</span>
  if (verify.state !== 'done') return <span className="seal-words">{t('seal.never')}</span>
  const { report } = verify
  const { intact, authentic, reproduced } = report.seals
  const words = [
    ...(intact ? [t('seal.intact')] : []),
    ...(authentic ? [t('seal.authentic')] : []),
    ...(reproduced ? [t('seal.reproduced')] : []),
  ]
  const since = head - (report.frames - 1)
  return (
    <span
      className="seal-words"
      title={t('seal.detail', { frames: formatCount(report.frames), events: formatCount(report.events) })}
    >
      {words.join(', ')}
      <span className="seal-extent"> {t('seal.verified', { seq: formatCount(report.frames - 1) })}</span>
      {since > 0 && (
        <span className="seal-extent">, {t('seal.stale', { count: since, steps: formatCount(since) })}</span>
      )}
    </span>
  )
}

function faultOf(verify: VerifyState): Fault | undefined {
  if (verify.state === 'failed') return verify.fault
  return verify.state === 'done' && !verify.report.ok ? verify.report.fault : undefined
}

function toneOf(verify: VerifyState): 'plain' | 'whole' | 'broken' {
  if (verify.state === 'failed') return 'broken'
  if (verify.state !== 'done') return 'plain'
  return verify.report.ok ? 'whole' : 'broken'
}

function iconOf(verify: VerifyState): IconName {
  const tone = toneOf(verify)
  if (tone === 'whole') return 'sealWhole'
  return tone === 'broken' ? 'sealBroken' : 'seal'
}
