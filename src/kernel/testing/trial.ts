/** A small world for tests that run many actions, and the recording that comes out of it. */
import { assert } from '../base/assert.ts'
import { bytesToHex, compareBytes } from '../base/order.ts'
import type { Result } from '../base/result.ts'
import type { EventDraft } from '../catalogue/define.ts'
import type { FrameRecord } from '../journal/frame.ts'
import type { Head } from '../journal/path.ts'
import { createManifest } from '../manifest/shape.ts'
import { balanceAdjusted, cargoAdded, stockAdjusted } from '../packs/ledger/events.ts'
import { agentRegistered, facilityRegistered, locationRegistered } from '../packs/space/events.ts'
import { submit, type ExecutedFrame } from '../world/decide.ts'
import { createWorld, type GenesisSpec } from '../world/genesis.ts'
import { createRollbackTarget, type RollbackPoint } from '../world/rollback.ts'
import { rootOf, type ActionInput, type World, type WorldPorts } from '../world/world.ts'
import { trialArtifact } from './module-draw.ts'
import { nodeSha256 } from './node-sha256.ts'

export const at = (x: number, y = 0, z = 0) => ({ x_cm: x, y_cm: y, z_cm: z })

const PROFILE = { material: 'metal', radius_cm: 100, radiation_emission_per_tick: 0 } as const

const BEGINNING: readonly EventDraft[] = [
  locationRegistered.create({
    location_id: 'origin',
    name: 'Origin',
    pos: at(0),
    profile: PROFILE,
    resources: {},
  }),
  agentRegistered.create({ agent_id: 'ada', pos: at(0), owner: 'person:ann', name: 'Ada' }),
  agentRegistered.create({ agent_id: 'bob', pos: at(0), owner: 'bob' }),
  agentRegistered.create({ agent_id: 'far', pos: at(500), owner: 'far' }),
  facilityRegistered.create({
    facility_id: 'plant',
    kind: 'power_plant',
    location_id: 'origin',
    settings: { a: -1 },
    owner: 'ada',
  }),
  stockAdjusted.create({
    holder_type: 'agent',
    holder: 'ada',
    kind: 'electricity',
    delta: 40,
    reason: 'start',
  }),
  balanceAdjusted.create({ deltas: { data: 50 }, reason: 'start' }),
  cargoAdded.create({
    agent_id: 'ada',
    entity_id: 'slot-kit',
    entity_kind: 'interface_module_item',
    quantity: 3,
    size_per_unit: 1,
  }),
]

/** Tight limits, so that every one of them is met. */
const TRIAL_SPEC: GenesisSpec = {
  scenario: 'trial',
  seed: 7,
  tickMs: 1000,
  config: { note: 'for tests' },
  manifest: createManifest({
    capabilities: {
      driver: {
        holder: 'driver:trial',
        grants: ['kernel.emit', 'kernel.snapshot', 'mint:electricity', 'mint:data', 'modules.change'],
      },
      bob: { holder: 'bob', grants: ['kernel.tick'] },
    },
    limits: { snapshotsMax: 2, queueMax: 2, idempotencyTicks: 3, actionBytesMax: 2048 },
  }),
  events: BEGINNING,
}

/** Signs like no scheme does, and checks it: tests need signatures that hold and ones that do not. */
export const trialSignature = (message: Uint8Array, key: Uint8Array): Uint8Array => {
  const digest = nodeSha256.digest(Uint8Array.from([...message, ...key]))
  return Uint8Array.from([...digest, ...digest])
}

const verifySignature: NonNullable<WorldPorts['verifySignature']> = (message, signature, key) =>
  compareBytes(trialSignature(message, key), signature) === 0

/** A world, the frames it made, its blobs, and the earlier states that rollbacks may go back to. */
export class Trial {
  readonly world: World
  readonly frames: FrameRecord[]
  /** What frames named, by hash. */
  readonly blobs = new Map<string, Uint8Array>()
  readonly points = new Map<number, RollbackPoint>()
  private readonly pointEvery: number

  constructor(more: Partial<WorldPorts> = {}, { pointEvery = 4 }: { readonly pointEvery?: number } = {}) {
    const begun = createWorld(TRIAL_SPEC, { ...this.ports, ...more })
    if (!begun.ok) throw new Error(JSON.stringify(begun.fault))
    this.world = begun.value.world
    this.frames = [begun.value.frame]
    this.pointEvery = pointEvery
  }

  get ports(): WorldPorts {
    return this.portsFor(() => this.world)
  }

  /** Ports of another world that goes on with this recording. */
  portsFor(current: () => World): WorldPorts {
    return {
      sha256: nodeSha256,
      blobs: (digest) => this.blobs.get(bytesToHex(digest)) ?? trialArtifact(digest),
      verifySignature,
      rollbackTarget: (seq) => {
        const point = this.points.get(seq)
        const { state, catalogue } = current()
        return point === undefined
          ? undefined
          : createRollbackTarget(state, point, { sha256: nodeSha256, catalogue })
      },
    }
  }

  submit(input: ActionInput): Result<readonly ExecutedFrame[]> {
    const done = submit(this.world, input)
    if (!done.ok) return done
    for (const executed of done.value) {
      const { frame, bytes, hash, blobs } = executed
      this.frames.push({ frame, bytes, hash })
      for (const blob of blobs) this.blobs.set(bytesToHex(nodeSha256.digest(blob)), blob)
    }
    const { seq, hash } = this.world.head
    if (seq % this.pointEvery === 0)
      this.points.set(seq, { state: this.world.state.clone(), hash, root: rootOf(this.world) })
    return done
  }

  /** The record of frame `seq`. */
  record(seq: number): FrameRecord {
    const record = this.frames[seq]
    assert(record !== undefined, 'A trial has the frame.', { seq })
    return record
  }

  headAt(seq: number): Head {
    const { frame, hash } = this.record(seq)
    return { seq, hash, time: frame.time, nextEvent: frame.firstEvent + frame.events.length }
  }
}
