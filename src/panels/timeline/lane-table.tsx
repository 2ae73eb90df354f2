import { useEffect, useState } from 'react'
import { formatCount } from '../../ui/format.ts'
import { useText } from '../../ui/i18n/i18n.ts'
import { laneNameKey } from '../../ui/presentation/tones.ts'
import { countIn } from './prepared-tile.ts'
import type { StageShape, TimelineStage } from './stage.ts'

interface LaneTableProps {
  readonly stage: TimelineStage
  readonly shape: StageShape
  /** Changes are announced: only with the focus here and nothing moving by itself, else it would never be silent. */
  readonly isSpoken: boolean
}

interface Summary {
  readonly first: number
  readonly last: number
  readonly head: number
  readonly seq: number
  /** Events in view by row. */
  readonly counts: readonly number[]
}

/** At most twice a second, so that a screen reader can follow. */
const QUIET_MS = 500

function summarise(stage: TimelineStage): Summary {
  const { view, head, playhead, laneTile } = stage
  const first = Math.max(0, Math.ceil(view.first))
  const last = Math.min(head, Math.floor(view.last))
  const { rows } = stage.readShape()
  const counts = rows.map(({ index }) =>
    laneTile === undefined || index >= laneTile.laneCount
      ? 0
      : Math.round(countIn(laneTile, index, first, last + 1)),
  )
  return { first, last, head, seq: playhead, counts }
}

function useSummary(stage: TimelineStage): Summary {
  const [summary, setSummary] = useState<Summary>(() => summarise(stage))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = stage.subscribe('picture', () => {
      timer ??= setTimeout(() => {
        timer = undefined
        setSummary(summarise(stage))
      }, QUIET_MS)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [stage])
  return summary
}

/** What the canvas shows, in words and numbers, for whoever does not see it. */
export function LaneTable({ stage, shape, isSpoken }: LaneTableProps) {
  const t = useText()
  const summary = useSummary(stage)
  const range = {
    first: formatCount(summary.first),
    last: formatCount(summary.last),
    head: formatCount(summary.head),
  }
  const { focusRow } = shape
  const focused = focusRow === undefined ? undefined : shape.rows[focusRow]
  return (
    <div className="visually-hidden">
      <p id="timeline-summary">{t('timeline.spoken', { ...range, seq: formatCount(summary.seq) })}</p>
      <p aria-live={isSpoken ? 'polite' : 'off'}>
        {focused === undefined || focusRow === undefined
          ? t('timeline.view', range)
          : t('timeline.laneSpoken', {
              lane: t(laneNameKey(focused.tone)),
              count: summary.counts[focusRow] ?? 0,
            })}
      </p>
      <table>
        <caption>{t('timeline.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('timeline.lane')}</th>
            <th scope="col">{t('timeline.events')}</th>
          </tr>
        </thead>
        <tbody>
          {shape.rows.map((lane, row) => (
            <tr key={lane.index}>
              <th scope="row">{t(laneNameKey(lane.tone))}</th>
              <td>{formatCount(summary.counts[row] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
