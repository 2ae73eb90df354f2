import { describe, expect, test } from 'vitest'
import { bytesToHex } from '../../base/order.ts'
import { linkToHex } from '../../codec/link.ts'
import type { ValueMap } from '../../codec/value.ts'
import { TRIAL_DIGESTS, trialArtifact } from '../../testing/module-draw.ts'
import { begin, type Run } from '../../testing/run.ts'
import { trialSignature } from '../../testing/trial.ts'
import { identityMessage } from './identity.ts'
import { activeManifests } from './registry.ts'
import { routableModule } from './routing.ts'

const [REDUCER, TWIN, PURE, NO_MODULE] = TRIAL_DIGESTS
const ports = {
  blobs: trialArtifact,
  verifySignature: (message: Uint8Array, signature: Uint8Array, key: Uint8Array) =>
    bytesToHex(trialSignature(message, key)) === bytesToHex(signature),
}

const hex = (digest: Uint8Array = new Uint8Array(32)): string => bytesToHex(digest)
const add = (
  run: Run,
  wasm_hash: Uint8Array = new Uint8Array(32),
  more: ValueMap = {},
  actor = 'person:ann',
) => run.try(actor, 'module.add_artifact', { wasm_hash, ...more })
const change = (run: Run, changes: ValueMap) => run.events('person:ann', 'module.change', { changes })

const manifest = (module_id: string, version: string, more: ValueMap = {}): ValueMap => ({
  module_id,
  name: module_id,
  version,
  kind: 'reducer',
  wasm_hash: hex(REDUCER),
  interface_version: 'wasm-1',
  exports: ['reduce'],
  ...more,
})

describe('bytes of a module', () => {
  test('are named by the frame that brings them, with what they export', () => {
    const run = begin(ports)
    const added = add(run, REDUCER)
    const frame = added.ok ? added.value[0] : undefined
    expect(frame?.frame.refs?.map(linkToHex)).toEqual([hex(REDUCER)])
    expect(frame?.blobs).toEqual([trialArtifact(REDUCER ?? new Uint8Array())])
    expect(run.world.state.get('module_artifacts', hex(REDUCER))).toEqual({
      wasm_hash: REDUCER,
      size: 75,
      entries: ['reduce'],
      added_by: 'person:ann',
    })
    add(run, PURE)
    expect(run.world.state.get('module_artifacts', hex(PURE))?.['entries']).toEqual(['call'])
  })

  test('that the host has not got, or that are no module, leave no frame', () => {
    const run = begin(ports)
    expect(add(run)).toMatchObject({
      ok: false,
      fault: { reason: 'artifact_absent', path: 'payload/wasm_hash' },
    })
    expect(add(run, NO_MODULE)).toMatchObject({
      ok: false,
      fault: { kind: 'action.refused', reason: 'artifact_refused', offset: 3, actual: 'truncated' },
    })
    const others = begin({ ...ports, blobs: () => trialArtifact(PURE ?? new Uint8Array()) })
    expect(add(others, REDUCER)).toMatchObject({ ok: false, fault: { reason: 'artifact_absent' } })
  })

  test('come once, from somebody who may', () => {
    const run = begin(ports)
    add(run, REDUCER)
    expect(run.rejection('person:ann', 'module.add_artifact', { wasm_hash: REDUCER ?? '' })).toMatchObject({
      type: 'ModuleArtifactAlreadyExists',
    })
    expect(run.rejection('bob', 'module.add_artifact', { wasm_hash: PURE ?? '' })).toMatchObject({
      type: 'CapabilityMissing',
      data: { capability: 'modules.change' },
    })
  })

  test('may say who built them, and that is checked at the door', () => {
    const unsigned = {
      source_hash: new Uint8Array(32).fill(1),
      build_manifest_hash: new Uint8Array(32).fill(2),
      signer_key: new Uint8Array(32).fill(3),
      artifact_signature: new Uint8Array(64),
    }
    const message = identityMessage(REDUCER ?? new Uint8Array(), unsigned)
    expect(new TextDecoder().decode(message)).toBe(
      ['modsig:ed25519:v1', hex(REDUCER), '01'.repeat(32), '02'.repeat(32), '03'.repeat(32)].join('|'),
    )
    const run = begin(ports)
    const path = 'payload/identity/artifact_signature'
    expect(add(run, REDUCER, { identity: unsigned })).toMatchObject({
      fault: { reason: 'bad_signature', path },
    })
    const identity = { ...unsigned, artifact_signature: trialSignature(message, unsigned.signer_key) }
    expect(add(run, TWIN, { identity })).toMatchObject({ fault: { reason: 'bad_signature', path } })
    expect(add(begin({ blobs: trialArtifact }), REDUCER, { identity })).toMatchObject({
      fault: { reason: 'bad_signature', expected: 'a host that checks signatures' },
    })
    expect(add(run, REDUCER, { identity }).ok).toBe(true)
    expect(run.world.state.get('module_artifacts', hex(REDUCER))?.['identity']).toEqual(identity)
  })
})

