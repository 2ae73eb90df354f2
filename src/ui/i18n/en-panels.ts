/** English of the panels Timeline, Events, Step and State, and of the presentation of events. */
export const enPanels = {
  timeline: {},
  events: {},
  step: {},
  state: {},
  presentation: {},
} as const
