import { fault } from '../../kernel/base/fault.ts'
import { bytesToHex } from '../../kernel/base/order.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { FrameRecord } from '../../kernel/journal/frame.ts'
import { createWorld } from '../../kernel/world/genesis.ts'
import { findWorld } from '../../worlds/worlds.ts'
import { parseWorldOptions } from '../../worlds/world-definition.ts'
import type { WorldSource } from '../protocol.ts'
import { createLivePorts } from './live-world.ts'
import type { LiveParts } from './live-site.ts'
import { startOfBranch } from '../../storage/journal-batch.ts'

/** The branch that begins at genesis. */
export const MAIN_BRANCH = 'main'

/** A scenario's world in memory: the same scenario, seed and options always have the same genesis. */
export interface BegunScenario {
  readonly name: string
  readonly scenario: string
  readonly seed: number
  /** Hex of the genesis hash. */
  readonly genesis: string
  readonly frame: FrameRecord
  readonly parts: LiveParts
}

export function beginScenario(
  source: Extract<WorldSource, { kind: 'scenario' }>,
  sha256: Sha256,
): Result<BegunScenario> {
  const definition = findWorld(source.id)
  if (definition === undefined) return fail(fault('world.unknown', { path: source.id, reason: 'scenario' }))
  const options = parseWorldOptions(source.agents === undefined ? {} : { agents: source.agents })
  if (!options.ok) return options
  const seed = source.seed ?? definition.seed
  const spec = definition.genesis(seed, options.value)
  if (!spec.ok) return spec
  const { ports, offer } = createLivePorts(sha256)
  const begun = createWorld(spec.value, ports)
  if (!begun.ok) return begun
  const { world, frame } = begun.value
  return ok({
    name: definition.name,
    scenario: definition.id,
    seed,
    genesis: bytesToHex(frame.hash),
    frame,
    parts: { world, offer, start: startOfBranch(MAIN_BRANCH) },
  })
}
