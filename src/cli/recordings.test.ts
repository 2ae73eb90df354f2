import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { WORLDS } from '../worlds/worlds.ts'
import type { Golden } from '../worlds/testing/goldens.ts'
import { createScratch } from './testing/files.ts'
import { orrery, orreryJson } from './testing/orrery.ts'

const fileNamed = createScratch()
const file = fileNamed('first-light.orrery')
const golden = JSON.parse(
  readFileSync(new URL('../../fixtures/goldens/first-light.json', import.meta.url), 'utf8'),
) as Golden
const ran = orreryJson('run', 'first-light', '--ticks', String(golden.ticks), '--out', file)

const { frames, events, headHash, stateRoot } = golden
const good = { ok: true, frames, events, headHash, stateRoot }

test('worlds are listed', () => {
  const { code, json } = orreryJson('worlds')
  expect(code).toBe(0)
  expect(json).toMatchObject({ worlds: WORLDS.map(({ id }) => ({ id })) })
})

describe('run', () => {
  test('gives the golden recording', () => {
    expect(ran).toEqual({
      code: 0,
      json: { ...good, seals: { intact: true, authentic: true, reproduced: true } },
    })
  })

  test('gives the same bytes again', () => {
    const again = fileNamed('again.orrery')
    orreryJson('run', 'first-light', '--ticks', String(golden.ticks), '--out', again)
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true)
  })

  test('takes other names, seeds and numbers of agents', () => {
    const out = fileNamed('other.orrery')
    expect(orreryJson('run', 'twin-regions', '--seed', '9', '--ticks', '2', '--out', out)).toMatchObject({
      code: 0,
      json: { ok: true, frames: 3 },
    })
    expect(orreryJson('run', 'swarm', '--agents', '30', '--ticks', '2', '--out', out)).toMatchObject({
      code: 0,
      json: { ok: true, frames: 63 },
    })
    expect(orreryJson('info', out)).toMatchObject({ json: { scenario: 'swarm' } })
  })

  test('a place that cannot be written to is told', () => {
    expect(orreryJson('run', 'minimal', '--out', fileNamed('no/such/folder.orrery'))).toMatchObject({
      code: 1,
      json: { ok: false, fault: { kind: 'storage.unavailable' } },
    })
  })
})

test('info says what the file holds', () => {
  expect(orreryJson('info', file)).toEqual({
    code: 0,
    json: {
      ok: true,
      format: 1,
      name: 'First Light',
      scenario: 'first-light',
      seed: 1,
      semantics: 1,
      isReproducible: true,
      genesis: expect.stringMatching(/^[0-9a-f]{64}$/),
      manifestHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      modules: [],
      frames,
      events,
      ticks: golden.ticks,
      headHash,
      branches: [{ name: 'main', frames, events, headHash }],
    },
  })
})

describe('verify', () => {
  test('sets all seals', () => {
    expect(orreryJson('verify', file)).toEqual(ran)
  })

  test('--intact looks at bytes, chain and state alone', () => {
    expect(orreryJson('verify', file, '--intact')).toEqual({
      code: 0,
      json: { ...good, seals: { intact: true, authentic: false, reproduced: false } },
    })
  })

  test('says so in words', () => {
    expect(orrery('verify', file).stdout).toContain('intact, authentic, reproduced')
  })
})

describe('state', () => {
  test('a field, a record, a collection, and everything', () => {
    const at = ['--at', '0', '--path'] as const
    expect(orreryJson('state', file, ...at, 'agents/alder/resources/data').json).toEqual({
      ok: true,
      seq: 0,
      time: 0,
      path: 'agents/alder/resources/data',
      value: 18,
    })
    expect(orreryJson('state', file, ...at, 'agents/alder').json).toMatchObject({ value: { name: 'Alder' } })
    expect(orreryJson('state', file, ...at, 'agents').json).toMatchObject({ value: { alder: {}, lumen: {} } })
    expect(orreryJson('state', file, '--at', '0').json).toMatchObject({
      value: { agents: {}, locations: {}, ledger: {} },
    })
  })

  test('is that of the head unless told', () => {
    expect(orreryJson('state', file, '--path', 'meta/clock').json).toMatchObject({
      seq: frames - 1,
      value: { time: golden.ticks },
    })
  })

  test('what is not there is bad usage, and said with where it ends', () => {
    expect(orreryJsonFault('state', file, '--at', '3', '--path', 'agents/nobody/pos')).toMatchObject({
      code: 2,
      json: {
        fault: {
          kind: 'input.invalid',
          seq: 3,
          path: 'agents/nobody',
          hint: expect.stringContaining('nothing'),
        },
      },
    })
    expect(orreryJsonFault('state', file, '--path', 'agents/alder/pos/q')).toMatchObject({
      json: { fault: { path: 'agents/alder/pos/q' } },
    })
    expect(orreryJsonFault('state', file, '--at', String(frames))).toMatchObject({
      code: 2,
      json: { fault: { kind: 'input.invalid', expected: `0..${frames - 1}`, actual: frames } },
    })
  })
})

function orreryJsonFault(...words: readonly string[]) {
  const { code, stdout } = orrery(...words, '--json')
  return { code, json: JSON.parse(stdout) as unknown }
}
