import { describe, expect, test } from 'vitest'
import { bytesToHex } from '../base/order.ts'
import { decodeCanonical } from '../codec/decode.ts'
import type { ValueMap } from '../codec/value.ts'
import { rootHex } from '../testing/property.ts'
import { bytesOf, verify } from '../testing/recordings.ts'
import { begin } from '../testing/run.ts'
import { at, Trial } from '../testing/trial.ts'
import { executeAction, takeBack } from './decide.ts'
import { openGenesis } from './genesis.ts'
import { applyRecorded, rootOf } from './world.ts'

const act = (trial: Trial, actor: string, kind: string, payload: ValueMap, key = `k${trial.frames.length}`) =>
  trial.submit({ actor, kind, payload, key })

const back = (trial: Trial, toSeq: number, toHash = trial.record(toSeq).hash) =>
  act(trial, 'host', 'rollback', { toSeq, toHash, reason: 'a test' })

/** A world with a past: somebody moved, was born, gave, scheduled. Every frame may be gone back to. */
function lived(): Trial {
  const trial = new Trial({}, { pointEvery: 1 })
  act(trial, 'ada', 'action.move_agent', { agent_id: 'ada', to: at(3) })
  act(trial, 'person:ann', 'action.register_agent', { agent_id: 'eve', pos: at(0) })
  const transfer = { from_agent_id: 'ada', to_agent_id: 'bob', kind: 'electricity', amount: 5 }
  act(trial, 'ada', 'action.move_agent', { agent_id: 'ada', to: at(0) })
  act(trial, 'driver:trial', 'action.emit_resource_transfer', transfer)
  act(trial, 'person:ann', 'action.create_snapshot', { name: 'here' })
  act(trial, 'host', 'tick', { by: 2 })
  return trial
}

describe('rollback', () => {
  test('restores what the world is; how it is run goes on', () => {
    const trial = lived()
    const { state } = trial.world
    expect(back(trial, 1)).toMatchObject({ ok: true })
    expect(state.get('agents', 'ada')).toMatchObject({ pos: at(3), resources: { electricity: 40 } })
    expect(state.has('agents', 'eve')).toBe(false)
    expect(state.get('agents', 'bob')).toMatchObject({ resources: {} })
    expect(state.has('snapshots', 'here')).toBe(true)
    expect(trial.world.head.time).toBe(2)
    const [event] = trial.frames.at(-1)?.frame.events ?? []
    expect(event).toMatchObject({ kind: 'rollback.applied', payload: { toSeq: 1 } })
    expect(bytesToHex(event?.payload['toRoot'] as Uint8Array)).toBe(
      bytesToHex(trial.points.get(1)?.root ?? new Uint8Array()),
    )
  })

  test('its patch holds the records that differ and no others', () => {
    const trial = lived()
    back(trial, 4)
    const [patch] = [...trial.blobs.values()]
    const lines = decodeCanonical(patch ?? new Uint8Array())
    // Since frame 4 only the clock and a name were written, and neither is what the world is.
    expect(lines).toEqual({ ok: true, value: [] })
    back(trial, 3)
    const later = decodeCanonical([...trial.blobs.values()].at(-1) ?? new Uint8Array())
    const keys =
      later.ok && Array.isArray(later.value) ? later.value.map((line) => (line as readonly unknown[])[1]) : []
    expect(keys).toEqual(['ada', 'bob'])
  })

  test('going back and forth ends where it began, and whoever folds it needs no earlier state', () => {
    const trial = lived()
    const before = { ...Object.fromEntries(trial.world.state.entries('agents')) }
    back(trial, 0)
    back(trial, 6)
    expect({ ...Object.fromEntries(trial.world.state.entries('agents')) }).toEqual(before)
    const follower = openGenesis(trial.record(0), trial.ports)
    if (!follower.ok) throw new Error(JSON.stringify(follower.fault))
    for (const record of trial.frames.slice(1))
      expect(applyRecorded(follower.value, record)).toMatchObject({ ok: true })
    expect(rootHex(follower.value.state)).toBe(bytesToHex(rootOf(trial.world)))
  })

  test('a frame names the blobs that it needs, whatever frames before it named', () => {
    const trial = lived()
    act(trial, 'ada', 'action.move_agent', { agent_id: 'ada', to: at(7) })
    back(trial, 4)
    act(trial, 'ada', 'action.move_agent', { agent_id: 'ada', to: at(7) })
    back(trial, 4)
    const refsOf = (seq: number) => trial.record(seq).frame.refs?.map(({ digest }) => bytesToHex(digest))
    const [event] = trial.record(8).frame.events
    expect(refsOf(8)).toEqual([bytesToHex(event?.payload['patch'] as Uint8Array)])
    expect(refsOf(10)).toEqual(refsOf(8))
    expect(trial.blobs.size).toBe(1)
    expect(verify(bytesOf(trial), { ports: trial.ports })).toMatchObject({
      seals: { intact: true, reproduced: true },
    })
  })

  test('keys taken before stay taken, and snapshots stay named', () => {
    const trial = lived()
    act(trial, 'ada', 'action.query_observation', { agent_id: 'ada' }, 'once')
    back(trial, 1)
    expect(act(trial, 'ada', 'action.query_observation', { agent_id: 'ada' }, 'once')).toMatchObject({
      ok: false,
      fault: { reason: 'duplicate', seq: 7 },
    })
  })

  test('is refused for what is not earlier, not there or another branch’s, and rejected for whoever may not', () => {
    const trial = lived()
    expect(back(trial, 6, new Uint8Array(32))).toMatchObject({ fault: { reason: 'rollback_hash_differs' } })
    expect(
      act(trial, 'host', 'rollback', { toSeq: 99, toHash: new Uint8Array(32), reason: '' }),
    ).toMatchObject({
      fault: { reason: 'rollback_not_earlier' },
    })
    trial.points.delete(2)
    expect(back(trial, 2)).toMatchObject({ fault: { reason: 'rollback_target_absent' } })
    const { hash } = trial.record(1)
    act(trial, 'bob', 'rollback', { toSeq: 1, toHash: hash, reason: '' })
    expect(trial.frames.at(-1)?.frame).toMatchObject({
      events: [{ kind: 'domain.action_rejected', payload: { reason: { type: 'CapabilityMissing' } } }],
    })
    // A rejected rollback is a rollback frame all the same, so it is sealed.
    expect(trial.frames.at(-1)?.frame.seal).toBeDefined()
  })
})

