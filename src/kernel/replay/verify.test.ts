import { describe, expect, test } from 'vitest'
import { accept, reject, type ActionDefinition } from '../catalogue/define.ts'
import { encodeCanonical } from '../codec/encode.ts'
import type { ValueMap } from '../codec/value.ts'
import { moveAgent } from '../packs/space/actions.ts'
import { agentMoved } from '../packs/space/events.ts'
import { runTrial } from '../testing/property.ts'
import { bytesOf, forged, recorded, verify } from '../testing/recordings.ts'
import { stepOf } from '../testing/steps.ts'
import { at } from '../testing/trial.ts'
import { CATALOGUE, type Catalogue } from '../world/catalogue.ts'
import { Verifier } from './verify.ts'

/** The build's catalogue with one action decided otherwise. */
function withRule(action: ActionDefinition): Catalogue {
  return { ...CATALOGUE, actions: new Map([...CATALOGUE.actions, [action.kind, action]]) }
}

/** Anyone may move anyone. */
const LAWLESS = withRule({
  ...moveAgent,
  decide: (context, payload) => {
    const { agent_id, to } = payload as { readonly agent_id: string; readonly to: ReturnType<typeof at> }
    const from = context.read.get('agents', agent_id)?.['pos'] as ReturnType<typeof at> | undefined
    if (from === undefined) return reject({ type: 'AgentNotFound', data: { agent_id } })
    return accept(agentMoved.create({ agent_id, from, to }))
  },
})

/** Moves end one centimetre too far east. */
const OFF_BY_ONE = withRule({
  ...moveAgent,
  decide: (context, payload) => {
    const { to } = payload as { readonly to: ReturnType<typeof at> }
    return moveAgent.decide(context, { ...payload, to: { ...to, x_cm: to.x_cm + 1 } })
  },
})

describe('one changed rule, correct hashes', () => {
  test.each([
    ['anyone moves anyone', LAWLESS, 4, 'events/0/kind', 'domain.action_rejected', 'domain.agent_moved'],
    ['distance off by one', OFF_BY_ONE, 1, 'events/0/payload/to/x_cm', 1, 2],
  ])('%s: intact, not reproduced, told at the step', (_name, catalogue, seq, path, expected, actual) => {
    const trial = recorded(catalogue)
    const report = verify(bytesOf(trial), { ports: trial.ports }, trial.world.head.hash)
    expect(report).toMatchObject({
      ok: false,
      frames: 7,
      seals: { intact: true, authentic: true, reproduced: false },
      fault: { kind: 'replay.divergence', seq, path, expected, actual },
    })
    const { catalogue: _own, ...ports } = { ...trial.ports, catalogue }
    expect(verify(bytesOf(trial), { ports: { ...ports, catalogue } }).ok).toBe(true)
  })

  test('a derived action that nobody queued, and an input while one waits', () => {
    const trial = recorded()
    const action = { kind: 'action.move_agent', v: 1, payload: { agent_id: 'bob', to: at(8) }, actor: 'bob' }
    trial.submit({ kind: 'action.schedule_action', payload: { at: 3, action }, actor: 'bob', key: 's' })
    trial.submit({ kind: 'tick', payload: { by: 1 }, actor: 'host', key: 'tick-3' })
    const derived = trial.frames.findIndex(({ frame }) => frame.action.origin === 'derived')
    const posing = forged(trial, derived, (frame) => {
      const { cause: _cause, ...rest } = frame.action
      return { ...frame, action: { ...rest, origin: 'input' } }
    })
    expect(verify(posing, { ports: trial.ports })).toMatchObject({
      seals: { reproduced: false },
      fault: {
        kind: 'replay.divergence',
        seq: derived,
        path: 'action/origin',
        expected: 'derived',
        actual: 'input',
      },
    })
  })
})

