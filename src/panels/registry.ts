import type { PanelDefinition } from '../ui/panel-api.ts'

/** Every panel of the studio, in the order of tabs and menus. */
export const PANELS: readonly PanelDefinition[] = [
  {
    id: 'world-map',
    titleKey: 'panels.worldMap',
    icon: 'map',
    place: 'centre',
    load: () => import('./world-map/world-map-panel.tsx'),
  },
  {
    id: 'events',
    titleKey: 'panels.events',
    icon: 'list',
    place: 'centre',
    load: () => import('./events/events-panel.tsx'),
  },
  {
    id: 'state',
    titleKey: 'panels.state',
    icon: 'tree',
    place: 'centre',
    load: () => import('./state/state-panel.tsx'),
  },
  {
    id: 'step',
    titleKey: 'panels.step',
    icon: 'step',
    place: 'right',
    load: () => import('./step/step-panel.tsx'),
  },
  {
    id: 'timeline',
    titleKey: 'panels.timeline',
    icon: 'timeline',
    place: 'bottom',
    load: () => import('./timeline/timeline-panel.tsx'),
  },
]
