import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EventDraft } from '../../catalogue/define.ts'
import { State } from '../../state/collection.ts'
import { Recorder, undoChanges } from '../../state/recorder.ts'
import { rootHex, tries } from '../../testing/property.ts'
import { applyEvents, checkEvents, NO_BLOBS, tryApplyFrame } from '../../world/apply.ts'
import { CATALOGUE } from '../../world/catalogue.ts'
import { failCall, passCall, stateOf, updateState } from './calls.ts'
import { moduleActivated, stateUpdated } from './events.ts'
import { QUARANTINE_FAILURES } from './limits.ts'
import { isQuarantined } from './registry.ts'

const MODULE = { module_id: 'm.a', version: '1.0.0+x' }
const PLACE = { firstEvent: 1, seq: 1, time: 1 }

class Registry {
  readonly state = new State()
  readonly recorder = new Recorder(this.state)
  readonly events: EventDraft[] = []

  add(drafts: readonly EventDraft[]): readonly string[] {
    expect(checkEvents(CATALOGUE, { seq: 1, events: drafts }, NO_BLOBS)).toBeUndefined()
    applyEvents(CATALOGUE, this.recorder, drafts, PLACE, NO_BLOBS)
    this.events.push(...drafts)
    return drafts.map(({ kind }) => kind)
  }

  fail(): readonly string[] {
    const failure = { ...MODULE, trace_id: 't', code: 'trap', detail: 'memory_limit' } as const
    return this.add(failCall(this.state, failure))
  }

  pass(): readonly string[] {
    return this.add(passCall(this.state, MODULE))
  }
}

const write = fc.record({
  module: fc.constantFrom('m.a', 'm.b'),
  shard: fc.constantFrom('', 'ada', 'ada/:n7'),
  after: fc.uint8Array({ maxLength: 12 }),
})

test('shards hold what was written last; a fold holds the same, and undo nothing', () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 12 }), (writes) => {
      const live = new Registry()
      const wanted = new Map<string, Uint8Array>()
      for (const { module, shard, after } of writes) {
        live.add(updateState(live.state, { module, shard }, after))
        wanted.set(`${module}/${shard}`, after)
        expect(stateOf(live.state, module, shard)).toEqual(after)
        expect(updateState(live.state, { module, shard }, after)).toEqual([])
      }
      const kept = [...wanted].filter(([, bytes]) => bytes.length > 0).map(([key]) => key)
      expect(live.state.keys('module_state')).toEqual(kept.toSorted())
      const folded = new Registry()
      folded.add(live.events)
      expect(rootHex(folded.state)).toBe(rootHex(live.state))
      undoChanges(live.state, live.recorder.takeChanges())
      expect(rootHex(live.state)).toBe(rootHex(new State()))
    }),
    tries(200),
  )
})

test('a change of another state is a located fault, and changes nothing', () => {
  const world = new Registry()
  world.add(updateState(world.state, { module: 'm.a', shard: 'ada' }, Uint8Array.of(1, 2, 3)))
  const before = rootHex(world.state)
  const right = { module: 'm.a', shard: 'ada', base: 1, head: 0, tail: 0, insert: Uint8Array.of(9) }
  for (const delta of [
    { ...right, base: 0 },
    { ...right, base: 2 },
    { ...right, head: 2, tail: 2 },
  ]) {
    const frame = {
      v: 1,
      seq: 0,
      time: 1,
      parent: null,
      action: { kind: 'tick', v: 1, payload: {}, actor: 'host', key: 'k', origin: 'derived' },
      firstEvent: 1,
      events: [stateUpdated.create(delta)],
    } as const
    expect(tryApplyFrame(CATALOGUE, world.recorder, frame, NO_BLOBS)).toEqual({
      ok: false,
      fault: {
        kind: 'replay.divergence',
        seq: 0,
        reason: 'not_applicable',
        path: 'module_state/m.a~1ada',
      },
    })
    expect(rootHex(world.state)).toBe(before)
  }
})

test('failures in a row lead to quarantine, and only activation out of it', () => {
  const world = new Registry()
  const isOut = () => isQuarantined(world.state, MODULE.module_id, MODULE.version)
  expect(world.pass()).toEqual([])
  expect(world.fail()).toEqual(['module.call_failed'])
  expect(world.pass()).toEqual(['module.recovered'])
  for (let count = 1; count < QUARANTINE_FAILURES; count += 1)
    expect(world.fail()).toEqual(['module.call_failed'])
  expect(isOut()).toBe(false)
  expect(world.fail()).toEqual(['module.call_failed', 'module.quarantined'])
  expect(isOut()).toBe(true)
  expect(world.fail()).toEqual(['module.call_failed'])
  expect(isOut()).toBe(true)
  world.add([moduleActivated.create({ ...MODULE, activated_by: 'host' })])
  expect(isOut()).toBe(false)
  expect(world.state.keys('module_health')).toEqual([])
})
