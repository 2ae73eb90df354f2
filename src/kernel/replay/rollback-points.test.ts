import { expect, test } from 'vitest'
import { ROLLBACK_STATES_MAX } from '../base/limits.ts'
import { State } from '../state/collection.ts'
import { bytesOf, verify } from '../testing/recordings.ts'
import { at, Trial } from '../testing/trial.ts'
import { RollbackPoints, rollbackTargetsOf } from './rollback-points.ts'

const COUNT = ROLLBACK_STATES_MAX + 3

function move(trial: Trial): number {
  const seq = trial.world.head.seq + 1
  trial.submit({
    kind: 'action.move_agent',
    payload: { agent_id: 'ada', to: at(seq) },
    actor: 'ada',
    key: `m${seq}`,
  })
  return seq
}

function goBack(trial: Trial, toSeq: number): void {
  const payload = { toSeq, toHash: trial.record(toSeq).hash, reason: 'test' }
  const key = `back-${trial.world.head.seq}`
  expect(trial.submit({ kind: 'rollback', payload, actor: 'host', key })).toMatchObject({ ok: true })
}

test('many rollbacks one after the other need one state at a time', () => {
  const trial = new Trial({}, { pointEvery: 1 })
  for (let round = 0; round < COUNT; round += 1) {
    const seq = move(trial)
    move(trial)
    goBack(trial, seq)
  }
  expect(verify(bytesOf(trial), { ports: trial.ports })).toMatchObject({
    ok: true,
    seals: { intact: true, reproduced: true },
  })
})

test('more states than there is room for: intact, not reproduced, told at the first rollback that lacks its own', () => {
  const trial = new Trial({}, { pointEvery: 1 })
  const targets = Array.from({ length: COUNT }, () => move(trial))
  for (const seq of targets) goBack(trial, seq)
  const frames = bytesOf(trial)
  expect(verify(frames, { ports: trial.ports })).toMatchObject({
    ok: false,
    frames: frames.length,
    seals: { intact: true, reproduced: false },
    fault: {
      kind: 'file.too_large',
      seq: COUNT + ROLLBACK_STATES_MAX + 1,
      path: 'action/payload/toSeq',
      expected: ROLLBACK_STATES_MAX,
      reason: 'rollback_states',
    },
  })
  expect(verify(frames, { ports: trial.ports, intactOnly: true })).toMatchObject({ ok: true })
})

test('a state is let go with its last rollback, and never kept for one that came before', () => {
  const points = new RollbackPoints(
    new Map([
      [1, 4],
      [2, 3],
      [3, 3],
      [5, 2],
    ]),
  )
  const point = { state: new State(), hash: new Uint8Array(32), root: new Uint8Array(32) }
  const sizes = [0, 1, 2, 3, 4, 5].map((seq) => {
    points.pass(seq, () => point)
    return points.size
  })
  expect(sizes).toEqual([0, 1, 2, 1, 0, 0])
})

test('the last rollback to a frame is what counts', () => {
  const trial = new Trial({}, { pointEvery: 1 })
  const seq = move(trial)
  goBack(trial, seq)
  move(trial)
  goBack(trial, seq)
  expect([...rollbackTargetsOf(bytesOf(trial))]).toEqual([[seq, seq + 3]])
})
