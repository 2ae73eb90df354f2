import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { PanelDefinition, PanelId } from '../panel-api.ts'
import type { Layout, LayoutState } from './layout.ts'
import type { PanelHosts } from './panel-hosts.ts'

export interface DockParts {
  readonly panels: readonly PanelDefinition[]
  readonly hosts: PanelHosts
  readonly layout: Layout
}

export const DockContext = createContext<DockParts | undefined>(undefined)

export function useDockParts(): DockParts {
  const parts = useContext(DockContext)
  if (parts === undefined) throw new Error('a component that needs the layout stands outside DockContext')
  return parts
}

export function useLayout<Slice>(selector: (state: LayoutState) => Slice): Slice {
  return useStore(useDockParts().layout.store, selector)
}

/** Which panel a component stands in, and where that panel's actions go. */
export interface PanelPlace {
  readonly id: PanelId
  readonly isVisible: boolean
}

export const PanelPlaceContext = createContext<PanelPlace | undefined>(undefined)

/** False while the panel is behind another tab: nothing needs to be asked or drawn. */
export function usePanelVisible(): boolean {
  return useContext(PanelPlaceContext)?.isVisible ?? true
}