test('a rollback whose patch no file could hold is refused', () => {
  const target = { hash: new Uint8Array(32), root: new Uint8Array(32), patchDigest: new Uint8Array(32) }
  const run = begin({ rollbackTarget: () => ({ ...target, patch: new Uint8Array(8 * 1024 * 1024 + 1) }) })
  expect(run.try('host', 'rollback', { toSeq: 0, toHash: target.hash, reason: 'test' })).toMatchObject({
    fault: { kind: 'action.refused', reason: 'rollback_too_large' },
  })
})

test('what an agent scheduled before a rollback took it away is rejected', () => {
  const trial = lived()
  const payload = { agent_id: 'dog', pos: at(0) }
  const action = { kind: 'action.register_agent', v: 1, payload, actor: 'eve' }
  act(trial, 'eve', 'action.schedule_action', { at: 3, action })
  back(trial, 1)
  act(trial, 'host', 'tick', { by: 1 })
  expect(trial.frames.at(-1)?.frame.events.at(-1)?.payload['reason']).toEqual({
    type: 'Malformed',
    data: { path: 'actor' },
  })
  expect(trial.world.state.has('agents', 'dog')).toBe(false)
})

test('a frame that was just made can be taken back, look-ups included', () => {
  const trial = lived()
  const { world } = trial
  const { head } = world
  const root = bytesToHex(rootOf(world))
  const action = {
    kind: 'action.move_agent',
    v: 1,
    payload: { agent_id: 'bob', to: at(9) },
    actor: 'bob',
    key: 'x',
    origin: 'input',
  } as const
  const made = executeAction(world, action)
  if (!made.ok) throw new Error(JSON.stringify(made.fault))
  expect(world.firstSeqOf('bob', 'x')).toBe(head.seq + 1)
  takeBack(world, made.value, head)
  expect(world.head).toEqual(head)
  expect(world.firstSeqOf('bob', 'x')).toBeUndefined()
  expect(bytesToHex(rootOf(world))).toBe(root)
  expect(rootHex(world.state)).toBe(root)
  expect(executeAction(world, action)).toMatchObject({ ok: true, value: { hash: made.value.hash } })
})
