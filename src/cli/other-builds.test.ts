import { ed25519 } from '@noble/curves/ed25519.js'
import { describe, expect, test } from 'vitest'
import { encodeFrame, type Frame, type FrameRecord } from '../kernel/journal/frame.ts'
import { nodeSha256 as sha256 } from '../kernel/testing/node-sha256.ts'
import { begin } from '../kernel/testing/run.ts'
import { at } from '../kernel/testing/trial.ts'
import { signedBytes } from '../kernel/world/door.ts'
import { verifyEd25519 } from '../adapters/ed25519.ts'
import { createScratch, writeRecording } from './testing/files.ts'
import { orreryJson } from './testing/orrery.ts'

const fileNamed = createScratch()

/** The frames with some of them changed, and the chain made whole again. */
function rechained(records: readonly FrameRecord[], change: (frame: Frame) => Frame): FrameRecord[] {
  let parent: Uint8Array | null = null
  return records.map((record) => {
    const frame: Frame = { ...change(record.frame), parent }
    const bytes = encodeFrame(frame)
    parent = sha256.digest(bytes)
    return { frame, bytes, hash: parent }
  })
}

describe('signatures', () => {
  const secret = new Uint8Array(32).fill(7)
  const key = ed25519.getPublicKey(secret)

  async function signedRecording(name: string, change: (frame: Frame) => Frame): Promise<string> {
    const run = begin({ verifySignature: verifyEd25519 })
    const asked = { kind: 'action.move_agent', v: 1, payload: { agent_id: 'ada', to: at(5) }, actor: 'ada' }
    const sig = ed25519.sign(signedBytes(run.world.genesis, { ...asked, key: 'signed' }), secret)
    const done = run.try('ada', asked.kind, asked.payload, { key: 'signed', auth: { key, sig } })
    expect(done.ok).toBe(true)
    await writeRecording(fileNamed(name), rechained(run.frames, change), sha256)
    return fileNamed(name)
  }

  test('that hold are authentic', async () => {
    expect(orreryJson('verify', await signedRecording('signed.orrery', (frame) => frame))).toMatchObject({
      code: 0,
      json: { seals: { intact: true, authentic: true, reproduced: true } },
    })
  })

  test('that do not hold are named', async () => {
    const path = await signedRecording('forged.orrery', (frame) =>
      frame.seq === 1
        ? { ...frame, action: { ...frame.action, auth: { key, sig: new Uint8Array(64) } } }
        : frame,
    )
    expect(orreryJson('verify', path)).toMatchObject({
      code: 1,
      json: { seals: { intact: true, authentic: false }, fault: { kind: 'signature.invalid', seq: 1 } },
    })
  })
})

describe('a recording of other semantics', () => {
  async function recording(name: string, kindOfMove: string): Promise<string> {
    const run = begin()
    run.events('ada', 'action.move_agent', { agent_id: 'ada', to: at(5) })
    run.events('ada', 'action.move_agent', { agent_id: 'ada', to: at(9) })
    const frames = rechained(run.frames, ({ action, events, ...frame }) => ({
      ...frame,
      action: frame.seq > 0 ? action : { ...action, payload: { ...action.payload, semantics: 9 } },
      events: frame.seq < 2 ? events : events.map((event) => ({ ...event, kind: kindOfMove })),
    }))
    await writeRecording(fileNamed(name), frames, sha256)
    return fileNamed(name)
  }
  const foreign = {
    kind: 'semantics.unknown',
    hint: expect.stringContaining('not reproducible by this build'),
  }

  test('is intact and plays back; that it is not reproducible is said', async () => {
    const path = await recording('semantics.orrery', 'domain.agent_moved')
    expect(orreryJson('verify', path)).toMatchObject({
      code: 1,
      json: { ok: false, seals: { intact: true, authentic: true, reproduced: false }, fault: foreign },
    })
    expect(orreryJson('verify', path, '--intact')).toMatchObject({ code: 0, json: { ok: true } })
    expect(orreryJson('info', path)).toMatchObject({ json: { semantics: 9, isReproducible: false } })
    expect(orreryJson('state', path, '--path', 'agents/ada/pos/x_cm')).toMatchObject({ json: { value: 9 } })
  })

  test('is played back as far as its kinds are known', async () => {
    const path = await recording('kinds.orrery', 'domain.teleported')
    expect(orreryJson('verify', path, '--intact')).toMatchObject({ code: 0, json: { ok: true, frames: 3 } })
    expect(orreryJson('state', path, '--at', '1', '--path', 'agents/ada/pos/x_cm')).toMatchObject({
      code: 0,
      json: { value: 5 },
    })
    expect(orreryJson('state', path)).toMatchObject({ code: 1, json: { fault: { ...foreign, seq: 2 } } })
  })
})
