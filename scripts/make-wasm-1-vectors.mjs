// @ts-check
// Writes fixtures/wasm-1-vectors.json: the bytes of calls and answers of the `wasm-1` profile, said by another encoder
// (cborg), which knows the profile's rules from here alone: nothing is imported from src/. `--check` compares instead.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { encode, Token, Type } from 'cborg'

const path = new URL('../fixtures/wasm-1-vectors.json', import.meta.url)

/** A number that is a float on the wire, also where it is whole. */
class Float {
  /** @param {number} value */
  constructor(value) {
    this.value = value
  }
}

const typeEncoders = {
  Object: (/** @type {unknown} */ value) =>
    value instanceof Float ? [new Token(Type.float, value.value)] : null,
}

const SELF_DESCRIBED = 'd9d9f7'
/** @param {unknown} wire */
const hex = (wire) => Buffer.from(encode(wire, { typeEncoders, float64: false })).toString('hex')
/** The bytes of an item with its tag, as the array of integers that this profile nests them in. @param {unknown} wire */
const nested = (wire) => [...Buffer.from(SELF_DESCRIBED + hex(wire), 'hex')]

/** @param {number} x_cm @param {number} y_cm @param {number} z_cm */
const at = (x_cm, y_cm, z_cm) => ({ x_cm, y_cm, z_cm })
/** @param {number} x @param {number} y @param {number} z */
const floats = (x, y, z) => ({ x_cm: new Float(x), y_cm: new Float(y), z_cm: new Float(z) })

const limits = {
  max_mem_bytes: 67_108_864,
  max_gas: 2_000_000,
  max_call_rate: 64,
  max_output_bytes: 8192,
  max_effects: 0,
  max_emits: 1,
}
const unbounded = {
  max_mem_bytes: 2n ** 64n - 1n,
  max_gas: 2n ** 64n - 1n,
  max_call_rate: 4_294_967_295,
  max_output_bytes: 2n ** 64n - 1n,
  max_effects: 4_294_967_295,
  max_emits: 4_294_967_295,
}
const manifestHash = 'cd30451bf6b068a2875701c43fb9b46e193ea2668c3da8a36a1bddbbada5e9cf'

/** @typedef {{kind: string, payload: object, type: string, data: object}} Fact what the world says, and what the wire says */

const view = { mass_kg: 120, radius_cm: 80, thrust_limit: 0, cross_section_cm2: 4000 }
const transfer = { from_agent_id: 'agent-1', to_agent_id: 'agent-2', kind: 'electricity', amount: 2 }
/** @param {(x: number, y: number, z: number) => object} place */
const observation = (place) => ({
  observation: {
    time: 7,
    agent_id: 'agent-1',
    pos: place(0, -1, 16_777_216),
    visibility_range_cm: 10_000_000,
    visible_agents: [{ agent_id: 'agent-2', pos: place(3, 4, 0), distance_cm: 5 }],
  },
})
/** @param {string} kind @param {string} type @param {object} payload @param {object} [data] @returns {Fact} */
const fact = (kind, type, payload, data = payload) => ({ kind, payload, type, data })

/** @type {Fact[]} */
const actions = [
  fact(
    'action.register_agent',
    'RegisterAgent',
    { agent_id: 'agent-1', pos: at(1, 2, 3), name: 'known to the world alone' },
    { agent_id: 'agent-1', pos: floats(1, 2, 3) },
  ),
  fact(
    'action.move_agent',
    'MoveAgent',
    { agent_id: 'a-1', to: at(1, 2, 0) },
    { agent_id: 'a-1', to: floats(1, 2, 0) },
  ),
  fact('action.query_observation', 'QueryObservation', { agent_id: 'agent-1' }),
  fact('action.emit_observation', 'EmitObservation', observation(at), observation(floats)),
  fact('action.body_action', 'BodyAction', {
    agent_id: 'agent-1',
    kind: 'boot',
    payload: {
      ...view,
      x_cm: 5,
      ratio: 0.1,
      list: [null, true, -1, { '': 'ü' }],
      'längster Schlüssel': 1,
      '￿': 2,
      '😀': 3,
    },
  }),
  fact('action.emit_body_attributes', 'EmitBodyAttributes', {
    agent_id: 'agent-1',
    view,
    reason: 'body.boot',
  }),
  fact('action.expand_body_interface', 'ExpandBodyInterface', {
    agent_id: 'agent-1',
    interface_module_item_id: 'iface-kit-1',
  }),
  fact('action.transfer_resource', 'TransferResource', transfer),
  fact('action.emit_resource_transfer', 'EmitResourceTransfer', {
    ...transfer,
    amount: 9_007_199_254_740_991,
  }),
  fact('action.register_location', 'RegisterLocation', { location_id: 'l', pos: at(1, 2, 3) }),
]

