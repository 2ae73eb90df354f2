import { describe, expect, test } from 'vitest'
import { bytesToHex } from '../base/order.ts'
import type { EventDraft } from '../catalogue/define.ts'
import { encodeCanonical } from '../codec/encode.ts'
import { linkOf } from '../codec/link.ts'
import type { Value } from '../codec/value.ts'
import { encodeFrame, type Frame, type FrameRecord } from '../journal/frame.ts'
import { createManifest } from '../manifest/shape.ts'
import { manifestUpdated, rollbackApplied, tickAdvanced, worldCreated } from '../packs/core/events.ts'
import { cargoAdded } from '../packs/ledger/events.ts'
import { agentRegistered } from '../packs/space/events.ts'
import { nodeSha256 } from '../testing/node-sha256.ts'
import { at, Trial } from '../testing/trial.ts'
import { executeAction } from '../world/decide.ts'
import { openGenesis } from '../world/genesis.ts'
import { applyRecorded } from '../world/world.ts'
import { Playback } from './playback.ts'
import { Verifier } from './verify.ts'

const hash = new Uint8Array(32)

/** Moves and ticks of a liar who hashes well: one frame has more events than it should, and perhaps a blob. */
function forged(seq: number, events: readonly EventDraft[], patch?: Value, change: Partial<Frame> = {}) {
  const trial = new Trial()
  for (const x of [1, 2, 3]) {
    trial.submit({
      kind: 'action.move_agent',
      payload: { agent_id: 'ada', to: at(x) },
      actor: 'ada',
      key: `${x}`,
    })
    trial.submit({ kind: 'tick', payload: { by: 1 }, actor: 'host', key: `tick-${x}` })
  }
  const blob = encodeCanonical(patch ?? null)
  const refs = [linkOf('raw', nodeSha256.digest(blob))]
  const records: FrameRecord[] = []
  let firstEvent = 1
  let parent: Uint8Array | null = null
  for (const { frame } of trial.frames) {
    const more = patch === undefined ? change : { ...change, refs }
    const planted = frame.seq === seq ? { ...frame, ...more, events: [...frame.events, ...events] } : frame
    const made: Frame = { ...planted, parent, firstEvent }
    const bytes = encodeFrame(made)
    firstEvent += made.events.length
    parent = nodeSha256.digest(bytes)
    records.push({ frame: made, bytes, hash: parent })
  }
  const ports = {
    sha256: nodeSha256,
    blobs: (digest: Uint8Array) =>
      bytesToHex(digest) === bytesToHex(nodeSha256.digest(blob)) ? blob : undefined,
  }
  return { records, ports }
}

/** Faults of every way to take the frames in. */
function faultsOf({ records, ports }: ReturnType<typeof forged>) {
  const verified = [true, false].map((intactOnly) => {
    const verifier = new Verifier({ ports, intactOnly })
    for (const { bytes } of records) verifier.push(bytes)
    return verifier.finish().fault
  })
  const [genesis, ...later] = records
  const opened = genesis === undefined ? undefined : openGenesis(genesis, ports)
  let applied = opened?.ok === false ? opened.fault : undefined
  for (const record of opened?.ok === true ? later : []) {
    const result = opened?.ok === true ? applyRecorded(opened.value, record) : undefined
    if (result?.ok === false) applied ??= result.fault
  }
  const playback = new Playback({ blobs: ports.blobs })
  const played = records.map(({ frame }) => playback.applyFrame(frame)).find(({ ok }) => !ok)
  return [...verified, applied, played?.ok === false ? played.fault : undefined]
}

