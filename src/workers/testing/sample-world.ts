/** A world in memory and the frames of a run of it: what the workers must agree with. */
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { FrameRecord } from '../../kernel/journal/frame.ts'
import type { StorableFrame } from '../../storage/journal-batch.ts'
import { createWorld } from '../../kernel/world/genesis.ts'
import type { World } from '../../kernel/world/world.ts'
import { runTicks } from '../../worlds/runner.ts'
import { driverFor, findWorld } from '../../worlds/worlds.ts'
import { valueOf } from './answers.ts'

export interface SampleRun {
  readonly world: World
  readonly genesis: FrameRecord
  /** Genesis included. */
  readonly frames: readonly StorableFrame[]
}

export function sampleRun(sha256: Sha256, ticks: number, id = 'first-light', agents?: number): SampleRun {
  const definition = findWorld(id)
  if (definition === undefined) throw new Error(`no world ${id}`)
  const spec = valueOf(definition.genesis(definition.seed, agents === undefined ? {} : { agents }))
  const { world, frame } = valueOf(createWorld(spec, { sha256 }))
  const driver = driverFor(world.state)
  if (driver === undefined) throw new Error(`no driver for ${id}`)
  const run = runTicks(world, driver, ticks)
  return { world, genesis: frame, frames: [{ ...frame, blobs: [] }, ...run] }
}