/** @type {Fact[]} */
const events = [
  fact(
    'domain.agent_registered',
    'AgentRegistered',
    { agent_id: 'agent-1', pos: at(0, 0, 0), owner: 'person:ada' },
    { agent_id: 'agent-1', pos: floats(0, 0, 0) },
  ),
  fact(
    'domain.agent_moved',
    'AgentMoved',
    { agent_id: 'agent-1', from: at(0, 0, 0), to: at(250_000, 1_234_567, -16_777_215) },
    { agent_id: 'agent-1', from: floats(0, 0, 0), to: floats(250_000, 1_234_567, -16_777_215) },
  ),
  fact('domain.action_rejected', 'ActionRejected', {
    action_id: 3,
    reason: { type: 'InsufficientResources', data: { deficits: { data: 1, hardware: 2, electricity: 3 } } },
  }),
  fact('domain.observation', 'Observation', observation(at), observation(floats)),
  fact('domain.body_attributes_updated', 'BodyAttributesUpdated', { agent_id: 'agent-1', view, reason: 'r' }),
  fact('domain.body_attributes_rejected', 'BodyAttributesRejected', { agent_id: 'agent-1', reason: 'r' }),
  fact('domain.body_interface_expanded', 'BodyInterfaceExpanded', {
    agent_id: 'agent-1',
    slot_capacity: 8,
    expansion_level: 1,
    consumed_item_id: 'iface-kit-1',
    new_slot_id: 'slot-8',
    slot_type: 'universal',
  }),
  fact('domain.body_interface_expand_rejected', 'BodyInterfaceExpandRejected', {
    agent_id: 'agent-1',
    consumed_item_id: '',
    reason: 'interface module item id is empty',
  }),
  fact('domain.resource_transferred', 'ResourceTransferred', transfer),
]

/** @param {'action' | 'event'} kind @param {number} id @param {object} [allowed] */
const contextOf = (kind, id, allowed = limits) => ({
  moduleId: 'm1.rule.move',
  traceId: `${kind}-${id}-m1.rule.move`,
  time: 7,
  origin: { kind, id },
  limits: allowed,
})

/** @param {ReturnType<typeof contextOf> & {worldConfigHash?: string}} ctx */
const contextWire = ({ moduleId, traceId, time, origin, limits: allowed, worldConfigHash }) => ({
  v: 'wasm-1',
  module_id: moduleId,
  trace_id: traceId,
  time,
  origin: { kind: origin.kind, id: String(origin.id) },
  limits: allowed,
  ...(worldConfigHash === undefined ? {} : { world_config_hash: worldConfigHash }),
})

/** JSON has no bigints; a reader makes them of `{u64}`. @param {unknown} input */
const noted = (input) =>
  JSON.parse(
    JSON.stringify(input, (_, value) => (typeof value === 'bigint' ? { u64: String(value) } : value)),
  )

/** @param {string} name @param {object} input @param {object} wire */
const call = (name, input, wire) => ({ name, input: noted(input), hex: SELF_DESCRIBED + hex(wire) })

