import { ok, type Result } from '../../kernel/base/result.ts'
import { createManifest } from '../../kernel/manifest/shape.ts'
import type { GenesisSpec } from '../../kernel/world/genesis.ts'
import type { AgentRecord, LocationRecord } from '../layout.ts'
import { layoutToEvents } from '../layout-events.ts'
import { parseWorldOptions, type WorldDefinition, type WorldOptions } from '../world-definition.ts'
import { agentName, DRIVER_ACTOR, GENESIS_AGENTS_MAX } from './agents.ts'
import { createOrbits } from './orbits.ts'
import { createSwarmDriver } from './swarm-driver.ts'

const TICK_MS = 1000
const AGENTS_DEFAULT = 10_000

/** Keys are remembered for two ticks: enough to finish a tick that was cut short, and little to carry. */
const MANIFEST = createManifest({
  capabilities: { driver: { holder: DRIVER_ACTOR, grants: ['kernel.emit'] } },
  limits: { idempotencyTicks: 2 },
})

const BEACON_ROWS = 'abcd'
const BEACON_STEP_CM = 2_000_000

/** Sixteen fixed marks, so that a picture of the swarm has a scale. */
const BEACONS: readonly LocationRecord[] = Array.from({ length: 16 }, (_, index) => {
  const [column, row] = [index % 4, Math.floor(index / 4)]
  const name = `${BEACON_ROWS.charAt(row)}${column + 1}`
  return {
    type: 'location',
    id: `beacon-${name}`,
    name: `Beacon ${name.toUpperCase()}`,
    pos: { x_cm: (column + 1) * BEACON_STEP_CM, y_cm: (row + 1) * BEACON_STEP_CM, z_cm: 0 },
    profile: { material: 'metal', radius_cm: 10_000, radiation_emission_per_tick: 0 },
    resources: {},
  }
})

/** Ten thousand agents, each moving by an action of its own in every tick: a world for scale. */
export const SWARM: WorldDefinition = {
  id: 'swarm',
  aliases: [],
  name: 'Swarm',
  summary: 'Ten thousand agents on circles of their own, one action and one frame a move.',
  seed: 1,
  tickMs: TICK_MS,
  genesis: beginSwarm,
  createDriver: (seed, options) => createSwarmDriver(seed, countOf(options)),
}

function countOf(options: WorldOptions | undefined): number {
  return options?.agents ?? AGENTS_DEFAULT
}

function beginSwarm(seed: number, options: WorldOptions = {}): Result<GenesisSpec> {
  const parsed = parseWorldOptions(options)
  if (!parsed.ok) return parsed
  const agents = countOf(parsed.value)
  return ok({
    scenario: 'swarm',
    seed,
    tickMs: TICK_MS,
    config: { agents },
    manifest: MANIFEST,
    events: layoutToEvents([...BEACONS, ...agentsAtDawn(seed, agents)]),
  })
}

function agentsAtDawn(seed: number, agents: number): readonly AgentRecord[] {
  const orbits = createOrbits(seed, agents)
  return Array.from({ length: Math.min(agents, GENESIS_AGENTS_MAX) }, (_, agent) => ({
    type: 'agent',
    id: agentName(agent),
    pos: orbits.at(agent, 0),
    resources: {},
  }))
}
