/**
 * Which panels are on the screen. Before the dock has been fetched the fixed layout draws this; afterwards the dock
 * carries out the same wishes and reports back what the person did by hand.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { ok, type Result } from '../../kernel/base/result.ts'
import { isPanelId, PANEL_IDS, type PanelId } from '../panel-api.ts'
import { readSaved, save } from '../saved.ts'

export interface LayoutState {
  readonly openPanels: readonly PanelId[]
  /** The tab in front in the centre. */
  readonly front: PanelId
  /** Panels that are not behind another tab. */
  readonly visible: readonly PanelId[]
  readonly isDocked: boolean
}

/** The dock, once it is here. */
export interface DockPort {
  open(panel: PanelId): void
  close(panel: PanelId): void
  reset(): void
}

export interface Layout {
  readonly store: StoreApi<LayoutState>
  open(panel: PanelId): Result<undefined>
  close(panel: PanelId): Result<undefined>
  reset(): void
  /** Hands the wishes to the dock; undefined when it goes away. */
  attach(dock: DockPort | undefined): void
  /** What the dock shows now. */
  report(state: Pick<LayoutState, 'openPanels' | 'front' | 'visible'>): void
}

const CENTRE: readonly PanelId[] = ['world-map', 'events', 'state']

const INITIAL: LayoutState = {
  openPanels: PANEL_IDS,
  front: 'world-map',
  visible: ['world-map', 'step', 'timeline'],
  isDocked: false,
}

/** What a person left open, kept by the browser; anything that is not that is not believed. */
function savedLayout(): LayoutState {
  const [open = '', front = ''] = (readSaved('browser', 'layout') ?? '').split(' ')
  const openPanels = open.split(',').filter(isPanelId)
  if (openPanels.length === 0 || !isPanelId(front) || !openPanels.includes(front)) return INITIAL
  return { ...INITIAL, openPanels, front, visible: visibleOf(openPanels, front) }
}

function saveLayout({ openPanels, front }: LayoutState): void {
  save('browser', 'layout', `${openPanels.join(',')} ${front}`)
}

/** Of the centre only the front tab is seen. */
function visibleOf(openPanels: readonly PanelId[], front: PanelId): readonly PanelId[] {
  return openPanels.filter((id) => id === front || !CENTRE.includes(id))
}

export function createLayout(): Layout {
  const store = createStore<LayoutState>(savedLayout)
  store.subscribe(saveLayout)
  let dock: DockPort | undefined

  const openHere = (panel: PanelId): void =>
    store.setState((state) => {
      const openPanels = state.openPanels.includes(panel) ? state.openPanels : [...state.openPanels, panel]
      const front = CENTRE.includes(panel) ? panel : state.front
      return { openPanels, front, visible: visibleOf(openPanels, front) }
    })

  const closeHere = (panel: PanelId): void =>
    store.setState((state) => {
      const openPanels = state.openPanels.filter((id) => id !== panel)
      const front =
        state.front === panel ? (CENTRE.find((id) => openPanels.includes(id)) ?? 'world-map') : state.front
      return { openPanels, front, visible: visibleOf(openPanels, front) }
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
      store.setState({ ...INITIAL, isDocked: dock !== undefined })
      dock?.reset()
    },
    attach(next) {
      dock = next
      store.setState({ isDocked: next !== undefined })
    },
    report: (state) => store.setState(state),
  }
}
