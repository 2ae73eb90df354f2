import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { formatCount } from '../../ui/format.ts'
import { useText } from '../../ui/i18n/i18n.ts'
import { refOf } from '../../ui/session/ref.ts'
import { useSession, useSessionActions } from '../../ui/session/session-context.ts'
import { StateRow } from './state-row.tsx'
import type { StateSnapshot, StateSource } from './state-source.ts'
import { createTypeAhead, isLetterKey, keyToMove } from './tree-keys.ts'
import { WaitingRows } from './waiting-rows.tsx'

const ROW_PX = 24

interface StateTreeProps {
  readonly source: StateSource
  readonly snapshot: StateSnapshot
  /** Path the keyboard is on. */
  readonly active: string | undefined
  readonly onActive: (path: string | undefined) => void
  /** Path that a selection elsewhere wants to be seen. */
  readonly wanted: string | undefined
  /** Told when the wanted path is not in the state, and when it is. */
  readonly onAbsent: (path: string | undefined) => void
  readonly isAbsent: boolean
}

export function StateTree(props: StateTreeProps) {
  const { source, snapshot, active, onActive, wanted, onAbsent, isAbsent } = props
  const t = useText()
  const id = useId()
  const { select } = useSessionActions()
  const seq = useSession((state) => state.position?.seq ?? 0)
  const selection = useSession((state) => state.selection)
  const box = useRef<HTMLDivElement>(null)
  const [typeAhead] = useState(createTypeAhead)
  const { tree, count } = snapshot
  const rows = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  })
  const items = rows.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 40
  const activeIndex = active === undefined ? undefined : tree.indexOf(active)

  // A row that is scrolled away is not in the page, so nothing may point at it.
  const isActiveShown = items.some((item) => item.index === activeIndex)

  useEffect(() => source.setRange(first, last), [source, first, last])

  // What is not there now may be there at another step.
  const lookAgain = isAbsent ? seq : undefined
  useEffect(() => {
    let isWanted = true
    const look = async (path: string): Promise<void> => {
      const index = await source.reveal(path)
      if (!isWanted) return
      onAbsent(index === undefined ? path : undefined)
      if (index === undefined) return
      onActive(path)
      rows.scrollToIndex(index, { align: 'center' })
    }
    if (wanted === undefined) onAbsent(undefined)
    else if (wanted !== active) void look(wanted)
    return () => {
      isWanted = false
    }
    // A new wish, not every new row, moves the tree.
    // eslint-disable-next-line react/exhaustive-deps
  }, [source, wanted, lookAgain])

  useEffect(() => {
    if (activeIndex !== undefined) rows.scrollToIndex(activeIndex, { align: 'auto' })
    // Only another active row may scroll; values that change under it may not.
    // eslint-disable-next-line react/exhaustive-deps
  }, [active])

  const goTo = (index: number): void => {
    const path = tree.row(index)?.node?.path
    rows.scrollToIndex(index, { align: 'auto' })
    if (path !== undefined) onActive(path)
  }

  const press = (event: KeyboardEvent): void => {
    const now = activeIndex ?? 0
    const hasActive = activeIndex !== undefined
    const pageRows = Math.max(1, Math.floor((box.current?.clientHeight ?? ROW_PX) / ROW_PX) - 1)
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey
    const move = isPlain
      ? keyToMove(event.key, { tree, count, active: hasActive ? now : -1, pageRows })
      : undefined
    if (move === undefined) {
      if (!isLetterKey(event)) return
      const found = typeAhead.type(event.key, event.timeStamp, { tree, count, active: now })
      if (found !== undefined) goTo(found)
    } else if (move.kind === 'to') goTo(move.index)
    else if (move.kind === 'select') {
      if (active !== undefined) select(refOf('path', active))
    } else source.toggle(move.path, move.kind === 'open')
    event.preventDefault()
  }

  if (count === 0) {
    return tree.total === undefined ? (
      <WaitingRows />
    ) : (
      <p className="state-none">{t('state.empty', { seq: formatCount(seq) })}</p>
    )
  }
  return (
    <div
      ref={box}
      className="state-tree"
      role="tree"
      tabIndex={0}
      aria-label={t('state.tree', { seq: formatCount(seq) })}
      aria-activedescendant={isActiveShown ? `${id}-${activeIndex}` : undefined}
      onKeyDown={press}
    >
      <div className="state-rows" role="presentation" style={heightOf(rows.getTotalSize())}>
        {items.map((item) => {
          const row = tree.row(item.index)
          const path = row?.node?.path
          return row === undefined ? undefined : (
            <StateRow
              key={item.key}
              id={`${id}-${item.index}`}
              row={row}
              top={item.start}
              isActive={item.index === activeIndex}
              isSelected={path !== undefined && selection === refOf('path', path)}
              onToggle={(open) => {
                if (path === undefined) return
                onActive(path)
                source.toggle(path, open)
              }}
              onSelect={() => {
                if (path === undefined) return
                onActive(path)
                select(refOf('path', path))
              }}
            />
          )
        })}
      </div>
    </div>
  )
}

const heightOf = (height: number) => ({ height })
