import type { Job } from '../bars.ts'
import { measureHash } from './hash.ts'
import { writeSeekWorld } from './seek-world.ts'
import { measureWrite } from './write.ts'

/** Jobs that run in a worker, as a world does. */
export const JOBS = {
  hash: measureHash,
  seekWorld: writeSeekWorld,
  write: measureWrite,
} as const satisfies Readonly<Record<string, Job>>

export type JobName = keyof typeof JOBS