describe('what is not intact', () => {
  const trial = recorded()
  const bytes = bytesOf(trial)
  const faultOf = (frames: readonly Uint8Array[], headHash?: Uint8Array) => {
    const report = verify(frames, { ports: trial.ports, intactOnly: true }, headHash)
    expect(report.seals).toEqual({ intact: false, authentic: false, reproduced: false })
    return { ...report.fault, frames: report.frames }
  }

  test('every single changed byte is told as the frame it is in', () => {
    for (const [seq, original] of bytes.entries()) {
      for (let offset = 0; offset < original.length; offset += seq === 0 ? 41 : 5) {
        const changed = original.slice()
        changed[offset] = (changed[offset] ?? 0) ^ 0x01
        const frames = bytes.with(seq, changed)
        const { kind, seq: told, frames: intact } = faultOf(frames, trial.world.head.hash)
        expect(['frame.hash', 'frame.undecodable', 'frame.not_canonical']).toContain(kind)
        expect({ offset, told, intact }).toEqual({ offset, told: seq, intact: seq })
      }
    }
  })

  test('bytes that are not the canonical ones, chained as if they were', () => {
    // Tick 1 written in two bytes: 0x18 0x01 for 0x01.
    const seq = 4
    const frame = bytes[seq] ?? new Uint8Array()
    const key = encodeCanonical('time')
    const at =
      frame.findIndex((_, offset) => key.every((byte, index) => frame[offset + index] === byte)) + key.length
    const written = Uint8Array.from([...frame.subarray(0, at), 0x18, ...frame.subarray(at)])
    const frames = [...bytes.slice(0, seq), written]
    for (const intactOnly of [true, false])
      expect(verify(frames, { ports: trial.ports, intactOnly })).toMatchObject({
        frames: seq,
        seals: { intact: false },
        fault: { kind: 'frame.not_canonical', seq, reason: 'not_shortest' },
      })
  })

  test('frames left out, doubled or swapped', () => {
    expect(faultOf(bytes.toSpliced(3, 1))).toMatchObject({
      kind: 'frame.order',
      seq: 3,
      actual: 4,
      frames: 3,
    })
    expect(faultOf(bytes.toSpliced(3, 0, bytes[3] ?? new Uint8Array()))).toMatchObject({ seq: 4, frames: 4 })
    expect(faultOf(bytes.slice(1))).toMatchObject({ kind: 'frame.order', seq: 0, frames: 0 })
  })

  test('a hash that a segment names', () => {
    const verifier = new Verifier({ ports: trial.ports })
    const wrong = new Uint8Array(32)
    expect(verifier.pushAll(bytes.slice(0, 4), trial.record(3).hash)).toBeUndefined()
    expect(verifier.pushAll(bytes.slice(4), wrong)).toMatchObject({ kind: 'frame.hash', seq: 6 })
    expect(verifier.finish()).toMatchObject({ frames: 6, seals: { intact: false } })
  })

  test('seals: missing, unexpected, of another state, of another manifest', () => {
    const seal = { root: new Uint8Array(32), manifest: new Uint8Array(32) }
    const { seal: truth } = trial.record(3).frame
    if (truth === undefined) throw new Error('a tick is sealed')
    const unsealed = forged(trial, 3, ({ seal: _seal, ...frame }) => frame)
    expect(faultOf(unsealed)).toMatchObject({ kind: 'seal.missing', seq: 3, frames: 3 })
    expect(faultOf(forged(trial, 1, (frame) => ({ ...frame, seal })))).toMatchObject({
      kind: 'seal.unexpected',
      seq: 1,
    })
    const rooted = forged(trial, 3, (frame) => ({ ...frame, seal: { ...truth, root: seal.root } }))
    expect(faultOf(rooted)).toMatchObject({ kind: 'seal.root', seq: 3, actual: '00'.repeat(32) })
    const ruled = forged(trial, 6, (frame) => ({ ...frame, seal: { ...truth, manifest: seal.manifest } }))
    expect(faultOf(ruled)).toMatchObject({ kind: 'seal.root', seq: 6 })
    const genesis = forged(trial, 0, (frame) => ({
      ...frame,
      seal: { root: frame.seal?.root ?? seal.root, manifest: seal.manifest },
    }))
    expect(faultOf(genesis)).toMatchObject({ kind: 'seal.manifest', seq: 0 })
  })

  test('order: event ids, time, events that do not fit the state', () => {
    const shifted = forged(trial, 2, (frame) => ({ ...frame, firstEvent: frame.firstEvent + 1 }))
    expect(faultOf(shifted)).toMatchObject({ kind: 'frame.order', seq: 2, path: 'firstEvent' })
    expect(faultOf(forged(trial, 4, (frame) => ({ ...frame, time: 9 })))).toMatchObject({
      kind: 'frame.order',
      seq: 4,
      path: 'time',
      expected: 1,
      actual: 9,
    })
    const nobody = forged(trial, 1, (frame) => ({
      ...frame,
      events: [agentMoved.create({ agent_id: 'nobody', from: at(0), to: at(1) })],
    }))
    expect(faultOf(nobody)).toMatchObject({ kind: 'replay.divergence', seq: 1, reason: 'not_applicable' })
    const misshapen = forged(trial, 1, (frame) => ({
      ...frame,
      events: [{ kind: 'domain.agent_moved', v: 1, payload: { agent_id: 'ada' } as ValueMap }],
    }))
    expect(faultOf(misshapen)).toMatchObject({
      kind: 'frame.undecodable',
      seq: 1,
      path: 'events/0/payload/from',
    })
  })

  test('a blob that is named and not there, or not what its name says', () => {
    const draw = runTrial(Array.from({ length: 60 }, (_, index) => stepOf(index, index * 7919)))
    draw.submit({ kind: 'tick', payload: { by: 1 }, actor: 'host', key: 'last' })
    const toSeq = [...draw.points.keys()][0] ?? 0
    const payload = { toSeq, toHash: draw.record(toSeq).hash, reason: 'test' }
    expect(draw.submit({ kind: 'rollback', payload, actor: 'host', key: 'back' }).ok).toBe(true)
    const frames = bytesOf(draw)
    const missing = verify(frames, { ports: { ...draw.ports, blobs: () => undefined }, intactOnly: true })
    expect(missing.fault).toMatchObject({ kind: 'blob.missing' })
    const wrong = verify(frames, {
      ports: { ...draw.ports, blobs: () => new Uint8Array(3) },
      intactOnly: true,
    })
    expect(wrong.fault).toMatchObject({ kind: 'file.block_hash' })
    expect(verify(frames, { ports: draw.ports }).ok).toBe(true)
  })
})
