import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useText } from '../../ui/i18n/i18n.ts'
import { useSpeaker } from '../../ui/presentation/use-speaker.ts'
import { refOf } from '../../ui/session/ref.ts'
import { useSession, useSessionActions } from '../../ui/session/session-context.ts'
import type { EventRow } from '../../workers/protocol.ts'
import { EventListRow, type PlayheadMark, rowId } from './event-list-row.tsx'
import type { EventsSnapshot, EventsSource } from './events-source.ts'
import { keyToRow } from './list-keys.ts'
import { type RowWindow, windowAt, windowFor } from './row-window.ts'

const ROW_PX = 24

interface EventListProps {
  readonly source: EventsSource
  readonly snapshot: EventsSnapshot
  /** Escape with nothing else to do. Returns false when there was nothing to clear either. */
  readonly onClear: () => boolean
}

/** Follows the playhead until a person scrolls; a click or the button takes it back. */
export function EventList({ source, snapshot, onClear }: EventListProps) {
  const t = useText()
  const speaker = useSpeaker()
  const { seek, select } = useSessionActions()
  const position = useSession((state) => state.position)
  const selection = useSession((state) => state.selection)
  const total = snapshot.total ?? 0
  const list = useRef<HTMLDivElement>(null)
  const [isAttached, setAttached] = useState(true)
  const [active, setActive] = useState<number | undefined>(undefined)
  const [frame, setFrame] = useState<RowWindow>({ base: 0, count: 0 })
  const shown = windowAt(frame.base, total)
  const rows = useVirtualizer({
    count: shown.count,
    getScrollElement: () => list.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  })
  const items = rows.getVirtualItems()
  const first = (items[0]?.index ?? 0) + shown.base
  const last = (items.at(-1)?.index ?? 0) + shown.base

  // A row that is scrolled away is not in the page, so nothing may point at it.
  const isActiveShown = active !== undefined && items.some((item) => item.index + shown.base === active)

  const show = (index: number, align: 'auto' | 'center'): void => {
    const next = windowFor(shown, index, total)
    if (next.base !== shown.base) setFrame(next)
    rows.scrollToIndex(index - next.base, { align: next.base === shown.base ? align : 'center' })
  }

  useEffect(() => {
    source.setRange(first, last)
    const element = list.current
    if (element === null) return
    // The element itself knows where it is; the rows drawn may still be those of the window before.
    const middle = Math.floor((element.scrollTop + element.clientHeight / 2) / ROW_PX)
    const next = windowFor(shown, shown.base + middle, total)
    if (next.base === shown.base) return
    setFrame(next)
    element.scrollTop += (shown.base - next.base) * ROW_PX
    // Scrolling near an edge moves the window under the rows on the screen.
    // eslint-disable-next-line react/exhaustive-deps
  }, [source, first, last, total])

  useEffect(() => {
    const { playheadIndex } = snapshot
    if (!isAttached || playheadIndex < 0) return
    const isFar = playheadIndex < first || playheadIndex > last
    show(playheadIndex, isFar ? 'center' : 'auto')
    // Only the playhead moves the list; scrolling and paging must not.
    // eslint-disable-next-line react/exhaustive-deps
  }, [isAttached, snapshot.playheadIndex, total])

  const open = (index: number, row: EventRow | undefined): void => {
    if (row === undefined) return
    setActive(index)
    setAttached(true)
    select(refOf('event', row.eventId))
    void seek(row.seq, { k: row.index + 1 })
  }

  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      if (onClear()) event.preventDefault()
      return
    }
    const now = active ?? Math.max(0, snapshot.playheadIndex)
    const pageRows = Math.max(1, Math.floor((list.current?.clientHeight ?? ROW_PX) / ROW_PX) - 1)
    if (event.key === 'Enter' || event.key === ' ') open(now, snapshot.row(now))
    else {
      const next = keyToRow(event, { now, total, pageRows })
      if (next === undefined) return
      setAttached(false)
      setActive(next)
      show(next, 'auto')
    }
    event.preventDefault()
  }

  const isPlayheadOut =
    snapshot.playheadIndex >= 0 && (snapshot.playheadIndex < first || snapshot.playheadIndex > last)
  return (
    <div className="events-body">
      <div
        ref={list}
        className="events-list"
        role="listbox"
        tabIndex={0}
        aria-label={t('events.list')}
        aria-activedescendant={isActiveShown ? rowId(active) : undefined}
        onKeyDown={press}
        onWheel={() => setAttached(false)}
        onTouchMove={() => setAttached(false)}
        onPointerDown={(event) => {
          // A press on the scroll bar itself; rows are children.
          if (event.target === event.currentTarget) setAttached(false)
        }}
      >
        <div className="events-rows" role="presentation" style={heightOf(rows.getTotalSize())}>
          {items.map((item) => {
            const index = item.index + shown.base
            const row = snapshot.row(index)
            return (
              <EventListRow
                key={item.key}
                index={index}
                total={total}
                top={item.start}
                row={row}
                speaker={speaker}
                isActive={index === active}
                isSelected={row !== undefined && selection === refOf('event', row.eventId)}
                playhead={markOf(row, position, index === snapshot.playheadIndex)}
                onOpen={open}
              />
            )
          })}
        </div>
      </div>
      {isAttached || !isPlayheadOut ? undefined : (
        <button type="button" className="button events-back" onClick={() => setAttached(true)}>
          {t('events.toPlayhead')}
        </button>
      )}
    </div>
  )
}

const heightOf = (height: number) => ({ height })

/** The rows of the frame at the playhead are marked; the last event applied is the playhead itself. */
function markOf(
  row: EventRow | undefined,
  position: { readonly seq: number; readonly k: number } | undefined,
  isLastBefore: boolean,
): PlayheadMark {
  if (row === undefined || position === undefined) return 'none'
  if (row.seq === position.seq) return row.index === position.k - 1 ? 'here' : 'frame'
  return isLastBefore ? 'above' : 'none'
}
