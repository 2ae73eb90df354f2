import { translate } from '../i18n/i18n.ts'
import type { SessionActions } from '../session/session-actions.ts'

/** More names than this would fill the notice. */
const PARTS_MAX = 4

/** Says which parts of a link were left out, in one notice. */
export function tellBadParts({ notify }: Pick<SessionActions, 'notify'>, badParts: readonly string[]): void {
  const count = badParts.length
  if (count === 0) return
  const named = badParts
    .slice(0, PARTS_MAX)
    .map((part) => `“${part}”`)
    .join(', ')
  const more = count - PARTS_MAX
  const parts = more > 0 ? translate('notice.linkPartsMore', { parts: named, count: more }) : named
  notify({ tone: 'warning', textKey: 'notice.linkParts', values: { parts, count } })
}
