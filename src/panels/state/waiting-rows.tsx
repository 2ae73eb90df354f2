import { useText } from '../../ui/i18n/i18n.ts'

const ROWS = ['a', 'b', 'c', 'd', 'e']

/** Stands for rows that are on their way: still, so that nothing flickers when they are quick. */
export function WaitingRows() {
  const t = useText()
  return (
    <div className="state-waiting-rows" role="progressbar" aria-label={t('events.loading')}>
      {ROWS.map((row) => (
        <span key={row} />
      ))}
    </div>
  )
}
