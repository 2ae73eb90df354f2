import { expect, test } from 'vitest'
import { nodeSha256 as sha256 } from '../kernel/testing/node-sha256.ts'
import { submit } from '../kernel/world/decide.ts'
import { FIRST_LIGHT } from '../worlds/first-light/first-light.ts'
import { collect, runTrial } from '../worlds/testing/begin.ts'
import { createScratch, writeRecording } from './testing/files.ts'
import { orrery, orreryJson } from './testing/orrery.ts'

const fileNamed = createScratch()
const [one, longer, seed2] = [fileNamed('one.orrery'), fileNamed('longer.orrery'), fileNamed('seed2.orrery')]
orreryJson('run', 'first-light', '--ticks', '80', '--out', one)
orreryJson('run', 'first-light', '--ticks', '81', '--out', longer)
orreryJson('run', 'first-light', '--ticks', '2', '--seed', '2', '--out', seed2)

test('a recording equals itself', () => {
  expect(orreryJson('compare', one, one)).toEqual({ code: 0, json: { equal: true, hashCompares: 1 } })
})

test('a longer one goes on where the shorter ends', () => {
  const { json } = orreryJson('info', one)
  const { frames } = json as { frames: number }
  expect(orreryJson('compare', one, longer)).toMatchObject({
    code: 0,
    json: { equal: false, firstDifference: { seq: frames, at: 'presence', a: false, b: true } },
  })
})

test('the first frame that differs is found in few steps, and the path in it', async () => {
  const trial = runTrial({ definition: FIRST_LIGHT, seed: 1, ticks: 50, sha256 })
  const moved = submit(trial.world, {
    kind: 'action.move_agent',
    payload: { agent_id: 'kite', to: { x_cm: 1, y_cm: 2, z_cm: 3 } },
    actor: 'kite',
    key: 'by-hand',
  })
  if (!moved.ok) throw new Error('kite moves')
  const other = fileNamed('other.orrery')
  await writeRecording(other, [...trial.frames, ...moved.value, ...collect(trial.world, 30)], sha256)
  const { code, json } = orreryJson('compare', one, other)
  expect({ code, json }).toMatchObject({
    code: 0,
    json: {
      equal: false,
      firstDifference: { seq: trial.frames.length, at: 'action', path: 'action/actor', a: 'host', b: 'kite' },
    },
  })
  expect((json as { hashCompares: number }).hashCompares).toBeLessThan(20)
})

test('worlds of two geneses are compared by state', () => {
  expect(orreryJson('compare', one, seed2)).toMatchObject({
    json: {
      equal: false,
      firstDifference: { seq: 0, at: 'state', path: expect.stringMatching(/^agents\/alder\/pos/) },
    },
  })
})

test('states are compared at a chosen frame', () => {
  expect(orreryJson('compare', one, longer, '--at', '500')).toEqual({
    code: 0,
    json: { equal: true, hashCompares: 0 },
  })
  expect(orrery('compare', one, seed2, '--at', '1').stdout).toContain('first difference at frame 1, agents/')
})