describe('a change of modules', () => {
  test('registers, upgrades, activates and deactivates', () => {
    const run = begin(ports)
    add(run, REDUCER)
    const activate = [{ module_id: 'm.a', version: '1.0.0' }]
    change(run, { register: [manifest('m.a', '1.0.0')], activate })
    const { state } = run.world
    expect(state.get('modules', 'm.a/1.0.0')).toMatchObject({ registered_by: 'person:ann', registered_at: 0 })
    expect(activeManifests(state).map(({ version }) => version)).toEqual(['1.0.0'])
    const next = manifest('m.a', '1.1.0')
    const upgrade = { module_id: 'm.a', from_version: '1.0.0', to_version: '1.1.0', wasm_hash: hex(REDUCER) }
    change(run, { upgrade: [{ ...upgrade, manifest: next }] })
    expect(activeManifests(state).map(({ version }) => version)).toEqual(['1.0.0'])
    change(run, { activate: [{ module_id: 'm.a', version: '1.1.0' }] })
    expect(activeManifests(state).map(({ version }) => version)).toEqual(['1.1.0'])
    change(run, { deactivate: [{ module_id: 'm.a', reason: 'over' }] })
    expect(activeManifests(state)).toEqual([])
    expect(state.keys('modules')).toEqual(['m.a/1.0.0', 'm.a/1.1.0'])
  })

  test('modules may share their bytes, and builds of a version are told apart', () => {
    const run = begin(ports)
    add(run, REDUCER)
    change(run, { register: ['m.a', 'm.b', 'm.c'].map((id) => manifest(id, '1.0.0+one')) })
    change(run, { register: [manifest('m.a', '1.0.0+two')] })
    expect(run.world.state.keys('modules')).toEqual([
      ...['m.a/1.0.0:one', 'm.a/1.0.0:two', 'm.b/1.0.0:one', 'm.c/1.0.0:one'],
    ])
    expect(run.world.state.keys('module_artifacts')).toEqual([hex(REDUCER)])
  })

  test('is made whole or not at all, and says of each module why not', () => {
    const run = begin(ports)
    add(run, REDUCER)
    const register = [
      manifest('m.a', '1.0.0'),
      manifest('m.b', '1.0.0', { wasm_hash: hex(PURE) }),
      manifest('m.c', '1.0.0', { required_caps: ['nobody'] }),
    ]
    const events = change(run, { register })
    expect(events.map(([kind, payload]) => [kind, payload['code']])).toEqual([
      ['module.load_failed', 'ARTIFACT_MISSING'],
      ['module.validation_failed', 'CAPS_DENIED'],
      ['domain.action_rejected', undefined],
    ])
    expect(events[2]?.[1]['reason']).toEqual({
      type: 'ModuleChangeInvalid',
      data: { code: 'artifact_missing', module_id: 'm.b', path: 'register/1/wasm_hash', actual: hex(PURE) },
    })
    expect(run.world.state.keys('modules')).toEqual([])
  })

  test('of another shape is refused at the place that has it', () => {
    const run = begin(ports)
    expect(
      run.try('person:ann', 'module.change', { changes: { register: [{ module_id: 3 }] } }),
    ).toMatchObject({
      fault: { reason: 'malformed', path: 'payload/changes/register/0/module_id' },
    })
  })

  test('leaves subscriptions that are routed as they were given', () => {
    const run = begin(ports)
    add(run, REDUCER)
    const given = [
      {
        event_kinds: ['domain.*'],
        filters: { event: { any: [{ path: '/body/kind', re: 'Domain' }] } },
        key: '/a',
      },
      { stage: 'post_action', action_kinds: ['*'], filters: null, key: ['/action/data/agent_id', ''] },
    ]
    const subscriptions = { interface_version: 'wasm-2', subscriptions: given }
    const activate = [{ module_id: 'm.a', version: '1' }]
    change(run, { register: [manifest('m.a', '1', subscriptions)], activate })
    const asGiven = { module_id: 'm.a', interface_version: 'wasm-2', subscriptions: given }
    expect(activeManifests(run.world.state).map(routableModule)).toEqual([routableModule(asGiven)])
  })
})
