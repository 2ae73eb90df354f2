import { useText } from '../i18n/i18n.ts'
import { shortHash } from '../format.ts'
import './widgets.css'

const BARS = 5

/** Bars from the first nibbles make a shape that the eye compares before the digits. Click copies, hover shows the whole. */
export function HashChip({ hash, label }: { readonly hash: string; readonly label: string }) {
  const t = useText()
  return (
    <button
      type="button"
      className="hash-chip"
      title={hash}
      aria-label={t('widget.copyHash', { label, hash: shortHash(hash) })}
      onClick={() => void navigator.clipboard.writeText(hash)}
    >
      <svg viewBox="0 0 14 12" aria-hidden="true">
        {Array.from({ length: BARS }, (_, index) => {
          const height = 2 + (Number.parseInt(hash[index] ?? '0', 16) / 15) * 10
          return <rect key={index} x={index * 3} y={12 - height} width="2" height={height} />
        })}
      </svg>
      <span>{shortHash(hash)}</span>
    </button>
  )
}
