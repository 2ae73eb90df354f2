import { describe, expect, test } from 'vitest'
import { bytesToHex } from '../base/order.ts'
import { nodeSha256 } from '../testing/node-sha256.ts'
import { begin } from '../testing/run.ts'
import { at } from '../testing/trial.ts'
import { drainQueue } from './decide.ts'
import { openGenesis } from './genesis.ts'
import { applyRecorded, rootOf } from './world.ts'

describe('time and the queue', () => {
  test('a scheduled action runs as a derived frame at its tick, and the queue then is empty', () => {
    const run = begin()
    const { world } = run
    const action = { kind: 'action.move_agent', v: 1, payload: { agent_id: 'ada', to: at(9) }, actor: 'ada' }
    run.events('ada', 'action.schedule_action', { at: 2, action })
    expect(run.rejection('ada', 'action.schedule_action', { at: 0, action })).toMatchObject({
      type: 'TimeNotAhead',
    })
    expect(run.rejection('bob', 'action.schedule_action', { at: 5, action })).toMatchObject({
      type: 'NotOwner',
    })
    run.tick()
    expect(world.state.get('agents', 'ada')).toMatchObject({ pos: at(0) })
    const second = run.tick()
    const frames = second.ok ? second.value.map((each) => each.frame) : []
    expect(frames.map((frame) => [frame.action.kind, frame.action.origin])).toEqual([
      ['tick', 'input'],
      ['action.move_agent', 'derived'],
    ])
    // Every chain ends in an input: the derived action's cause is the event that queued it.
    expect(frames[1]?.action.cause).toBe((frames[0]?.firstEvent ?? 0) + 1)
    expect(world.state.get('agents', 'ada')).toMatchObject({ pos: at(9) })
    expect(world.state.size('queue') + world.state.size('due')).toBe(0)
  })

  test('what an input would be refused for rejects a derived action; a full queue refuses', () => {
    const run = begin()
    const broken = { kind: 'action.move_agent', v: 1, payload: { agent_id: 'ada' }, actor: 'ada' }
    for (let index = 0; index < 3; index += 1)
      expect(run.try('ada', 'action.schedule_action', { at: 1, action: broken }).ok).toBe(true)
    expect(run.try('ada', 'action.schedule_action', { at: 1, action: broken })).toMatchObject({
      ok: false,
      fault: { reason: 'queue_full' },
    })
    const ticked = run.tick()
    const derived = ticked.ok ? ticked.value.slice(1) : []
    expect(derived).toHaveLength(3)
    for (const { frame } of derived)
      expect(frame.events[1]).toMatchObject({
        kind: 'domain.action_rejected',
        payload: { reason: { type: 'Malformed' } },
      })
  })

  test('a world reopened between two frames of a group goes on to the same bytes', () => {
    const run = begin()
    const { world } = run
    const action = { kind: 'action.move_agent', v: 1, payload: { agent_id: 'ada', to: at(9) }, actor: 'ada' }
    run.events('ada', 'action.schedule_action', { at: 1, action })
    run.tick()
    const [genesis, ...rest] = run.frames
    if (genesis === undefined) throw new Error('no genesis')
    const reopened = openGenesis(genesis, { sha256: nodeSha256 })
    if (!reopened.ok) throw new Error(JSON.stringify(reopened.fault))
    for (const frame of rest.slice(0, -1))
      expect(applyRecorded(reopened.value, frame)).toEqual({ ok: true, value: undefined })
    expect(reopened.value.state.size('queue')).toBe(1)
    drainQueue(reopened.value)
    expect(reopened.value.head).toEqual(world.head)
    expect(bytesToHex(rootOf(reopened.value))).toBe(bytesToHex(rootOf(world)))
  })

  test('only the host ticks', () => {
    const run = begin()
    expect(run.rejection('ada', 'tick', { by: 1 })).toMatchObject({ type: 'CapabilityMissing' })
  })
})
