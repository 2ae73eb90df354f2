import { describe, expect, test } from 'vitest'
import { accept, reject, type ActionDefinition } from '../catalogue/define.ts'
import type { ValueMap } from '../codec/value.ts'
import { encodeFrame, type Frame } from '../journal/frame.ts'
import { moveAgent } from '../packs/space/actions.ts'
import { agentMoved } from '../packs/space/events.ts'
import { nodeSha256 } from '../testing/node-sha256.ts'
import { runTrial } from '../testing/property.ts'
import { stepOf } from '../testing/steps.ts'
import { at, Trial, trialSignature } from '../testing/trial.ts'
import { CATALOGUE, type Catalogue } from '../world/catalogue.ts'
import { signedBytes } from '../world/door.ts'
import { rollbackTargetsOf, Verifier, type VerifyOptions, type VerifyReport } from './verify.ts'

function verify(frames: readonly Uint8Array[], options: VerifyOptions, headHash?: Uint8Array): VerifyReport {
  const verifier = new Verifier({ rollbackTargets: rollbackTargetsOf(frames), ...options })
  for (const bytes of frames) if (verifier.push(bytes) !== undefined) break
  return verifier.finish(headHash)
}

/** A recording of moves, a rejected move, two ticks. */
function recorded(catalogue: Catalogue = CATALOGUE): Trial {
  const trial = new Trial({ catalogue })
  const move = (actor: string, agent_id: string, x: number) =>
    trial.submit({
      kind: 'action.move_agent',
      payload: { agent_id, to: at(x) },
      actor,
      key: `m${trial.frames.length}`,
    })
  move('ada', 'ada', 1)
  move('bob', 'bob', 2)
  trial.submit({ kind: 'tick', payload: { by: 1 }, actor: 'host', key: 'tick-1', via: 'clock' })
  move('bob', 'ada', 9)
  move('ada', 'ada', 3)
  trial.submit({ kind: 'tick', payload: { by: 1 }, actor: 'host', key: 'tick-2', via: 'clock' })
  return trial
}

const bytesOf = (trial: Trial): Uint8Array[] => trial.frames.map(({ bytes }) => bytes)

/** The recording with one frame changed and every later frame chained to it again: a liar who knows how to hash. */
function forged(trial: Pick<Trial, 'frames'>, seq: number, change: (frame: Frame) => Frame): Uint8Array[] {
  const frames: Uint8Array[] = []
  let parent: Uint8Array | null = null
  for (const { frame } of trial.frames) {
    const bytes = encodeFrame({ ...(frame.seq === seq ? change(frame) : frame), parent })
    frames.push(bytes)
    parent = nodeSha256.digest(bytes)
  }
  return frames
}

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

describe('signatures and other builds', () => {
  test('authentic is about every signature, and apart from the other seals', () => {
    const trial = recorded()
    const key = Uint8Array.from({ length: 32 }, (_, index) => index)
    const asked = {
      kind: 'action.move_agent',
      payload: { agent_id: 'ada', to: at(5) },
      actor: 'ada',
      key: 'signed',
    }
    const sig = trialSignature(signedBytes(trial.world.genesis, { ...asked, v: 1 }), key)
    expect(trial.submit({ ...asked, auth: { key, sig } }).ok).toBe(true)
    expect(verify(bytesOf(trial), { ports: trial.ports }).seals).toEqual({
      intact: true,
      authentic: true,
      reproduced: true,
    })
    const forgedSig = forged(trial, 7, (frame) => ({
      ...frame,
      action: { ...frame.action, auth: { key, sig: new Uint8Array(64) } },
    }))
    expect(verify(forgedSig, { ports: trial.ports })).toMatchObject({
      seals: { intact: true, authentic: false, reproduced: false },
      fault: { kind: 'signature.invalid', seq: 7 },
    })
    const { verifySignature: _verify, ...ports } = trial.ports
    expect(verify(bytesOf(trial), { ports })).toMatchObject({
      seals: { intact: true, authentic: false, reproduced: true },
      fault: { kind: 'signature.invalid', reason: 'unchecked' },
    })
  })

  test('a recording of other semantics is intact and not reproducible by this build', () => {
    const trial = recorded()
    const other = forged(trial, 0, (frame) => ({
      ...frame,
      action: { ...frame.action, payload: { ...frame.action.payload, semantics: 2 } },
    }))
    expect(verify(other, { ports: trial.ports })).toMatchObject({
      ok: false,
      frames: 7,
      seals: { intact: true, authentic: true, reproduced: false },
      fault: { kind: 'semantics.unknown', seq: 0, expected: 1, actual: 2 },
    })
  })

  test('kinds of another build leave the chain to check, and no state', () => {
    const trial = recorded()
    const strangeOf = (semantics: number): Uint8Array[] => {
      const renamed = trial.frames.map((record) => {
        const { frame } = record
        const events = frame.events.map((event) =>
          event.kind === 'domain.agent_moved' ? { ...event, kind: 'domain.teleported' } : event,
        )
        return { ...record, frame: { ...frame, events } }
      })
      return forged({ frames: renamed }, 0, (frame) => {
        const payload = { ...frame.action.payload, semantics }
        return { ...frame, action: { ...frame.action, payload } }
      })
    }
    // Its own seal cannot be told: a recording that claims this build's semantics is then not intact.
    expect(verify(strangeOf(1), { ports: trial.ports })).toMatchObject({
      frames: 1,
      seals: { intact: false, reproduced: false },
      fault: { kind: 'semantics.unknown', seq: 1 },
    })
    expect(verify(strangeOf(2), { ports: trial.ports })).toMatchObject({
      frames: 7,
      stateRoot: '',
      seals: { intact: true, reproduced: false },
      fault: { kind: 'semantics.unknown', seq: 0 },
    })
  })
})