const inputs = [
  ...actions.map(({ kind, payload, type, data }, index) => {
    const ctx = contextOf('action', index + 1)
    const action = { id: index + 1, action: { type, data } }
    return call(
      kind,
      { ctx, action: { id: index + 1, kind, payload }, state: '' },
      { ctx: contextWire(ctx), action: nested(action), state: [] },
    )
  }),
  ...events.map(({ kind, payload, type, data }, index) => {
    const ctx = contextOf('event', index + 24)
    const event = {
      id: index + 24,
      time: 7,
      caused_by: { type: 'Action', data: 5 },
      body: { kind: 'Domain', payload: { type, data } },
    }
    return call(
      kind,
      {
        ctx,
        event: { id: index + 24, time: 7, kind, payload, causedBy: { action: 5 } },
        state: '00172718ff',
      },
      { ctx: contextWire(ctx), event: nested(event), state: [0, 23, 39, 24, 255] },
    )
  }),
  ...[
    {
      kind: 'space.location_registered',
      payload: { location_id: 'l' },
      body: { kind: 'Space', payload: { type: 'LocationRegistered', data: { location_id: 'l' } } },
    },
    {
      kind: 'module.emitted',
      payload: { module_id: 'm', kind: 'k', payload: 1 },
      body: { kind: 'ModuleEmitted', payload: { module_id: 'm', kind: 'k', payload: 1 } },
    },
    {
      kind: 'effect.receipt_appended',
      payload: { intent_id: 'intent-1' },
      body: { kind: 'ReceiptAppended', payload: { intent_id: 'intent-1' } },
    },
  ].map(({ kind, payload, body }) => {
    const ctx = { ...contextOf('event', 65_536, unbounded), worldConfigHash: manifestHash }
    return call(
      kind,
      { ctx, event: { id: 65_536, time: 0, kind, payload, causedBy: { intent: 'intent-1' } } },
      {
        ctx: contextWire(ctx),
        event: nested({
          id: 65_536,
          time: 0,
          caused_by: { type: 'Effect', data: { intent_id: 'intent-1' } },
          body,
        }),
      },
    )
  }),
  call(
    'an event without a cause, to a module without state',
    { ctx: contextOf('event', 1), event: { id: 1, time: 4_294_967_296, kind: 'governance', payload: {} } },
    {
      ctx: contextWire(contextOf('event', 1)),
      event: nested({
        id: 1,
        time: 4_294_967_296,
        caused_by: null,
        body: { kind: 'Governance', payload: {} },
      }),
    },
  ),
]

const decision = { action_id: 2, verdict: 'allow', cost: { entries: { electricity: -3 } }, notes: ['n'] }
const silent = { new_state: null, effects: [], emits: [], output_bytes: 0 }
/** @param {object} change */
const said = (change) => hex({ ...silent, ...change })

const accepted = [
  { name: 'nothing', hex: hex(silent), output: { effects: [], emits: [] } },
  { name: 'tagged', hex: SELF_DESCRIBED + hex(silent), output: { effects: [], emits: [] } },
  {
    name: 'without what may be left out, and with more',
    hex: hex({ new_state: null, output_bytes: 9, later: { a: [1.5] } }),
    output: { effects: [], emits: [] },
  },
  {
    name: 'a count of 64 bits',
    hex: said({ output_bytes: 2n ** 64n - 1n }),
    output: { effects: [], emits: [] },
  },
  {
    name: 'a state',
    hex: said({ new_state: [0, 255, 24] }),
    output: { newState: '00ff18', effects: [], emits: [] },
  },
  {
    name: 'indefinite lengths',
    hex: 'bf696e65775f73746174659f01021903e8ff6c6f75747075745f627974657300ff',
    fault: { code: 'invalid_output', detail: 'not_a_byte', offset: 14 },
  },
  {
    name: 'an indefinite state',
    hex: 'bf696e65775f73746174659f0102ff6c6f75747075745f627974657300ff',
    output: { newState: '0102', effects: [], emits: [] },
  },
  {
    name: 'a decision',
    hex: said({ emits: [{ kind: 'rule.decision', payload: decision }] }),
    output: { effects: [], emits: [{ kind: 'rule.decision', payload: decision }] },
  },
  {
    name: 'an effect, its floats as the world holds them',
    hex: said({
      effects: [
        {
          kind: 'http.get',
          params: { whole: new Float(2), half: new Float(0.5), zero: new Float(-0) },
          cap_ref: 'net',
        },
      ],
    }),
    output: {
      effects: [{ kind: 'http.get', params: { whole: 2, half: 0.5, zero: 0 }, capRef: 'net' }],
      emits: [],
    },
  },
]

