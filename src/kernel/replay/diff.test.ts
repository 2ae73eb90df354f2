import { describe, expect, test } from 'vitest'
import { linkOf } from '../codec/link.ts'
import { State } from '../state/collection.ts'
import { Recorder } from '../state/recorder.ts'
import {
  describeValue,
  diffChanges,
  diffStates,
  diffValues,
  firstDifference,
  squashChanges,
  valueAt,
} from './diff.ts'

describe('differences', () => {
  test('are leaves, ordered by path, with escaped parts', () => {
    const a = { x: 1, list: [1, 2, { y: 'a' }], 'a/b': 1, same: new Uint8Array([1]), gone: null }
    const b = {
      x: 2,
      list: [1, 2, { y: 'b' }, 9],
      'a/b': { 'c~d': 0 },
      same: new Uint8Array([1]),
      link: linkOf('raw', new Uint8Array(32)),
    }
    expect([...diffValues(a, b)].map(({ path }) => path)).toEqual([
      'a~1b',
      'gone',
      'link',
      'list/2/y',
      'list/3',
      'x',
    ])
    expect(firstDifference(a, { ...a })).toBeUndefined()
    expect(firstDifference([], {}, 'p')).toEqual({ path: 'p', a: [], b: {} })
  })

  test('of changes: one a field, writes that cancel out left out', () => {
    const recorder = new Recorder(new State())
    recorder.put('agents', 'ada', { pos: { x: 1 }, name: 'Ada' })
    recorder.put('module_state', 'm1.rule/ada', { v: 1 })
    recorder.takeChanges()
    const before = recorder.get('agents', 'ada')
    recorder.put('agents', 'ada', { pos: { x: 2 }, name: 'Ada' })
    recorder.put('agents', 'ada', { pos: { x: 3 } })
    recorder.put('agents', 'bob', { pos: { x: 0 } })
    recorder.delete('agents', 'bob')
    recorder.put('module_state', 'm1.rule/ada', { v: 2 })
    const changes = recorder.takeChanges()
    expect(squashChanges(changes)).toHaveLength(2)
    expect(squashChanges(changes)[0]?.before).toBe(before)
    expect(diffChanges(changes)).toEqual([
      { path: 'agents/ada/name', a: 'Ada', b: undefined },
      { path: 'agents/ada/pos/x', a: 1, b: 3 },
      { path: 'module_state/m1.rule~1ada/v', a: 1, b: 2 },
    ])
    const state = recorder.state
    expect(valueAt(state, 'module_state/m1.rule~1ada/v')).toBe(2)
    expect(valueAt(state, 'agents/ada/pos')).toEqual({ x: 3 })
    expect(valueAt(state, 'agents/ada/pos/x/deeper')).toBeUndefined()
    expect(valueAt(state, 'agents/ada/constructor')).toBeUndefined()
    expect(valueAt(state, 'agents')).toBeUndefined()
  })

  test('of states: every collection, in order', () => {
    const [a, b] = [new State(), new State()]
    a.set('agents', 'x', { v: 1 })
    b.set('agents', 'y', { v: 1 })
    b.set('ledger', 'data', { balance: 1 })
    expect([...diffStates(a, b)].map(({ path }) => path)).toEqual(['agents/x', 'agents/y', 'ledger/data'])
  })

  test('are told in few words', () => {
    expect(
      [
        undefined,
        null,
        true,
        3,
        'a',
        'x'.repeat(200),
        new Uint8Array([255]),
        new Uint8Array(100),
        [],
        {},
      ].map(describeValue),
    ).toEqual(['nothing', 'null', 'true', 3, 'a', 'text of 200', 'ff', '100 bytes', 'list', 'map'])
  })
})
