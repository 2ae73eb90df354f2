/**
 * What a panel is. A panel fills its host and draws no frame, no region and no heading with its own name: the dock
 * (or the fixed layout before it) makes exactly one region with the panel's title around it.
 *
 * A panel reads the focus object with `useSession`, asks the replay worker with `useReplayQuery`, says every word with
 * `useText`, and takes canvas colours from `useCanvasTokens`. Panels never import each other.
 */
import type { ComponentType } from 'react'
import type { PlainTextKey } from './i18n/text.ts'

export const PANEL_IDS = ['world-map', 'timeline', 'events', 'step', 'state'] as const

export type PanelId = (typeof PANEL_IDS)[number]

/** Names of icons a tab may carry; drawn by `widgets/icon.tsx`. */
export type PanelIcon = 'map' | 'timeline' | 'list' | 'step' | 'tree'

export interface PanelDefinition {
  readonly id: PanelId
  /** The panel's name: tab, region and menu all say it. */
  readonly titleKey: PlainTextKey
  readonly icon: PanelIcon
  /** Where it stands until the person moves it. */
  readonly place: 'centre' | 'right' | 'bottom'
  /** Fetches the code; called when the panel is first shown. */
  load(): Promise<{ readonly Panel: ComponentType }>
}

export function isPanelId(value: unknown): value is PanelId {
  return PANEL_IDS.some((id) => id === value)
}
