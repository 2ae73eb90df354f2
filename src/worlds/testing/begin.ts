import { bytesToHex } from '../../kernel/base/order.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { FrameRecord } from '../../kernel/journal/frame.ts'
import { createWorld, openGenesis } from '../../kernel/world/genesis.ts'
import { applyRecorded, type World } from '../../kernel/world/world.ts'
import type { Driver } from '../driver.ts'
import { runTicks } from '../runner.ts'
import type { WorldDefinition, WorldOptions } from '../world-definition.ts'
import { driverFor } from '../worlds.ts'

/** A world that was begun and run for a test. */
export interface Trial {
  readonly world: World
  /** From frame 0 on. */
  readonly frames: readonly FrameRecord[]
}

export interface TrialPlan {
  readonly definition: WorldDefinition
  readonly seed: number
  readonly ticks: number
  readonly options?: WorldOptions
  readonly sha256: Sha256
}

/** Begins a world and runs it; nothing a bundled driver does may be refused. */
export function runTrial({ definition, seed, ticks, options, sha256 }: TrialPlan): Trial {
  const genesis = definition.genesis(seed, options)
  if (!genesis.ok) throw new Error(`${definition.id} does not begin: ${JSON.stringify(genesis.fault)}`)
  const begun = createWorld(genesis.value, { sha256 })
  if (!begun.ok) throw new Error(`${definition.id} does not begin: ${JSON.stringify(begun.fault)}`)
  const { world, frame } = begun.value
  return { world, frames: [frame, ...collect(world, ticks)] }
}

/** The frames of some ticks more. */
export function collect(world: World, ticks: number): readonly FrameRecord[] {
  return [
    ...runTicks(world, theDriver(world), ticks, {
      onRefused: (fault, action) => {
        throw new Error(`refused: ${JSON.stringify({ fault, action })}`)
      },
    }),
  ]
}

export function theDriver(world: World): Driver {
  const driver = driverFor(world.state)
  if (driver === undefined) throw new Error('This build runs every world it begins.')
  return driver
}

/** A world as it is after a journal was read back. */
export function reopen(frames: readonly FrameRecord[], sha256: Sha256): World {
  const [first, ...rest] = frames
  if (first === undefined) throw new Error('A journal has a first frame.')
  const opened = openGenesis(first, { sha256 })
  if (!opened.ok) throw new Error(JSON.stringify(opened.fault))
  for (const record of rest) {
    const applied = applyRecorded(opened.value, record)
    if (!applied.ok) throw new Error(JSON.stringify(applied.fault))
  }
  return opened.value
}

export function headHash(world: World): string {
  return bytesToHex(world.head.hash)
}
