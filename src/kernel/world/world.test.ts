import { describe, expect, test } from 'vitest'
import { bytesToHex } from '../base/order.ts'
import type { EventDraft } from '../catalogue/define.ts'
import type { ValueMap } from '../codec/value.ts'
import { createManifest } from '../manifest/shape.ts'
import { balanceAdjusted, cargoAdded, stockAdjusted } from '../packs/ledger/events.ts'
import { agentRegistered, locationRegistered } from '../packs/space/events.ts'
import { nodeSha256 } from '../testing/node-sha256.ts'
import { drainQueue, submit, type ExecutedFrame } from './decide.ts'
import { createWorld, openGenesis, type GenesisSpec } from './genesis.ts'
import { createRollbackTarget, type RollbackPoint } from './rollback.ts'
import { applyRecorded, rootOf, type ActionInput, type World } from './world.ts'

const at = (x: number, y = 0, z = 0) => ({ x_cm: x, y_cm: y, z_cm: z })
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

const SPEC: GenesisSpec = {
  scenario: 'trial',
  seed: 7,
  tickMs: 1000,
  config: {},
  manifest: createManifest({
    capabilities: {
      driver: { holder: 'driver:trial', grants: ['kernel.emit', 'mint:electricity', 'mint:data'] },
    },
    limits: { snapshotsMax: 2, queueMax: 3, idempotencyTicks: 2 },
  }),
  events: BEGINNING,
}

function begin(): { readonly world: World; readonly run: Run } {
  const begun = createWorld(SPEC, { sha256: nodeSha256 })
  if (!begun.ok) throw new Error(JSON.stringify(begun.fault))
  const { world, frame } = begun.value
  return { world, run: new Run(world, [{ ...frame, blobs: [], changes: [] }]) }
}

