import type { LaneId } from '../../kernel/catalogue/lanes.ts'
import type { TextKey } from '../i18n/text.ts'

/** The lane number of the visual contract, 1–10. */
export type Tone = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10

/** What a lane of the timeline is called: its events, in the plural. */
export const LANE_NAMES = {
  move: 'presentation.laneMove',
  trade: 'presentation.laneTrade',
  power: 'presentation.lanePower',
  observation: 'presentation.laneObservation',
  body: 'presentation.laneBody',
  rejection: 'presentation.laneRejection',
  module: 'presentation.laneModule',
  effect: 'presentation.laneEffect',
  governance: 'presentation.laneGovernance',
  tick: 'presentation.laneTick',
} as const satisfies Readonly<Record<LaneId, TextKey>>

export type LaneNameKey = (typeof LANE_NAMES)[LaneId] | 'presentation.laneOther'

/** Object.values keeps the order above, which is the order of the lane numbers. */
const BY_TONE: readonly LaneNameKey[] = Object.values(LANE_NAMES)

export function laneNameKey(tone: number): LaneNameKey {
  return BY_TONE[tone - 1] ?? 'presentation.laneOther'
}
