/**
 * Which panels are on the screen and where. Before the dock has been fetched, and in a narrow window, the fixed layouts
 * draw this; the dock carries out the same wishes and reports back what the person did by hand.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { ok, type Result } from '../../kernel/base/result.ts'
import { PANEL_IDS, type PanelId } from '../panel-api.ts'
import { groupsOf } from './arrangement.ts'
import { type KeptLayout, readLayout, writeLayout } from './saved-layout.ts'

export interface LayoutState extends KeptLayout {
  /** Panels that are not behind another tab. */
  readonly visible: readonly PanelId[]
  /** The window has no room for an inspector beside the centre: it is a drawer. */
  readonly isNarrow: boolean
  /** What the drawer of a narrow window shows. */
  readonly drawer: PanelId | undefined
  readonly isDocked: boolean
}

/** The dock, once it is here. */
export interface DockPort {
  open(panel: PanelId): void
  close(panel: PanelId): void
  reset(): void
}

export type DockReport = Pick<LayoutState, 'openPanels' | 'front' | 'visible' | 'arrangement'>

export interface Layout {
  readonly store: StoreApi<LayoutState>
  open(panel: PanelId): Result<undefined>
  close(panel: PanelId): Result<undefined>
  /** Everything to its standard place and size. */
  reset(): void
  setTimelineHeight(pixels: number | undefined): void
  setNarrow(isNarrow: boolean): void
  /** Hands the wishes to the dock; undefined when it goes away. */
  attach(dock: DockPort | undefined): void
  /** What the dock shows now. */
  report(state: DockReport): void
}

export const CENTRE: readonly PanelId[] = ['world-map', 'events', 'state']
const RIGHT: readonly PanelId[] = ['step']

const INITIAL: LayoutState = {
  openPanels: PANEL_IDS,
  front: 'world-map',
  visible: ['world-map', 'step', 'timeline'],
  arrangement: undefined,
  timelineHeight: undefined,
  isNarrow: false,
  drawer: undefined,
  isDocked: false,
}

/** Of panels behind one strip of tabs only the front one is seen, and of a narrow window's drawer only what it holds. */
function visibleOf({ openPanels, front, arrangement, isNarrow, drawer }: LayoutState): readonly PanelId[] {
  if (isNarrow || arrangement === undefined) {
    const isShown = (id: PanelId): boolean =>
      CENTRE.includes(id) ? id === front : !isNarrow || !RIGHT.includes(id) || id === drawer
    return openPanels.filter(isShown)
  }
  const groups = groupsOf(arrangement.root)
  const isBehind = (id: PanelId): boolean =>
    groups.some((group) => group.panels.includes(id) && group.front !== id)
  return openPanels.filter((id) => !isBehind(id))
}

function withVisible(state: LayoutState): LayoutState {
  return { ...state, visible: visibleOf(state) }
}

export function createLayout(): Layout {
  const store = createStore<LayoutState>(() => withVisible({ ...INITIAL, ...readLayout() }))
  store.subscribe((state, before) => {
    const { openPanels, front, arrangement, timelineHeight } = state
    const isKept =
      openPanels === before.openPanels &&
      front === before.front &&
      arrangement === before.arrangement &&
      timelineHeight === before.timelineHeight
    if (!isKept) writeLayout(state)
  })
  let dock: DockPort | undefined

  const change = (next: (state: LayoutState) => Partial<LayoutState>): void =>
    store.setState((state) => withVisible({ ...state, ...next(state) }))

  const openHere = (panel: PanelId): void =>
    change(({ openPanels, front, isNarrow, drawer }) => ({
      openPanels: openPanels.includes(panel) ? openPanels : [...openPanels, panel],
      front: CENTRE.includes(panel) ? panel : front,
      drawer: isNarrow && RIGHT.includes(panel) ? panel : drawer,
    }))

  const closeHere = (panel: PanelId): void =>
    change(({ openPanels, front, isNarrow, drawer }) => {
      // A drawer is shut, not taken away.
      if (isNarrow && RIGHT.includes(panel)) return { drawer: drawer === panel ? undefined : drawer }
      const left = openPanels.filter((id) => id !== panel)
      return {
        openPanels: left,
        front: front === panel ? (CENTRE.find((id) => left.includes(id)) ?? 'world-map') : front,
      }
    })

  return {
    store,
    open(panel) {
      openHere(panel)
      dock?.open(panel)
      return ok(undefined)
    },
    close(panel) {
      closeHere(panel)
      dock?.close(panel)
      return ok(undefined)
    },
    reset() {
      const { isNarrow } = store.getState()
      change(() => ({ ...INITIAL, isNarrow, isDocked: dock !== undefined }))
      dock?.reset()
    },
    setTimelineHeight: (timelineHeight) => store.setState({ timelineHeight }),
    setNarrow: (isNarrow) => change(() => ({ isNarrow, drawer: undefined })),
    attach(next) {
      dock = next
      store.setState({ isDocked: next !== undefined })
    },
    report: (state) => store.setState(state),
  }
}