/** @param {string} name @param {string} bytes @param {string} detail @param {{path?: string, offset?: number}} place @param {string} [code] */
const refused = (name, bytes, detail, place, code = 'invalid_output') => ({
  name,
  hex: bytes,
  fault: { code, detail, ...place },
})
/** Where the value of a key of an answer begins. @param {string} key */
const afterKey = (key) => (hex(silent).indexOf(hex(key)) + hex(key).length) / 2
const emit = { kind: 'k', payload: null }
const effect = { kind: 'http.get', params: {}, cap_ref: 'net' }

const outputs = [
  ...accepted,
  refused('no bytes', '', 'truncated', { offset: 0 }),
  refused('no map', '80', 'unexpected_type', { offset: 0 }),
  refused('no state', hex({ output_bytes: 0 }), 'missing', { path: 'new_state' }),
  refused('no count', hex({ new_state: null }), 'missing', { path: 'output_bytes' }),
  refused('a state as a byte string', said({ new_state: Uint8Array.of(1) }), 'byte_string', {
    offset: afterKey('new_state'),
  }),
  refused('a negative count', said({ output_bytes: -1 }), 'unexpected_type', {
    offset: hex(silent).length / 2 - 1,
  }),
  refused('bytes behind it', `${hex(silent)}00`, 'trailing_bytes', { offset: hex(silent).length / 2 }),
  refused('an effect without its right', said({ effects: [{ kind: 'k', params: 1 }] }), 'missing', {
    path: 'effects/0/cap_ref',
  }),
  refused('an emit without a kind', said({ emits: [{ payload: 1 }] }), 'missing', { path: 'emits/0/kind' }),
  refused('an emit that is a text', said({ emits: ['k'] }), 'unexpected_type', { path: 'emits/0' }),
  refused(
    'a number the world cannot hold',
    said({ emits: [{ kind: 'k', payload: [2n ** 53n] }] }),
    'unsafe_integer',
    { path: 'emits/0' },
  ),
  refused(
    'a float the world cannot hold',
    said({ emits: [{ kind: 'k', payload: new Float(2 ** 60) }] }),
    'unsafe_integer',
    { path: 'emits/0' },
  ),
  refused(
    'too many effects',
    said({ effects: [effect, effect], emits: [emit, emit] }),
    'limit_exceeded',
    { path: 'effects' },
    'effect_limit_exceeded',
  ),
  refused(
    'too many emits',
    said({ emits: [emit, emit] }),
    'limit_exceeded',
    { path: 'emits' },
    'emit_limit_exceeded',
  ),
  refused(
    'too many bytes',
    said({ emits: [{ kind: 'k', payload: 'x'.repeat(300) }] }),
    'limit_exceeded',
    { path: '' },
    'output_too_large',
  ),
  refused(
    'a right that the manifest does not list',
    said({ effects: [{ ...effect, cap_ref: 'gold' }] }),
    'cap_not_listed',
    { path: 'effects/0/cap_ref' },
    'caps_denied',
  ),
]

const note =
  'Written by scripts/make-wasm-1-vectors.mjs. Outputs are held against: reducer, 1 effect, 1 emit, 300 bytes, capability net. ' +
  'States are hex; {u64} is a bigint.'
const vectors = { note, inputs, outputs }
const count = `${inputs.length} inputs, ${outputs.length} outputs`
if (process.argv.includes('--check')) {
  const found = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
  const isFresh = JSON.stringify(found) === JSON.stringify(vectors)
  console.log(`${count}, ${isFresh ? 'fresh' : 'stale: run node scripts/make-wasm-1-vectors.mjs'}`)
  process.exitCode = isFresh && inputs.length > 0 && outputs.length > 0 ? 0 : 1
} else {
  writeFileSync(path, `${JSON.stringify(vectors, undefined, 2)}\n`)
  console.log(`wrote fixtures/wasm-1-vectors.json: ${count}`)
}