describe('events of a stranger that would break whoever reads the state', () => {
  const manifests: readonly (readonly [string, Value])[] = [
    ['no map', 5],
    ['null', null],
    ['no sections', {}],
    ['no limits', { ...createManifest(), limits: {} } as Value],
    [
      'grants that are none',
      { ...createManifest(), capabilities: { a: { holder: 'ada', grants: 7 } } } as Value,
    ],
  ]

  test.each(manifests)('rules: %s', (_name, manifest) => {
    const event = manifestUpdated.create({ manifest, manifestHash: hash })
    for (const found of faultsOf(forged(1, [event])))
      expect(found).toMatchObject({ kind: 'frame.undecodable', seq: 1 })
  })

  const patches: readonly (readonly [string, Value])[] = [
    ['no list', 5],
    ['no line', [5]],
    ['a long line', [['agents', 'ada', null, null]]],
    ['an undeclared collection', [['nowhere', 'a', {}]]],
    ['a collection called __proto__', [['__proto__', 'a', {}]]],
    ['the system plane', [['meta', 'clock', { time: 9 }]]],
    ['the system plane, deleted', [['meta', 'clock', null]]],
    ['a key that is no id', [['agents', 'X y', null]]],
    ['a record of another shape', [['agents', 'ada', { owner: 'ada' }]]],
    ['a float', [['ledger', 'data', { balance: 0.5, supply: 0.5 }]]],
    ['no rules any more', [['manifest', 'current', null]]],
    ['rules of another shape', [['manifest', 'current', {}]]],
  ]

  test.each(patches)('a rollback patch: %s', (_name, patch) => {
    const digest = nodeSha256.digest(encodeCanonical(patch))
    const event = rollbackApplied.create({ toSeq: 0, toHash: hash, toRoot: hash, patch: digest, reason: '' })
    for (const found of faultsOf(forged(1, [event], patch)))
      expect(found).toMatchObject({ kind: 'frame.undecodable', seq: 1 })
  })

  test('a rollback patch that nobody has', () => {
    const event = rollbackApplied.create({ toSeq: 0, toHash: hash, toRoot: hash, patch: hash, reason: '' })
    for (const found of faultsOf(forged(1, [event])))
      expect(found).toMatchObject({ kind: 'frame.undecodable', seq: 1, path: 'events/1' })
  })

  test('cargo beyond the safe integers', () => {
    const event = cargoAdded.create({
      agent_id: 'ada',
      entity_id: 'ore',
      entity_kind: 'mineral',
      quantity: Number.MAX_SAFE_INTEGER,
      size_per_unit: 1,
    })
    for (const found of faultsOf(forged(1, [event, event])))
      expect(found).toMatchObject({ kind: 'replay.divergence', seq: 1, path: 'bodies/ada/cargo' })
  })

  test.each(['host', 'person:ann', 'driver:trial', 'executor:e1'])('an agent called %s', (agent_id) => {
    const event = agentRegistered.create({ agent_id, pos: at(0), owner: 'bob' })
    for (const found of faultsOf(forged(1, [event])))
      expect(found).toMatchObject({ kind: 'frame.undecodable', path: 'events/1/payload/agent_id' })
  })

  test.each([-1, 0, 11, 9999])('an input caused by event %i, which is not before it', (cause) => {
    const { world } = new Trial()
    expect(world.head.nextEvent).toBe(11)
    const action = {
      kind: 'tick',
      v: 1,
      payload: { by: 1 },
      actor: 'host',
      key: 't',
      origin: 'input',
    } as const
    expect(executeAction(world, { ...action, cause })).toMatchObject({
      fault: { kind: 'action.refused', reason: 'malformed', path: 'cause' },
    })
    expect(executeAction(world, { ...action, cause: 10 }).ok).toBe(true)
  })

  test('time that runs back', () => {
    const back = { ...tickAdvanced.create({ by: 1, time: 0 }) }
    const { records, ports } = forged(3, [back], undefined, { time: 0 })
    const verifier = new Verifier({ ports, intactOnly: true })
    for (const { bytes } of records) verifier.push(bytes)
    expect(verifier.finish().fault).toMatchObject({ kind: 'frame.order', seq: 3, path: 'time' })
  })
})

describe('a beginning that is more than records', () => {
  const planted: readonly (readonly [string, EventDraft])[] = [
    ['time', tickAdvanced.create({ by: 5, time: 5 })],
    ['other rules', manifestUpdated.create({ manifest: createManifest() as Value, manifestHash: hash })],
    [
      'another world',
      worldCreated.create({ scenario: 'other', seed: 1, semantics: 1, tickMs: 1, config: {} }),
    ],
  ]

  test.each(planted)('%s', (_name, event) => {
    const [intact, reproduced, opened] = faultsOf(forged(0, [event]))
    for (const found of [intact, opened]) expect(found).toMatchObject({ kind: 'frame.undecodable', seq: 0 })
    expect(reproduced).toBeDefined()
  })

  test('a tick before the first', () => {
    const [intact, , opened] = faultsOf(forged(0, [], undefined, { time: 3 }))
    for (const found of [intact, opened]) expect(found).toMatchObject({ kind: 'frame.order', seq: 0 })
  })
})