/** Submits actions with keys of its own and remembers the frames. */
class Run {
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

describe('the nine actions of the model', () => {
  test('register_agent: taken ids are rejected, the registrant owns', () => {
    const { world, run } = begin()
    expect(run.events('person:cy', 'action.register_agent', { agent_id: 'cat', pos: at(1) })[0]?.[0]).toBe(
      'domain.agent_registered',
    )
    expect(world.state.get('agents', 'cat')).toMatchObject({ owner: 'person:cy', pos: at(1) })
    expect(run.rejection('person:cy', 'action.register_agent', { agent_id: 'ada', pos: at(1) })).toEqual({
      type: 'AgentAlreadyExists',
      data: { agent_id: 'ada' },
    })
  })

  test('move_agent: owner and agent itself may, others may not, bounds hold', () => {
    const { world, run } = begin()
    run.events('person:ann', 'action.move_agent', { agent_id: 'ada', to: at(3, 4) })
    run.events('ada', 'action.move_agent', { agent_id: 'ada', to: at(5, 6) })
    expect(world.state.get('agents', 'ada')).toMatchObject({ pos: at(5, 6) })
    expect(run.rejection('bob', 'action.move_agent', { agent_id: 'ada', to: at(0) })).toMatchObject({
      type: 'NotOwner',
    })
    expect(run.rejection('ada', 'action.move_agent', { agent_id: 'nobody', to: at(0) })).toMatchObject({
      type: 'AgentNotFound',
    })
    expect(run.rejection('ada', 'action.move_agent', { agent_id: 'ada', to: at(2 ** 24 + 1) })).toMatchObject(
      { type: 'OutOfBounds' },
    )
  })

  test('query, body and transfer need rule modules', () => {
    const { run } = begin()
    expect(run.rejection('ada', 'action.query_observation', { agent_id: 'ada' })).toEqual({
      type: 'RuleDenied',
      data: { notes: ['observation requires rule module'] },
    })
    expect(
      run.rejection('ada', 'action.body_action', { agent_id: 'ada', kind: 'wave', payload: {} }),
    ).toMatchObject({ type: 'RuleDenied' })
    const transfer = { from_agent_id: 'ada', to_agent_id: 'bob', kind: 'data', amount: 1 }
    expect(run.rejection('ada', 'action.transfer_resource', transfer)).toMatchObject({ type: 'RuleDenied' })
    expect(run.rejection('ada', 'action.transfer_resource', { ...transfer, to_agent_id: 'x' })).toMatchObject(
      { type: 'AgentNotFound' },
    )
  })

  test('emit actions need the capability', () => {
    const { run } = begin()
    const seen = { time: 0, agent_id: 'ada', pos: at(0), visibility_range_cm: 10, visible_agents: [] }
    expect(run.rejection('ada', 'action.emit_observation', { observation: seen })).toMatchObject({
      type: 'CapabilityMissing',
    })
    expect(run.events('driver:trial', 'action.emit_observation', { observation: seen })[0]?.[0]).toBe(
      'domain.observation',
    )
  })

  test('emit_resource_transfer checks in the model’s order', () => {
    const { world, run } = begin()
    const transfer = { from_agent_id: 'ada', to_agent_id: 'bob', kind: 'electricity', amount: 4 }
    const rejected = (change: ValueMap) =>
      run.rejection('driver:trial', 'action.emit_resource_transfer', { ...transfer, ...change })
    expect(rejected({ amount: 0, from_agent_id: 'x' })).toMatchObject({ type: 'InvalidAmount' })
    expect(rejected({ from_agent_id: 'x' })).toMatchObject({ type: 'AgentNotFound', data: { agent_id: 'x' } })
    expect(rejected({ to_agent_id: 'far', amount: 99 })).toMatchObject({ type: 'AgentsNotCoLocated' })
    expect(rejected({ amount: 99 })).toEqual({
      type: 'InsufficientResource',
      data: { agent_id: 'ada', kind: 'electricity', requested: 99, available: 10 },
    })
    run.events('driver:trial', 'action.emit_resource_transfer', transfer)
    expect(world.state.get('agents', 'ada')?.['resources']).toEqual({ electricity: 6 })
    expect(world.state.get('agents', 'bob')?.['resources']).toEqual({ electricity: 4 })
  })

  test('emit_body_attributes passes the guard or says what the guard found', () => {
    const { run } = begin()
    const view = { mass_kg: 10, radius_cm: 5, thrust_limit: 0, cross_section_cm2: 100 }
    const emit = (next: ValueMap) =>
      run.events('driver:trial', 'action.emit_body_attributes', {
        agent_id: 'bob',
        view: next,
        reason: 'scan',
      })
    expect(emit({ ...view, cross_section_cm2: 101 })).toEqual([
      [
        'domain.body_attributes_rejected',
        { agent_id: 'bob', reason: 'body guard cross_section_cm2 out of range: 101 not in 1..=100' },
      ],
    ])
    expect(emit(view)[0]?.[0]).toBe('domain.body_attributes_updated')
    expect(emit({ ...view, mass_kg: 101 })[0]?.[1]['reason']).toBe(
      'body guard mass_kg rate violation: prev=10 next=101 factor=10',
    )
  })

  test('expand_body_interface uses one item up and adds a slot', () => {
    const { world, run } = begin()
    const expand = (item: string) =>
      run.events('ada', 'action.expand_body_interface', { agent_id: 'ada', interface_module_item_id: item })
    expect(expand('  ')[0]?.[1]['reason']).toBe('interface module item id is empty')
    expect(expand(' slot-kit ')[0]?.[1]).toMatchObject({
      slot_capacity: 8,
      new_slot_id: 'slot-8',
      consumed_item_id: 'slot-kit',
    })
    expect(world.state.get('bodies', 'ada')).toMatchObject({
      slot_capacity: 8,
      expansion_level: 1,
      cargo: [],
    })
    expect(expand('slot-kit')[0]?.[1]['reason']).toBe('interface module item unavailable or depleted')
  })
})

describe('the door', () => {
  test('each refusal leaves no frame and names the reason', () => {
    const { world, run } = begin()
    const before = world.head
    const reasonOf = (actor: string, kind: string, payload: ValueMap, more?: Partial<ActionInput>) => {
      const result = run.try(actor, kind, payload, more)
      return result.ok ? 'accepted' : result.fault.reason
    }
    const move = { agent_id: 'ada', to: at(1) }
    expect(reasonOf('ada', 'action.fly', move)).toBe('unknown_kind')
    expect(reasonOf('ada', 'action.move_agent', { agent_id: 'ada' })).toBe('malformed')
    expect(reasonOf('ada', 'action.move_agent', { ...move, extra: 1 })).toBe('malformed')
    expect(reasonOf('ada', 'action.move_agent', move, { key: 'not a key' })).toBe('malformed')
    expect(reasonOf('zoe', 'action.move_agent', move)).toBe('unknown_actor')
    expect(reasonOf('driver:other', 'action.move_agent', move)).toBe('unknown_actor')
    expect(
      reasonOf('host', 'genesis', {
        scenario: 'x',
        seed: 1,
        config: {},
        manifest: {},
        semantics: 1,
        tickMs: 1,
      }),
    ).toBe('genesis_is_first')
    const auth = { key: new Uint8Array(32), sig: new Uint8Array(64) }
    expect(reasonOf('ada', 'action.move_agent', move, { auth })).toBe('bad_signature')
    const heavy = { agent_id: 'ada', kind: 'think', payload: { text: 'x'.repeat(300_000) } }
    expect(reasonOf('ada', 'action.body_action', heavy)).toBe('oversize')
    expect(world.head).toEqual(before)
    expect(bytesToHex(rootOf(world))).toBe(bytesToHex(rootOf(begin().world)))
  })

  test('a duplicate answers with the first frame’s seq, until its key is forgotten', () => {
    const { run } = begin()
    const move = { agent_id: 'ada', to: at(1) }
    const first = run.try('ada', 'action.move_agent', move, { key: 'once' })
    expect(first.ok && first.value[0]?.frame.seq).toBe(1)
    expect(run.try('ada', 'action.move_agent', move, { key: 'once' })).toMatchObject({
      ok: false,
      fault: { reason: 'duplicate', seq: 1 },
    })
    expect(run.try('bob', 'action.query_observation', { agent_id: 'bob' }, { key: 'once' }).ok).toBe(true)
    for (let tick = 0; tick < 70; tick += 1) run.tick()
    expect(run.try('ada', 'action.move_agent', move, { key: 'once' }).ok).toBe(true)
  })
})

test('an accepted payload is given away: nobody changes the world by changing it later', () => {
  const { world, run } = begin()
  const to = { ...at(3) }
  run.events('ada', 'action.move_agent', { agent_id: 'ada', to })
  expect(() => {
    to.x_cm = 777
  }).toThrow(TypeError)
  expect(world.state.get('agents', 'ada')).toMatchObject({ pos: at(3) })
})

describe('time and the queue', () => {
  test('a scheduled action runs as a derived frame at its tick, and the queue then is empty', () => {
    const { world, run } = begin()
    const action = { kind: 'action.move_agent', v: 1, payload: { agent_id: 'ada', to: at(9) }, actor: 'ada' }
    run.events('ada', 'action.schedule_action', { at: 2, action })
    expect(run.rejection('ada', 'action.schedule_action', { at: 0, action })).toMatchObject({
      type: 'TimeNotAhead',
    })
    expect(run.rejection('bob', 'action.schedule_action', { at: 5, action })).toMatchObject({
      type: 'NotOwner',
    })
    run.tick()
    expect(world.state.get('agents', 'ada')).toMatchObject({ pos: at(0) })
    const second = run.tick()
    const frames = second.ok ? second.value.map((each) => each.frame) : []
    expect(frames.map((frame) => [frame.action.kind, frame.action.origin])).toEqual([
      ['tick', 'input'],
      ['action.move_agent', 'derived'],
    ])
    // Every chain ends in an input: the derived action's cause is the event that queued it.
    expect(frames[1]?.action.cause).toBe((frames[0]?.firstEvent ?? 0) + 1)
    expect(world.state.get('agents', 'ada')).toMatchObject({ pos: at(9) })
    expect(world.state.size('queue') + world.state.size('due')).toBe(0)
  })

  test('what an input would be refused for rejects a derived action; a full queue refuses', () => {
    const { run } = begin()
    const broken = { kind: 'action.move_agent', v: 1, payload: { agent_id: 'ada' }, actor: 'ada' }
    for (let index = 0; index < 3; index += 1)
      expect(run.try('ada', 'action.schedule_action', { at: 1, action: broken }).ok).toBe(true)
    expect(run.try('ada', 'action.schedule_action', { at: 1, action: broken })).toMatchObject({
      ok: false,
      fault: { reason: 'queue_full' },
    })
    const ticked = run.tick()
    const derived = ticked.ok ? ticked.value.slice(1) : []
    expect(derived).toHaveLength(3)
    for (const { frame } of derived)
      expect(frame.events[1]).toMatchObject({
        kind: 'domain.action_rejected',
        payload: { reason: { type: 'Malformed' } },
      })
  })

  test('a world reopened between two frames of a group goes on to the same bytes', () => {
    const { world, run } = begin()
    const action = { kind: 'action.move_agent', v: 1, payload: { agent_id: 'ada', to: at(9) }, actor: 'ada' }
    run.events('ada', 'action.schedule_action', { at: 1, action })
    run.tick()
    const [genesis, ...rest] = run.frames
    if (genesis === undefined) throw new Error('no genesis')
    const reopened = openGenesis(genesis, { sha256: nodeSha256 })
    if (!reopened.ok) throw new Error(JSON.stringify(reopened.fault))
    for (const frame of rest.slice(0, -1))
      expect(applyRecorded(reopened.value, frame)).toEqual({ ok: true, value: undefined })
    expect(reopened.value.state.size('queue')).toBe(1)
    drainQueue(reopened.value)
    expect(reopened.value.head).toEqual(world.head)
    expect(bytesToHex(rootOf(reopened.value))).toBe(bytesToHex(rootOf(world)))
  })

  test('only the host ticks', () => {
    const { run } = begin()
    expect(run.rejection('ada', 'tick', { by: 1 })).toMatchObject({ type: 'CapabilityMissing' })
  })
})

describe('snapshots, minting, seals', () => {
  test('retention drops the oldest unpinned snapshot', () => {
    const { world, run } = begin()
    run.events('person:ann', 'action.create_snapshot', { name: 'kept', pinned: true })
    for (const name of ['a', 'b', 'c']) run.events('person:ann', 'action.create_snapshot', { name })
    expect(world.state.keys('snapshots')).toEqual(['b', 'c', 'kept'])
    expect(run.rejection('person:ann', 'action.create_snapshot', { name: 'c' })).toMatchObject({
      type: 'SnapshotAlreadyExists',
    })
    expect(run.rejection('bob', 'action.create_snapshot', { name: 'd' })).toMatchObject({
      type: 'CapabilityMissing',
    })
  })

  test('minting needs its capability and deficits are listed', () => {
    const { run } = begin()
    const adjust = (actor: string, deltas: ValueMap) =>
      run.rejection(actor, 'action.adjust_balance', { deltas, reason: 'x' })
    expect(adjust('driver:trial', { hardware: 1 })).toMatchObject({
      type: 'CapabilityMissing',
      data: { capability: 'mint:hardware' },
    })
    expect(adjust('driver:trial', { data: -9, electricity: -1 })).toEqual({
      type: 'InsufficientResources',
      data: { deficits: { data: 4, electricity: 1 } },
    })
    expect(adjust('driver:trial', { data: Number.MAX_SAFE_INTEGER })).toMatchObject({ type: 'Overflow' })
  })

  test('seals stand on genesis, tick and every 1,024th frame, and nowhere else', () => {
    const { run } = begin()
    run.tick()
    for (let index = 0; index < 1100; index += 1)
      run.events('ada', 'action.query_observation', { agent_id: 'ada' })
    const sealed = run.frames.filter(({ frame }) => frame.seal !== undefined).map(({ frame }) => frame.seq)
    expect(sealed).toEqual([0, 1, 1023])
  })
})

describe('what must not stop a world', () => {
  const bodyAction = (payload: ValueMap): ActionInput => ({
    kind: 'action.body_action',
    payload: { agent_id: 'ada', kind: 'wave', payload },
    actor: 'ada',
    key: 'odd',
  })

  test.each([
    ['a lone surrogate', { text: '\ud800' }],
    ['a key with one', { '\udfff': 1 }],
    ['a hole', { list: Object.assign<number[], object>([], { length: 2 }) }],
  ])('%s inside a free payload is malformed', (_name, payload) => {
    const { world, run } = begin()
    expect(submit(world, bodyAction(payload))).toMatchObject({
      ok: false,
      fault: { kind: 'action.refused', reason: 'malformed' },
    })
    expect(run.try('ada', 'action.move_agent', { agent_id: 'ada', to: at(1) }).ok).toBe(true)
  })

  test('nobody registers an agent under the name of another actor', () => {
    const { run } = begin()
    for (const agent_id of ['host', 'person:ann', 'driver:trial', 'executor:e1']) {
      expect(run.try('bob', 'action.register_agent', { agent_id, pos: at(0) })).toMatchObject({
        fault: { kind: 'action.refused', reason: 'malformed', path: 'payload/agent_id' },
      })
    }
    expect(run.try('bob', 'action.register_agent', { agent_id: 'hosta', pos: at(0) }).ok).toBe(true)
  })

  test('a rollback whose patch no file could hold is refused', () => {
    const target = { hash: new Uint8Array(32), root: new Uint8Array(32), patchDigest: new Uint8Array(32) }
    const rollbackTarget = () => ({ ...target, patch: new Uint8Array(8 * 1024 * 1024 + 1) })
    const begun = createWorld(SPEC, { sha256: nodeSha256, rollbackTarget })
    if (!begun.ok) throw new Error(begun.fault.kind)
    const payload = { toSeq: 0, toHash: target.hash, reason: 'test' }
    expect(submit(begun.value.world, { kind: 'rollback', payload, actor: 'host', key: 'r' })).toMatchObject({
      fault: { kind: 'action.refused', reason: 'rollback_too_large' },
    })
  })

  test('what an agent scheduled before a rollback took it away is rejected', () => {
    const earlier: RollbackPoint[] = []
    const begun = createWorld(SPEC, {
      sha256: nodeSha256,
      rollbackTarget: () => {
        const [point] = earlier
        return (
          point &&
          createRollbackTarget(begun.ok ? begun.value.world.state : point.state, point, {
            sha256: nodeSha256,
          })
        )
      },
    })
    if (!begun.ok) throw new Error(begun.fault.kind)
    const { world, frame } = begun.value
    earlier.push({ state: world.state.clone(), hash: frame.hash, root: rootOf(world) })
    const run = new Run(world, [])
    run.events('bob', 'action.register_agent', { agent_id: 'cat', pos: at(0) })
    const action = {
      kind: 'action.register_agent',
      v: 1,
      payload: { agent_id: 'dog', pos: at(0) },
      actor: 'cat',
    }
    run.events('cat', 'action.schedule_action', { at: 1, action })
    run.events('host', 'rollback', { toSeq: 0, toHash: frame.hash, reason: 'test' })
    const done = run.tick()
    expect(done.ok && done.value[1]?.frame.events.at(-1)?.payload['reason']).toEqual({
      type: 'Malformed',
      data: { path: 'actor' },
    })
    expect(world.state.has('agents', 'dog')).toBe(false)
  })
})
