import { gzipSync } from 'node:zlib'
import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { nodeSha256 as sha256 } from '../kernel/testing/node-sha256.ts'
import { accept, defineAction } from '../kernel/catalogue/define.ts'
import { agentMoved } from '../kernel/packs/space/events.ts'
import { agents } from '../kernel/packs/space/collections.ts'
import { CATALOGUE, createCatalogue } from '../kernel/world/catalogue.ts'
import { submit } from '../kernel/world/decide.ts'
import { createWorld } from '../kernel/world/genesis.ts'
import { moveAgent } from '../kernel/packs/space/actions.ts'
import { driverFor } from '../worlds/worlds.ts'
import { FIRST_LIGHT } from '../worlds/first-light/first-light.ts'
import { runTicks } from '../worlds/runner.ts'
import { changeFile, createScratch, writeRecording } from './testing/files.ts'
import { orreryJson } from './testing/orrery.ts'

const fileNamed = createScratch()
const file = fileNamed('good.orrery')
orreryJson('run', 'first-light', '--ticks', '60', '--out', file)

const faulty = (fault: object) => ({ code: 1, json: { ok: false, seals: { intact: false }, fault } })

describe('a damaged file is a located fault', () => {
  test.each([0.1, 0.5, 0.9, 0.9999])('cut off after %d of it', (share) => {
    const cut = changeFile(file, fileNamed('cut.orrery'), (bytes) => bytes.subarray(0, bytes.length * share))
    const called = orreryJson('verify', cut)
    expect(called).toMatchObject(
      faulty({ kind: 'file.truncated', hint: expect.stringContaining('ends too early') }),
    )
  })

  test.each([0, 40, 200, 0.2, 0.5, 0.8, -1])('a bit turned at %d', (place) => {
    const flipped = changeFile(file, fileNamed('flipped.orrery'), (bytes) => {
      const at = place < 0 ? bytes.length + place : place < 1 ? Math.floor(bytes.length * place) : place
      bytes[at] = (bytes[at] ?? 0) ^ 1
      return bytes
    })
    const { code, json } = orreryJson('verify', flipped)
    expect(code).toBe(1)
    expect(json).toMatchObject({ ok: false, fault: { kind: expect.stringMatching(/^(file|frame|seal)\./) } })
  })

  test('in the middle of the journal it names the frame, and what comes before holds', () => {
    const flipped = changeFile(file, fileNamed('middle.orrery'), (bytes) => {
      const at = Math.floor(bytes.length / 2)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      return bytes
    })
    const { json } = orreryJson('verify', flipped)
    const { frames, fault } = json as { frames: number; fault: { seq: number } }
    expect(frames).toBeGreaterThan(100)
    expect(fault.seq).toBe(frames)
    const at = ['--at', String(frames - 1), '--path', 'meta/clock'] as const
    expect(orreryJson('state', flipped, ...at)).toMatchObject({ code: 0, json: { ok: true } })
    expect(orreryJson('state', flipped, '--at', String(frames))).toMatchObject({
      code: 1,
      json: { fault: { seq: frames } },
    })
    expect(orreryJson('info', flipped)).toMatchObject({
      code: 1,
      json: { ok: false, fault: { seq: frames } },
    })
  })

  test('bytes after the end', () => {
    const longer = changeFile(file, fileNamed('longer.orrery'), (bytes) =>
      Buffer.concat([bytes, Buffer.from('more')]),
    )
    expect(orreryJson('verify', longer)).toMatchObject(faulty({ kind: expect.stringMatching(/^file\./) }))
  })
})

describe('a file that is no recording', () => {
  test.each([
    ['nothing', new Uint8Array(0)],
    ['text', new TextEncoder().encode('To whom it may concern: this is not a recording.')],
    ['a length without end', new Uint8Array(64).fill(0xff)],
    ['a bomb', gzipSync(Buffer.alloc(64 * 1024 * 1024))],
  ])('%s', (name, bytes) => {
    const path = fileNamed(`${name.replaceAll(' ', '-')}.orrery`)
    writeFileSync(path, bytes)
    expect(orreryJson('verify', path)).toMatchObject(faulty({ kind: expect.stringMatching(/^file\./) }))
    expect(orreryJson('info', path)).toMatchObject({ code: 1, json: { ok: false } })
  })

  test('an empty one is said to be empty', () => {
    const path = fileNamed('empty.orrery')
    writeFileSync(path, '')
    const hint = expect.stringContaining('is empty')
    expect(orreryJson('verify', path)).toMatchObject(faulty({ kind: 'file.truncated', actual: 0, hint }))
  })
})

test('a recording by a kernel with one other rule is intact and not reproduced, and the fault names the step', async () => {
  const genesis = FIRST_LIGHT.genesis(1)
  if (!genesis.ok) throw new Error('first light begins')
  const begun = createWorld(genesis.value, { sha256, catalogue: otherRules() })
  if (!begun.ok) throw new Error('first light begins under other rules')
  const { world, frame } = begun.value
  const driver = driverFor(world.state)
  if (driver === undefined) throw new Error('first light runs')
  const frames = [frame, ...runTicks(world, driver, 3)]
  const moved = submit(world, {
    kind: 'action.move_agent',
    payload: { agent_id: 'kite', to: { x_cm: FORBIDDEN_CM, y_cm: 0, z_cm: 0 } },
    actor: 'kite',
    key: 'by-hand',
  })
  if (!moved.ok) throw new Error('kite moves')
  const path = fileNamed('other-rules.orrery')
  await writeRecording(path, [...frames, ...moved.value, ...runTicks(world, driver, 1)], sha256)

  expect(orreryJson('verify', path)).toMatchObject({
    code: 1,
    json: {
      ok: false,
      seals: { intact: true, authentic: true, reproduced: false },
      fault: { kind: 'replay.divergence', seq: frames.length, path: expect.stringMatching(/^events\/0\//) },
    },
  })
  expect(orreryJson('verify', path, '--intact')).toMatchObject({ code: 0, json: { ok: true } })
})

const FORBIDDEN_CM = 12_345

/** The rules of this build, but for one: who asks for a certain place ends up a centimetre beside it. */
function otherRules() {
  const other = defineAction({
    ...moveAgent,
    decide: ({ read }, { agent_id, to }) => {
      const from = agents.get(read, agent_id)?.pos ?? to
      const x_cm = to.x_cm === FORBIDDEN_CM ? to.x_cm + 1 : to.x_cm
      return accept(agentMoved.create({ agent_id, from, to: { ...to, x_cm } }))
    },
  })
  return createCatalogue(
    CATALOGUE.packs.map((pack) => ({
      ...pack,
      actions: pack.actions.map((action) => (action.kind === other.kind ? other : action)),
    })),
  )
}
