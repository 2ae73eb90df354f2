/** Changes of modules by chance: versions that follow each other, mostly; and now and then everything that can be wrong. */
import { bytesToHex, compareBytes, hexToBytes } from '../base/order.ts'
import type { Value, ValueMap } from '../codec/value.ts'
import { identityMessage } from '../packs/modules/identity.ts'
import type { World } from '../world/world.ts'
import type { Draw } from './draw.ts'
import { nodeSha256 } from './node-sha256.ts'

/** `(memory (export "memory") 1) (func (export "alloc") …) (func (export ENTRY) (param i32 i32) (result i64) …)`. */
const HEAD = '0061736d01000000010c0260017f017f60027f7f017e0303020001050301000107'
const BODY = '00010a0c0205004180010b040042000b'
const REDUCER = `${HEAD}1b03066d656d6f7279020005616c6c6f63000006726564756365${BODY}`
const PURE = `${HEAD}1903066d656d6f7279020005616c6c6f6300000463616c6c${BODY}`

/** Bytes that a trial's host has: two reducers that differ in a name nobody reads, a pure module, and no module at all. */
const ARTIFACTS: readonly Uint8Array[] = [REDUCER, `${REDUCER}00020178`, PURE, 'c0ffee'].map(
  (hex) => hexToBytes(hex) ?? new Uint8Array(),
)

/** Their names. */
export const TRIAL_DIGESTS = ARTIFACTS.map((bytes) => nodeSha256.digest(bytes))
/** Bytes that somebody brought to the host and no frame has named yet. */
export function trialArtifact(digest: Uint8Array): Uint8Array | undefined {
  return ARTIFACTS[TRIAL_DIGESTS.findIndex((known) => compareBytes(known, digest) === 0)]
}

const digestOf = (index: number): Uint8Array => TRIAL_DIGESTS[index] ?? new Uint8Array(32)

type Sign = (message: Uint8Array, key: Uint8Array) => Uint8Array

/** Bytes to be added, signed by somebody by chance. */
export function drawArtifact(draw: Draw, sign: Sign): ValueMap {
  const wasm_hash = draw.chance(95) ? digestOf(draw.below(TRIAL_DIGESTS.length)) : draw.bytes(32)
  if (draw.chance(60)) return { wasm_hash }
  const unsigned = {
    source_hash: draw.bytes(32),
    build_manifest_hash: draw.bytes(32),
    signer_key: draw.bytes(32),
    artifact_signature: draw.bytes(64),
  }
  const good = sign(identityMessage(wasm_hash, unsigned), unsigned.signer_key)
  const identity = draw.chance(80) ? { ...unsigned, artifact_signature: good } : unsigned
  return { wasm_hash, identity }
}

const IDS = ['m.a', 'm.b', 'm.c'] as const

const PLAIN = {
  name: 'Drawn',
  kind: 'reducer',
  interface_version: 'wasm-1',
  exports: ['memory', 'alloc', 'reduce'],
  subscriptions: [{ event_kinds: ['domain.*'] }],
  limits: { max_mem_bytes: 65_536, max_gas: 1000, max_call_rate: 8, max_output_bytes: 512 },
}

/** One thing that keeps a manifest out. */
const FLAWS: readonly [ValueMap, ...ValueMap[]] = [
  { wasm_hash: '' },
  { wasm_hash: '00'.repeat(32) },
  { interface_version: 'wasm-9' },
  { exports: [] },
  { wasm_hash: bytesToHex(digestOf(2)) },
  { subscriptions: [{ event_kinds: ['domain.*'], action_kinds: ['action.*'] }] },
  { subscriptions: [{ stage: 'post_event', event_kinds: ['*'], filters: { event: 1 } }] },
  { subscriptions: [{ action_kinds: ['action.*'], key: '/agent_id' }] },
  { limits: { max_gas: Number.MAX_SAFE_INTEGER } },
  { required_caps: ['nobody'] },
]

function drawManifest(module_id: string, version: string, draw: Draw): ValueMap {
  const isPure = draw.chance(20)
  const wasm_hash = bytesToHex(digestOf(isPure ? 2 : draw.below(2)))
  const manifest = { ...PLAIN, module_id, version, wasm_hash }
  const fitting: ValueMap = isPure ? { ...manifest, kind: 'pure', exports: ['call'] } : manifest
  return draw.chance(85) ? fitting : { ...fitting, ...draw.pick(FLAWS) }
}

/** The greatest minor version that is registered of a module. */
function latestOf(world: World, id: string): number | undefined {
  const minors = world.state
    .keys('modules')
    .filter((key) => key.startsWith(`${id}/`))
    .map((key) => Number(key.split('.').at(-2)))
  return minors.length === 0 ? undefined : Math.max(...minors)
}

const minor = (n: number): string => `0.${n}.0`

function drawRegister(world: World, id: string, draw: Draw): ValueMap {
  const version = minor((latestOf(world, id) ?? -1) + (draw.chance(90) ? 1 : 0))
  const register = [drawManifest(id, version, draw)]
  return draw.chance(75) ? { register, activate: [{ module_id: id, version }] } : { register }
}

function drawUpgrade(world: World, id: string, draw: Draw): ValueMap {
  const active = world.state.get('module_active', id)?.['version']
  const latest = latestOf(world, id) ?? 0
  const from_version = typeof active === 'string' && draw.chance(90) ? active : minor(latest)
  const to_version = draw.chance(90) ? minor(latest + 1) : '0.0.1'
  const manifest = drawManifest(id, draw.chance(95) ? to_version : '9.9.9', draw)
  const wasm_hash: Value = draw.chance(95) ? (manifest['wasm_hash'] ?? '') : 'other'
  const upgrade = [{ module_id: id, from_version, to_version, wasm_hash, manifest }]
  return draw.chance(60) ? { upgrade, activate: [{ module_id: id, version: to_version }] } : { upgrade }
}

/** A change set for the modules that are there. */
export function drawChanges(world: World, draw: Draw): ValueMap {
  const module_id = draw.pick(IDS)
  const active = world.state.keys('module_active')
  switch (draw.below(9)) {
    case 0:
    case 1:
      return drawRegister(world, module_id, draw)
    case 2:
    case 3:
    case 4:
      return drawUpgrade(world, module_id, draw)
    case 5:
      return { activate: [{ module_id, version: minor(draw.below(3)) }] }
    case 6:
    case 7:
      return { deactivate: [{ module_id: active[draw.below(active.length)] ?? module_id, reason: 'drawn' }] }
    default:
      return { ...drawUpgrade(world, module_id, draw), ...drawRegister(world, draw.pick(IDS), draw) }
  }
}
