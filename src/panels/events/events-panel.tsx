import { useDeferredValue, useEffect, useState, useSyncExternalStore } from 'react'
import { formatCount } from '../../ui/format.ts'
import { usePanelVisible } from '../../ui/dock/dock-context.ts'
import { useText } from '../../ui/i18n/i18n.ts'
import type { Translate } from '../../ui/i18n/text.ts'
import { useSession, useSessionObject } from '../../ui/session/session-context.ts'
import type { EventFilter } from '../../workers/protocol.ts'
import { EventList } from './event-list.tsx'
import { createEventsSource, type EventsSnapshot, type EventsSource } from './events-source.ts'
import { FilterBar, FilterChips, isEmptyFilter } from './filter-bar.tsx'
import './events.css'

/** Tells the source where the playhead is and how long the journal. */
function usePlace(source: EventsSource): void {
  const world = useSession(({ opened }) =>
    opened === undefined ? undefined : `${opened.world.worldKey}/${opened.branch}`,
  )
  const at = useSession((state) => state.position?.seq)
  const headSeq = useSession((state) => state.head?.seq)
  const isVisible = usePanelVisible()
  useEffect(() => {
    if (isVisible && world !== undefined && at !== undefined && headSeq !== undefined)
      source.setPlace({ world, at, headSeq })
  }, [source, isVisible, world, at, headSeq])
}

function statusText(t: Translate, { total, playheadIndex, isPartial }: EventsSnapshot): string {
  if (total === undefined || (total === 0 && !isPartial)) return ''
  const values = { at: formatCount(playheadIndex + 1), total: formatCount(total) }
  if (isPartial) return t('events.statusPartial', values)
  return playheadIndex < 0 ? t('events.statusBefore', values) : t('events.status', values)
}

export function Panel() {
  const t = useText()
  const { replay } = useSessionObject()
  const [source] = useState(() => createEventsSource(replay))
  const [filter, setFilter] = useState<EventFilter>({})
  const asked = useDeferredValue(filter)
  const snapshot = useSyncExternalStore(source.subscribe, source.read)
  usePlace(source)
  useEffect(() => source.setFilter(asked), [source, asked])

  const clear = (): boolean => {
    const isEmpty = isEmptyFilter(filter)
    if (!isEmpty) setFilter({})
    return !isEmpty
  }
  const isNothing = snapshot.total === 0 && !snapshot.isPartial
  return (
    <div className="panel events">
      <FilterBar filter={filter} onChange={setFilter} status={statusText(t, snapshot)} />
      <FilterChips filter={filter} onChange={setFilter} />
      {isNothing ? (
        <div className="events-empty">
          <p>{isEmptyFilter(filter) ? t('events.none') : t('events.noneMatch')}</p>
          {isEmptyFilter(filter) ? undefined : (
            <button type="button" className="button" onClick={clear}>
              {t('events.clear')}
            </button>
          )}
        </div>
      ) : (
        <>
          <div className="events-columns" aria-hidden="true">
            <span />
            <span className="events-row-id">{t('events.columnEvent')}</span>
            <span className="events-row-step">{t('events.columnStep')}</span>
            <span>{t('events.columnWhat')}</span>
            <span className="events-row-tick">{t('events.columnTick')}</span>
          </div>
          <EventList source={source} snapshot={snapshot} onClear={clear} />
        </>
      )}
      <p className="visually-hidden" aria-live="polite">
        {isEmptyFilter(filter) || snapshot.total === undefined
          ? ''
          : statusText(t, { ...snapshot, playheadIndex: -1 })}
      </p>
    </div>
  )
}
