import { useText } from '../../ui/i18n/i18n.ts'

/** A genesis frame holds thousands of rows; nobody reads them all at once. */
export const ROWS_AT_FIRST = 60

export function MoreButton({ rest, onMore }: { readonly rest: number; readonly onMore: () => void }) {
  const t = useText()
  if (rest <= 0) return undefined
  return (
    <button type="button" className="text-link step-more" onClick={onMore}>
      {t('step.more', { count: rest })}
    </button>
  )
}

/** The worker sends the first two thousand rows of a frame; the rest is said, not hidden. */
export function NotShown({ count }: { readonly count: number }) {
  const t = useText()
  return count <= 0 ? undefined : <p className="step-none">{t('step.notShown', { count })}</p>
}
