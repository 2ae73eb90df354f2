import { GLYPH_PATHS, RING_TONE } from './glyph-paths.ts'
import './widgets.css'

/** The shape and colour of a tone (1–10), the same in gutter, lists, inspector and legend. Decoration: say the kind in words beside it. */
export function LaneGlyph({ tone, size = 16 }: { readonly tone: number; readonly size?: number }) {
  return (
    <svg
      className={`lane-glyph tone-${tone}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      {tone === RING_TONE ? (
        <circle cx="8" cy="8" r="4" className="lane-glyph-ring" />
      ) : (
        <path d={GLYPH_PATHS[tone] ?? ''} />
      )}
    </svg>
  )
}
