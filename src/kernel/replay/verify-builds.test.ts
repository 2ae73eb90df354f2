import { describe, expect, test } from 'vitest'
import { bytesOf, forged, recorded, verify } from '../testing/recordings.ts'
import { at, trialSignature } from '../testing/trial.ts'
import { signedBytes } from '../world/door.ts'

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
