import { useText } from '../../ui/i18n/i18n.ts'
import { useSession } from '../../ui/session/session-context.ts'
import type { SessionState } from '../../ui/session/session-state.ts'
import { LaneGlyph } from '../../ui/widgets/lane-glyph.tsx'
import { toneKey } from './tone-names.ts'

/** Which tones are on the map now, as text so that an equal set draws nothing again. */
const tonesNow = ({ position }: SessionState): string =>
  position === undefined
    ? ''
    : [...new Set(position.map.tones)]
        .filter((tone) => tone > 0)
        .toSorted((a, b) => a - b)
        .join(' ')

/** What the colours of the discs say: the kind of each agent's last act. */
export function MapLegend() {
  const t = useText()
  const tones = useSession(tonesNow)
  if (tones === '') return null
  return (
    <ul className="world-map-legend" aria-label={t('map.legend')}>
      {tones.split(' ').map((tone) => (
        <li key={tone}>
          <LaneGlyph tone={Number(tone)} size={12} />
          {t(toneKey(Number(tone)))}
        </li>
      ))}
    </ul>
  )
}
