/** The filtered list of events as the panel sees it: pages on demand, one question away, never more than a few pages kept. */
import { nextToken } from '../../ui/session/tokens.ts'
import type { EventFilter, EventRow, EventsPage, ReplayHost } from '../../workers/protocol.ts'
import { PageCache } from './page-cache.ts'

export interface EventsSnapshot {
  /** Undefined until the first answer. */
  readonly total: number | undefined
  /** Row of the last event at or before the playhead; −1 = none. */
  readonly playheadIndex: number
  /** The worker is still looking: `total` will grow. */
  readonly isPartial: boolean
  readonly row: (index: number) => EventRow | undefined
}

export interface EventsSource {
  setFilter(filter: EventFilter): void
  /** The playhead moved, the journal grew, or another world is open. */
  setPlace(place: { readonly world: string; readonly at: number; readonly headSeq: number }): void
  /** Rows on the screen. */
  setRange(first: number, last: number): void
  subscribe(listener: () => void): () => void
  read(): EventsSnapshot
}

const PAGE_ROWS = 128
const PAGES_MAX = 48

/** Between two looks at a search that goes on. */
const PARTIAL_PAUSE_MS = 200

interface Place {
  readonly world: string
  readonly at: number
  readonly headSeq: number
}

export function createEventsSource(replay: Pick<ReplayHost, 'events'>): EventsSource {
  const cache = new PageCache<EventRow>(PAGE_ROWS, PAGES_MAX)
  const listeners = new Set<() => void>()
  const row = (index: number): EventRow | undefined => cache.row(index)
  let snapshot: EventsSnapshot = { total: undefined, playheadIndex: -1, isPartial: false, row }
  let filter: EventFilter = {}
  let place: Place | undefined
  let range = { first: 0, last: 0 }
  let era = 0
  let isAway = false
  let isStale = false
  /** A page that came back shorter than the total promised; asked again only when something has changed. */
  let shortPage: number | undefined

  const publish = (next: Partial<EventsSnapshot>): void => {
    // A new `row` each time: what it finds has changed.
    snapshot = { ...snapshot, ...next, row: (index) => cache.row(index) }
    for (const listener of listeners) listener()
  }

  /** What to ask next: a page on the screen that is missing, else any page when place or filter changed. */
  const nextPage = (): number | undefined => {
    const { total } = snapshot
    if (total === undefined) return 0
    const missing = cache.missing(range.first, range.last, total)
    if (missing !== undefined && missing !== shortPage) return missing
    return isStale ? Math.floor(Math.max(0, Math.min(range.first, total - 1)) / PAGE_ROWS) : undefined
  }

  /** A long search goes on behind its first answer. */
  const askAgainSoon = (): void => {
    const askedIn = era
    setTimeout(() => {
      if (askedIn !== era) return
      isStale = true
      shortPage = undefined
      void pump()
    }, PARTIAL_PAUSE_MS)
  }

  const take = (page: EventsPage): void => {
    cache.put({ from: page.from, rows: page.rows })
    const due = Math.min(PAGE_ROWS, page.total - page.from)
    if (page.rows.length < due) shortPage = Math.floor(page.from / PAGE_ROWS)
    publish({ total: page.total, playheadIndex: page.playheadIndex, isPartial: page.isPartial === true })
    if (page.isPartial === true) askAgainSoon()
  }

  const pump = async (): Promise<void> => {
    if (isAway || place === undefined) return
    const number = nextPage()
    if (number === undefined) return
    const askedIn = era
    isAway = true
    isStale = false
    try {
      const from = number * PAGE_ROWS
      const page = await replay.events({ token: nextToken(), filter, from, count: PAGE_ROWS, at: place.at })
      if (askedIn === era) take(page)
    } finally {
      isAway = false
    }
    void pump()
  }

  const startOver = (): void => {
    era += 1
    shortPage = undefined
    cache.clear()
    isStale = true
    publish({ total: undefined, playheadIndex: -1, isPartial: false })
    void pump()
  }

  return {
    setFilter(next) {
      filter = next
      startOver()
    },
    setPlace(next) {
      const isOther = place?.world !== next.world
      const isSame = !isOther && place?.at === next.at && place.headSeq === next.headSeq
      if (isSame) return
      place = next
      isStale = true
      shortPage = undefined
      if (isOther) startOver()
      else void pump()
    },
    setRange(first, last) {
      range = { first, last }
      void pump()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    read: () => snapshot,
  }
}
