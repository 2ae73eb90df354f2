/** Short messages that need no answer, said once in the corner and to a screen reader. */
import type { Fault } from '../../kernel/base/fault.ts'
import type { PlainTextKey, TextKey } from '../i18n/text.ts'

export interface Notice {
  readonly id: number
  readonly tone: 'info' | 'warning' | 'danger'
  readonly textKey: TextKey
  readonly values: Readonly<Record<string, string | number>>
  /** Set when the notice tells of a fault: its sentence follows the text. */
  readonly fault?: Fault
  /** A command offered beside the text. */
  readonly command?: { readonly id: string; readonly labelKey: PlainTextKey }
}

/** More than this many at once is noise; the oldest goes. */
export const NOTICES_MAX = 4
