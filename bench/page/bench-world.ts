/** A world for measuring: many agents that move at random, one or ten moves an action. */
import { accept, defineAction, definePack } from '../../src/kernel/catalogue/define.ts'
import type { Sha256 } from '../../src/kernel/codec/sha256.ts'
import { createManifest } from '../../src/kernel/manifest/shape.ts'
import { corePack } from '../../src/kernel/packs/core/pack.ts'
import { ledgerPack } from '../../src/kernel/packs/ledger/pack.ts'
import { agents, ASKED_POS_FIELDS } from '../../src/kernel/packs/space/collections.ts'
import { agentMoved, agentRegistered } from '../../src/kernel/packs/space/events.ts'
import { spacePack } from '../../src/kernel/packs/space/pack.ts'
import { field } from '../../src/kernel/schema/field.ts'
import { createCatalogue } from '../../src/kernel/world/catalogue.ts'
import { createWorld, type BegunWorld } from '../../src/kernel/world/genesis.ts'
import type { ActionInput } from '../../src/kernel/world/world.ts'

/** Local key of the world that `seek` writes once and opens many times. */
export const SEEK_WORLD = 'bench-seek'

const BENCH_AGENTS = 10_000
const DRIVER = 'driver:bench'
const EXTENT_CM = 1 << 23

/** Moves several agents in one action, so that a frame has as many events. Only benchmarks know this rule. */
const moveMany = defineAction({
  kind: 'action.move_many',
  version: 1,
  summary: 'Moves several agents.',
  fields: {
    moves: field.list(
      'Moves.',
      field.record('Move.', { agent_id: field.agentRef('Who.'), to: field.record('To.', ASKED_POS_FIELDS) }),
      64,
    ),
  },
  decide: (context, { moves }) =>
    accept(
      ...moves.map(({ agent_id, to }) => {
        const from = agents.get(context.read, agent_id)?.pos ?? to
        return agentMoved.create({ agent_id, from, to })
      }),
    ),
})

const benchPack = definePack({
  id: 'bench',
  collections: [],
  events: [],
  actions: [moveMany],
  invariants: [],
})

export const BENCH_CATALOGUE = createCatalogue([corePack, spacePack, ledgerPack, benchPack])

/** Made once, as the swarm's driver makes its names. */
const AGENT_IDS = Array.from({ length: BENCH_AGENTS }, (_, index) => `agent-${index}`)

export function createBenchWorld(sha256: Sha256): BegunWorld {
  const events = AGENT_IDS.map((agent_id, index) =>
    agentRegistered.create({
      agent_id,
      pos: { x_cm: index * 800, y_cm: index * 400, z_cm: 0 },
      owner: DRIVER,
    }),
  )
  const manifest = createManifest({
    capabilities: { driver: { holder: DRIVER, grants: ['kernel.emit'] } },
    limits: { idempotencyTicks: 2 },
  })
  const begun = createWorld(
    { scenario: 'bench', seed: 1, tickMs: 1000, config: {}, manifest, events },
    { sha256, catalogue: BENCH_CATALOGUE },
  )
  if (!begun.ok) throw new Error(`the bench world does not begin: ${JSON.stringify(begun.fault)}`)
  return begun.value
}

/** A small linear generator: the load must be the same in every run. */
class Draws {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  below(bound: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.state / 2 ** 32) * bound)
  }
}

/** `count` inputs of `eventsPerFrame` moves each, one tick for every ten thousand moves. */
export function* benchInputs(
  count: number,
  eventsPerFrame: number,
  firstKey: number,
  seed = 1,
): Generator<ActionInput> {
  const draws = new Draws(seed)
  const moveOf = () => ({
    agent_id: AGENT_IDS[draws.below(BENCH_AGENTS)] ?? '',
    to: { x_cm: draws.below(EXTENT_CM), y_cm: draws.below(EXTENT_CM), z_cm: 0 },
  })
  const ticksEvery = Math.floor(BENCH_AGENTS / eventsPerFrame)
  for (let index = 0; index < count; index += 1) {
    const key = `k${firstKey + index}`
    if (index % ticksEvery === ticksEvery - 1)
      yield { kind: 'tick', payload: { by: 1 }, actor: 'host', key, via: 'clock' }
    else if (eventsPerFrame === 1) {
      const move = moveOf()
      yield { kind: 'action.move_agent', payload: move, actor: DRIVER, key, via: 'driver' }
    } else {
      const moves = Array.from({ length: eventsPerFrame }, moveOf)
      yield { kind: 'action.move_many', payload: { moves }, actor: DRIVER, key, via: 'driver' }
    }
  }
}
