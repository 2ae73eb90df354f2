import type { Job } from '../bars.ts'
import { measureFold } from './fold.ts'
import { measureHash } from './hash.ts'
import { measureInstrument } from './instrument.ts'
import { measureSteps } from './seek-steps.ts'
import { writeSeekWorld } from './seek-world.ts'
import { measureVerify } from './verify.ts'
import { measureWrite } from './write.ts'

/** Jobs that run in a worker, as a world does. */
export const JOBS = {
  fold: measureFold,
  hash: measureHash,
  instrument: measureInstrument,
  seekSteps: measureSteps,
  seekWorld: writeSeekWorld,
  verify: measureVerify,
  write: measureWrite,
} as const satisfies Readonly<Record<string, Job>>

export type JobName = keyof typeof JOBS
