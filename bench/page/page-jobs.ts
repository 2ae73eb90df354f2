import type { Job } from '../bars.ts'
import { measureTimeline } from './timeline.ts'

/** Jobs that need a page: they draw, or they start workers themselves. */
export const PAGE_JOBS = { timeline: measureTimeline } as const satisfies Readonly<Record<string, Job>>

export type PageJobName = keyof typeof PAGE_JOBS
