import type { Fault } from '../../kernel/base/fault.ts'
import { useText } from '../i18n/i18n.ts'
import { faultLine, tellFault } from '../presentation/faults.ts'
import { useSessionActions } from '../session/session-context.ts'

/** What was found wrong; the whole story is in its title. */
export function SealFault({ fault }: { readonly fault: Fault }) {
  const t = useText()
  return (
    <span className="seal-words" title={faultLine(t, fault)}>
      {tellFault(t, fault).what}
    </span>
  )
}

export function GoThere({ seq }: { readonly seq: number }) {
  const t = useText()
  const { seek } = useSessionActions()
  return (
    <button type="button" className="button" onClick={() => void seek(seq)}>
      {t('seal.goThere')}
    </button>
  )
}
