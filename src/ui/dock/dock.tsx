/** The movable layout. Fetched after the first picture of the world; stands exactly where the fixed layout stood. */
import {
  type DockviewPanelApi,
  DockviewReact,
  type DockviewReadyEvent,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react'
import { useEffect, useRef } from 'react'
import { useText } from '../i18n/i18n.ts'
import { isPanelId, type PanelDefinition, type PanelId } from '../panel-api.ts'
import { connectDock, fillDock } from './dock-bridge.ts'
import { useDockParts, useLayout } from './dock-context.ts'
import { CENTRE } from './layout.ts'
import { NothingOpen } from './nothing-open.tsx'
import { PanelMenu } from './panel-menu.tsx'
import { ActionsSlot, PanelSlot } from './panel-slot.tsx'
import { PanelTab } from './panel-tab.tsx'
import 'dockview-react/dist/styles/dockview.css'
import './dock-theme.css'

const THEME = { name: 'orrery', className: 'dock-theme', dndTabIndicator: 'line' } as const

function idOf(api: DockviewPanelApi): PanelId | undefined {
  return isPanelId(api.id) ? api.id : undefined
}

function DockPanel({ api }: IDockviewPanelProps) {
  const id = idOf(api)
  return id === undefined ? null : <PanelSlot id={id} />
}

/** A tab is only words: a button inside it would be a control inside a control. It is closed by command or middle click. */
function DockTab({ api }: IDockviewPanelHeaderProps) {
  const t = useText()
  const { panels } = useDockParts()
  const panel = panels.find(({ id }) => id === api.id)
  if (panel === undefined) return null
  return (
    <div
      className="dock-tab"
      onAuxClick={(event) => {
        if (event.button === 1) api.close()
      }}
    >
      <PanelTab id={panel.id} title={t(panel.titleKey)} />
    </div>
  )
}

/** A panel's own buttons, and the menu of panels: in every strip with a centre panel, or in any when there is none. */
function DockActions({ activePanel, panels: group }: IDockviewHeaderActionsProps) {
  const hasCentre = useLayout(({ openPanels }) => openPanels.some((id) => CENTRE.includes(id)))
  const id = activePanel === undefined ? undefined : idOf(activePanel.api)
  if (id === undefined) return null
  const isCentre = !hasCentre || group.some((panel) => isPanelId(panel.id) && CENTRE.includes(panel.id))
  return (
    <div className="dock-actions">
      <ActionsSlot key={id} id={id} />
      {isCentre && <PanelMenu />}
    </div>
  )
}

const COMPONENTS = { panel: DockPanel }

function docked(panels: readonly PanelDefinition[]): readonly PanelDefinition[] {
  return panels.filter((panel) => panel.place !== 'bottom')
}

export function Dock() {
  const t = useText()
  const { panels, layout } = useDockParts()
  const connect = useRef<() => () => void>(undefined)
  const stop = useRef<() => void>(undefined)
  const box = useRef<HTMLDivElement>(null)

  const titleOf = (id: PanelId): string => {
    const panel = panels.find((candidate) => candidate.id === id)
    return panel === undefined ? id : t(panel.titleKey)
  }

  const ready = ({ api }: DockviewReadyEvent): void => {
    const wanted = layout.store.getState()
    if (box.current === null) return
    const places = { box: box.current, panels: docked(panels), titleOf, inspectorWidth }
    fillDock(api, places, wanted)
    connect.current = () => connectDock(api, layout, places)
    stop.current = connect.current()
  }

  useEffect(() => {
    // Strict mode runs effects twice: what the first pass stopped has to start again.
    stop.current ??= connect.current?.()
    return () => {
      stop.current?.()
      stop.current = undefined
    }
  }, [])

  return (
    <div ref={box} className="dock">
      <DockviewReact
        components={COMPONENTS}
        defaultTabComponent={DockTab}
        rightHeaderActionsComponent={DockActions}
        watermarkComponent={NothingOpen}
        theme={THEME}
        proportionalLayout={false}
        disableFloatingGroups
        announcements={false}
        onReady={ready}
      />
    </div>
  )
}

function inspectorWidth(): number {
  const text = getComputedStyle(document.documentElement).getPropertyValue('--w-inspector')
  return Number.parseInt(text, 10)
}
