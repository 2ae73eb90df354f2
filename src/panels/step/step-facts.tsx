import type { ReactNode } from 'react'
import { formatCount } from '../../ui/format.ts'
import { useText } from '../../ui/i18n/i18n.ts'
import { showControls } from '../../ui/presentation/plain.ts'
import { HashChip } from '../../ui/widgets/hash-chip.tsx'
import type { StepView } from '../../workers/protocol.ts'

/** The seal when there is one, then who sent the action and how large the frame is. */
export function StepFacts({ step }: { readonly step: StepView }) {
  const t = useText()
  const { seal, action } = step
  return (
    <>
      {seal === undefined ? undefined : (
        <div className="step-block">
          <div className="section-head">
            <h3>{t('step.seal')}</h3>
          </div>
          <dl className="step-facts">
            <Fact label={t('step.root')}>
              <HashChip hash={seal.root} label={t('step.root')} />
            </Fact>
            <Fact label={t('step.manifest')}>
              <HashChip hash={seal.manifest} label={t('step.manifest')} />
            </Fact>
          </dl>
        </div>
      )}
      <div className="step-block">
        <div className="section-head">
          <h3>{t('step.facts')}</h3>
        </div>
        <dl className="step-facts">
          <Fact label={t('transport.tick')}>{formatCount(step.time)}</Fact>
          <Fact label={t('step.actor')}>
            <span className="mono">{showControls(action.actor)}</span>
          </Fact>
          <Fact label={t('step.key')}>
            <span className="mono">{showControls(action.key)}</span>
          </Fact>
          {action.via === undefined ? undefined : (
            <Fact label={t('step.via')}>{showControls(action.via)}</Fact>
          )}
          <Fact label={t('step.size')}>{t('presentation.bytes', { count: step.bytes })}</Fact>
          {step.claimedAtMs === undefined ? undefined : (
            <Fact label={t('step.claimed')}>
              <span className="ink-3" title={t('step.claimedHint')}>
                {claimedTime(step.claimedAtMs)}
              </span>
            </Fact>
          )}
        </dl>
      </div>
    </>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="clip">{children}</dd>
    </div>
  )
}

/** Facts are free of locales: `2026-11-21 05:12:09.310 UTC`. */
function claimedTime(ms: number): string {
  const date = new Date(ms)
  return Number.isNaN(date.getTime())
    ? formatCount(ms)
    : date.toISOString().replace('T', ' ').replace('Z', ' UTC')
}
