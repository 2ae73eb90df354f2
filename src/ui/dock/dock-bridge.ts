/** Carries the wishes of the layout to dockview, and what a person does in dockview back to the layout. */
import type { AddPanelOptions, DockviewApi } from 'dockview-react'
import { isPanelId, type PanelDefinition, type PanelId } from '../panel-api.ts'
import { type Arrangement, groupsOf } from './arrangement.ts'
import { fromDockview, GROUP_HEIGHT_MIN, GROUP_WIDTH_MIN, toDockview } from './arrangement-in-dock.ts'
import { keepInspectorWidth } from './inspector-width.ts'
import type { Layout, LayoutState } from './layout.ts'

export interface DockPlaces {
  /** The panels that live in the dock, in tab order. */
  readonly panels: readonly PanelDefinition[]
  /** What the style sheet gives the inspector at this width of the window. */
  inspectorWidth(): number
  titleOf(id: PanelId): string
  /** The element that the dock fills. */
  readonly box: HTMLElement
}

function positionOf(
  api: DockviewApi,
  places: DockPlaces,
  panel: PanelDefinition,
): AddPanelOptions['position'] {
  const isOpen = (other: PanelDefinition): boolean => api.getPanel(other.id) !== undefined
  const sibling = places.panels.find(
    (other) => other.place === panel.place && other.id !== panel.id && isOpen(other),
  )
  if (sibling !== undefined) return { referencePanel: sibling.id, direction: 'within' }
  const other = places.panels.find(isOpen)
  if (other === undefined) return undefined
  return { referencePanel: other.id, direction: panel.place === 'right' ? 'right' : 'left' }
}

function addPanel(api: DockviewApi, places: DockPlaces, panel: PanelDefinition, isInactive: boolean): void {
  const position = positionOf(api, places, panel)
  api.addPanel({
    id: panel.id,
    component: 'panel',
    title: places.titleOf(panel.id),
    inactive: isInactive,
    minimumWidth: GROUP_WIDTH_MIN,
    minimumHeight: GROUP_HEIGHT_MIN,
    ...(panel.place === 'right' ? { initialWidth: places.inspectorWidth() } : {}),
    ...(position === undefined ? {} : { position }),
  })
}

/** Builds the same picture that the fixed layout shows. */
export function fillDock(api: DockviewApi, places: DockPlaces, wanted: LayoutState): void {
  if (wanted.arrangement !== undefined && arrange(api, places, wanted.arrangement)) return
  for (const panel of places.panels)
    if (wanted.openPanels.includes(panel.id)) addPanel(api, places, panel, api.panels.length > 0)
  api.getPanel(wanted.front)?.api.setActive()
}

/** False when the dock would not have it; it is empty then. */
function arrange(api: DockviewApi, places: DockPlaces, arrangement: Arrangement): boolean {
  const open = groupsOf(arrangement.root).flatMap(({ panels }) => panels)
  const named = places.panels
    .filter(({ id }) => open.includes(id))
    .map((panel) => ({ panel, title: places.titleOf(panel.id) }))
  if (named.length === 0) return true
  try {
    api.fromJSON(toDockview(arrangement, named))
    return true
  } catch {
    api.clear()
    return false
  }
}

/** Starts the exchange; returns how to stop it. */
export function connectDock(api: DockviewApi, layout: Layout, places: DockPlaces): () => void {
  const report = (): void => {
    const inDock = api.panels.map((panel) => panel.id).filter(isPanelId)
    const outside = layout.store
      .getState()
      .openPanels.filter((id) => places.panels.every((panel) => panel.id !== id))
    const inFront = api.panels.filter((panel) => panel.api.isVisible).map((panel) => panel.id)
    const front = places.panels.find(({ id, place }) => place === 'centre' && inFront.includes(id))
    layout.report({
      openPanels: [...inDock, ...outside],
      front: front?.id ?? 'world-map',
      visible: [...inFront.filter(isPanelId), ...outside],
      arrangement: fromDockview(api.toJSON(), places.inspectorWidth()),
    })
  }
  const inspector = keepInspectorWidth(api, places, layout.store.getState().arrangement)

  layout.attach({
    open(id) {
      const panel = places.panels.find((candidate) => candidate.id === id)
      if (panel === undefined) return
      if (api.getPanel(id) === undefined) addPanel(api, places, panel, false)
      api.getPanel(id)?.api.setActive()
    },
    close: (id) => api.getPanel(id)?.api.close(),
    reset() {
      inspector.forget()
      api.clear()
      fillDock(api, places, layout.store.getState())
    },
  })
  const listeners = [api.onDidLayoutChange(report), api.onDidActivePanelChange(report)]
  report()
  return () => {
    for (const listener of listeners) listener.dispose()
    inspector.stop()
    layout.attach(undefined)
  }
}
