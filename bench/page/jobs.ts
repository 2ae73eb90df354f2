import type { Measured } from '../bars.ts'
import { measureHash } from './hash.ts'
import { measureWrite } from './write.ts'

/** `n` scales a job; each job says what it counts. */
export interface JobOptions {
  readonly n?: number
}

export type Job = (options: JobOptions) => Promise<readonly Measured[]>

export const JOBS = { hash: measureHash, write: measureWrite } as const satisfies Readonly<
  Record<string, Job>
>

export type JobName = keyof typeof JOBS
