/** The ten kinds of event a timeline tells apart. Index + 1 is the lane number of the visual contract. */
export const LANES = [
  'move',
  'trade',
  'power',
  'observation',
  'body',
  'rejection',
  'module',
  'effect',
  'governance',
  'tick',
] as const

export type LaneId = (typeof LANES)[number]

/** 1–10. */
export const laneNumber = (lane: LaneId): number => LANES.indexOf(lane) + 1
