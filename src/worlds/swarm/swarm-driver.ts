import type { ActionInput } from '../../kernel/world/world.ts'
import { type Driver, driverKey } from '../driver.ts'
import { createOrbits, type Orbits } from './orbits.ts'
import { agentName, DRIVER_ACTOR, GENESIS_AGENTS_MAX } from './agents.ts'

/** Moves every agent of the swarm once a tick, each by an action of its own. */
export function createSwarmDriver(seed: number, count: number): Driver {
  const orbits = createOrbits(seed, count)
  const names = Array.from({ length: count }, (_, agent) => agentName(agent))
  return {
    actionsFor: (tick) => {
      if (tick < 1) return []
      return tick === 1 ? arrivals(orbits, names) : new Moves(tick, { orbits, names, first: 0 })
    },
  }
}

/** Agents beyond what a genesis frame holds arrive in the first tick, before everybody moves. */
function* arrivals(orbits: Orbits, names: readonly string[]): Iterable<ActionInput> {
  let ordinal = 0
  for (const agent_id of names.slice(GENESIS_AGENTS_MAX)) {
    const pos = orbits.at(GENESIS_AGENTS_MAX + ordinal, 0)
    yield {
      kind: 'action.register_agent',
      payload: { agent_id, pos },
      actor: DRIVER_ACTOR,
      key: driverKey(1, ordinal, agent_id),
      via: 'driver',
    }
    ordinal += 1
  }
  yield* new Moves(1, { orbits, names, first: ordinal })
}

interface Flock {
  readonly orbits: Orbits
  readonly names: readonly string[]
  /** Ordinal of the first move in its tick. */
  readonly first: number
}

/** An iterator by hand: it hands out one result object again and again, so that a move costs its action and no more. */
class Moves implements IterableIterator<ActionInput> {
  readonly #tick: number
  readonly #flock: Flock
  #agent = 0
  #result: { done: boolean; value: ActionInput } | undefined

  constructor(tick: number, flock: Flock) {
    this.#tick = tick
    this.#flock = flock
  }

  [Symbol.iterator](): this {
    return this
  }

  next(): IteratorResult<ActionInput> {
    const agent = this.#agent
    const id = this.#flock.names[agent]
    if (id === undefined) return { done: true, value: undefined }
    this.#agent = agent + 1
    const value = this.#move(agent, id)
    if (this.#result === undefined) this.#result = { done: false, value }
    else this.#result.value = value
    return this.#result as IteratorYieldResult<ActionInput>
  }

  #move(agent: number, id: string): ActionInput {
    return {
      kind: 'action.move_agent',
      payload: { agent_id: id, to: this.#flock.orbits.at(agent, this.#tick) },
      actor: id,
      key: driverKey(this.#tick, this.#flock.first + agent, id),
      via: 'driver',
    }
  }
}
