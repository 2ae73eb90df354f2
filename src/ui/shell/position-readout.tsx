import { formatCount } from '../format.ts'
import { useText } from '../i18n/i18n.ts'
import { useSession } from '../session/session-context.ts'
import type { SessionState } from '../session/session-state.ts'
import { HashChip } from '../widgets/hash-chip.tsx'

const partOfFrame = ({ position, playhead }: SessionState): string | undefined =>
  position !== undefined && position.seq === playhead && position.k < position.eventsInFrame
    ? `${position.k}/${position.eventsInFrame}`
    : undefined

/**
 * Where the playhead is. Its text starts with the step in plain digits; the grouping commas are drawn by the style sheet.
 * It is not announced at every change: `PositionAnnouncer` says it, at most twice a second.
 */
export function PositionReadout() {
  const t = useText()
  const playhead = useSession((state) => state.playhead)
  const head = useSession((state) => state.head?.seq ?? 0)
  const time = useSession((state) => state.position?.time ?? 0)
  const part = useSession(partOfFrame)
  return (
    <div className="position" role="status" aria-label={t('transport.position')} aria-live="off">
      <span className="position-cell">
        <GroupedDigits value={playhead} />{' '}
        <span className="position-caption position-first">{t('transport.step')}</span>{' '}
        <span className="position-head">{t('transport.ofHead', { head: formatCount(head) })}</span>
        {part !== undefined && <PartOfFrame part={part} />}
      </span>{' '}
      <span className="position-cell">
        <span className="position-caption">{t('transport.tick')}</span> {formatCount(time)}
      </span>{' '}
      <RootCell />
    </div>
  )
}

/** `41230` in the text, `41,230` on the screen. */
function GroupedDigits({ value }: { readonly value: number }) {
  const groups = formatCount(value).split(',')
  return (
    <span className="position-step">
      {groups.map((group, index) => (
        <span key={groups.length - index} className={index === 0 ? undefined : 'digit-group'}>
          {group}
        </span>
      ))}
    </span>
  )
}

function PartOfFrame({ part }: { readonly part: string }) {
  const t = useText()
  const [k = '', count = ''] = part.split('/')
  return <span className="position-head"> {t('transport.partOfFrame', { k, count })}</span>
}

function RootCell() {
  const t = useText()
  const root = useSession((state) => state.position?.root)
  const hash = useSession((state) => state.position?.hash)
  const shown = root ?? hash
  if (shown === undefined) return null
  const label = root === undefined ? t('transport.hash') : t('transport.root')
  return (
    <span className="position-cell position-optional">
      <span className="position-caption">{label}</span> <HashChip hash={shown} label={label} />
    </span>
  )
}
