import type { Job } from '../bars.ts'
import { indexSeekWorld, openWithoutIndex, seekCold, seekWarm } from './seek.ts'
import { measureTimeline } from './timeline.ts'

/** Jobs that need a page: they draw, or they start workers themselves. */
export const PAGE_JOBS = {
  openWithoutIndex,
  seekCold,
  seekIndex: indexSeekWorld,
  seekWarm,
  timeline: measureTimeline,
} as const satisfies Readonly<Record<string, Job>>

export type PageJobName = keyof typeof PAGE_JOBS
