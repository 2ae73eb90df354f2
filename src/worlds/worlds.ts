import { ok } from '../kernel/base/result.ts'
import { createManifest } from '../kernel/manifest/shape.ts'
import type { StateReader } from '../kernel/state/collection.ts'
import { buildScenario } from './build-scenario.ts'
import type { Driver } from './driver.ts'
import { FIRST_LIGHT } from './first-light/first-light.ts'
import { layoutToEvents } from './layout-events.ts'
import { type BundledScenario, SCENARIOS } from './scenarios.ts'
import { SWARM } from './swarm/swarm.ts'
import { parseWorldOptions, type WorldDefinition } from './world-definition.ts'

const TICK_MS = 1000

/** Every world this build can begin, the one made for newcomers first. */
export const WORLDS: readonly WorldDefinition[] = [FIRST_LIGHT, SWARM, ...SCENARIOS.map(scenarioToWorld)]

/** By id or by one of its other names. */
export function findWorld(name: string): WorldDefinition | undefined {
  return WORLDS.find(({ id, aliases }) => id === name || aliases.includes(name))
}

/** A scenario has no driver: its world only ticks. */
function scenarioToWorld({ spec, summary, aliases }: BundledScenario): WorldDefinition {
  const { id, name, seed: ownSeed } = spec
  return {
    id,
    aliases,
    name,
    summary,
    seed: ownSeed,
    tickMs: TICK_MS,
    genesis: (seed) => {
      const built = buildScenario(spec, seed)
      if (!built.ok) return built
      const events = layoutToEvents(built.value.records)
      return ok({ scenario: id, seed, tickMs: TICK_MS, config: {}, manifest: createManifest(), events })
    },
  }
}

/** The driver of worlds in which nobody acts. */
const NOBODY: Driver = { actionsFor: () => [] }

/**
 * The driver that runs an open world on, made from what its genesis says. `undefined` for a world this build cannot run
 * on: one of an unknown scenario or of options beyond ours.
 */
export function driverFor(state: StateReader): Driver | undefined {
  const genesis = state.get('meta', 'world')
  const definition = WORLDS.find(({ id }) => id === genesis?.['scenario'])
  const seed = genesis?.['seed']
  const options = parseWorldOptions(genesis?.['config'])
  if (definition === undefined || typeof seed !== 'number' || !options.ok) return undefined
  return definition.createDriver?.(seed, options.value) ?? NOBODY
}
