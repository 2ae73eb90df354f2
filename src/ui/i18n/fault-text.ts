import { type Fault, FAULT_KINDS } from '../../kernel/base/fault.ts'
import { formatCount } from '../format.ts'
import { hasText } from './i18n.ts'
import type { Translate } from './text.ts'

/** What a fault says to a person: what, and at which step. */
export function faultText(t: Translate, fault: Fault): string {
  const key = `fault.${fault.kind}` as const
  const values = {
    seq: fault.seq === undefined ? '?' : formatCount(fault.seq),
    reason: fault.reason ?? fault.kind,
    kind: fault.kind,
  }
  // A fault crosses a worker and may come from a newer build than this page.
  return FAULT_KINDS.includes(fault.kind) && hasText(key) ? t(key, values) : t('fault.other', values)
}
