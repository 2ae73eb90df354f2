/** A small world and somebody who acts in it, for tests of single rules. */
import { expect } from 'vitest'
import type { EventDraft } from '../catalogue/define.ts'
import type { ValueMap } from '../codec/value.ts'
import { createManifest, type ManifestLimits } from '../manifest/shape.ts'
import { balanceAdjusted, cargoAdded, stockAdjusted } from '../packs/ledger/events.ts'
import { agentRegistered, locationRegistered } from '../packs/space/events.ts'
import { submit, type ExecutedFrame } from '../world/decide.ts'
import { createWorld, type GenesisSpec } from '../world/genesis.ts'
import type { ActionInput, World, WorldPorts } from '../world/world.ts'
import { nodeSha256 } from './node-sha256.ts'
import { at } from './trial.ts'

const profile = { material: 'metal', radius_cm: 100, radiation_emission_per_tick: 0 } as const

const BEGINNING: readonly EventDraft[] = [
  locationRegistered.create({ location_id: 'origin', name: 'Origin', pos: at(0), profile, resources: {} }),
  agentRegistered.create({ agent_id: 'ada', pos: at(0), owner: 'person:ann' }),
  agentRegistered.create({ agent_id: 'bob', pos: at(0), owner: 'bob' }),
  agentRegistered.create({ agent_id: 'far', pos: at(500), owner: 'far' }),
  stockAdjusted.create({
    holder_type: 'agent',
    holder: 'ada',
    kind: 'electricity',
    delta: 10,
    reason: 'start',
  }),
  balanceAdjusted.create({ deltas: { data: 5 }, reason: 'start' }),
  cargoAdded.create({
    agent_id: 'ada',
    entity_id: 'slot-kit',
    entity_kind: 'interface_module_item',
    quantity: 1,
    size_per_unit: 1,
  }),
]

/** Tight limits, so that few actions meet them. */
const LIMITS = { snapshotsMax: 2, queueMax: 3, idempotencyTicks: 2 }

export function specOf(limits: Partial<ManifestLimits> = {}): GenesisSpec {
  return {
    scenario: 'trial',
    seed: 7,
    tickMs: 1000,
    config: {},
    manifest: createManifest({
      capabilities: {
        driver: { holder: 'driver:trial', grants: ['kernel.emit', 'mint:electricity', 'mint:data'] },
      },
      limits: { ...LIMITS, ...limits },
    }),
    events: BEGINNING,
  }
}

export function begin(more: Partial<WorldPorts> = {}, limits: Partial<ManifestLimits> = {}): Run {
  const begun = createWorld(specOf(limits), { sha256: nodeSha256, ...more })
  if (!begun.ok) throw new Error(JSON.stringify(begun.fault))
  const { world, frame } = begun.value
  return new Run(world, [{ ...frame, blobs: [], changes: [] }])
}

/** Submits actions with keys of its own and remembers the frames. */
export class Run {
  readonly world: World
  readonly frames: ExecutedFrame[]
  private count = 0

  constructor(world: World, frames: ExecutedFrame[]) {
    this.world = world
    this.frames = frames
  }

  try(actor: string, kind: string, payload: ValueMap, more: Partial<ActionInput> = {}) {
    this.count += 1
    const result = submit(this.world, { kind, payload, actor, key: `k${this.count}`, ...more })
    if (result.ok) this.frames.push(...result.value)
    return result
  }

  /** Kinds and payloads of the events of the first frame an action made. */
  events(actor: string, kind: string, payload: ValueMap) {
    const result = this.try(actor, kind, payload)
    if (!result.ok) throw new Error(JSON.stringify(result.fault))
    return (result.value[0]?.frame.events ?? []).map((event) => [event.kind, event.payload] as const)
  }

  rejection(actor: string, kind: string, payload: ValueMap) {
    const [event] = this.events(actor, kind, payload)
    expect(event?.[0]).toBe('domain.action_rejected')
    return event?.[1]['reason']
  }

  tick(by = 1) {
    return this.try('host', 'tick', { by })
  }
}
