import type { Result } from '../kernel/base/result.ts'
import { field, type Infer } from '../kernel/schema/field.ts'
import { parseFields } from '../kernel/schema/parse.ts'
import type { GenesisSpec } from '../kernel/world/genesis.ts'
import type { Driver } from './driver.ts'

const OPTION_FIELDS = {
  agents: field.optional(
    field.uint('How many agents, for worlds that can have more or fewer.', { min: 1, max: 50_000 }),
  ),
}

/** What a person may choose about a world before it begins. It is kept in the genesis as `config`. */
export type WorldOptions = Infer<typeof OPTION_FIELDS>

/** Refuses what no world of this build offers, so that a stranger's file cannot ask for a million agents. */
export function parseWorldOptions(value: unknown): Result<WorldOptions> {
  return parseFields(OPTION_FIELDS, value, 'options')
}

/** A world this build can begin. */
export interface WorldDefinition {
  readonly id: string
  /** Other names it answers to. */
  readonly aliases: readonly string[]
  readonly name: string
  readonly summary: string
  /** Seed when nobody says otherwise. */
  readonly seed: number
  /** Nominal length of a tick in ms, for showing only. */
  readonly tickMs: number
  /** Everything the world starts with. Pure. Fault: `input.invalid`. */
  genesis(seed: number, options?: WorldOptions): Result<GenesisSpec>
  /** Absent: the world only ticks. Give it the seed and options of the genesis. */
  readonly createDriver?: (seed: number, options?: WorldOptions) => Driver
}
