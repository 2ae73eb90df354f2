import { expect, test } from 'vitest'
import type { WorldSummary } from '../../workers/protocol.ts'
import { markWorlds } from './world-labels.ts'

const world = (worldKey: string, name: string, seed: number, genesis: string): WorldSummary => ({
  worldKey,
  name,
  genesis,
  scenario: 'first-light',
  seed,
  head: { seq: 0, hash: '', time: 0, events: 0 },
  isRunnable: true,
})

test('names of their own need nothing', () => {
  expect(markWorlds([world('a', 'Belt', 1, 'aa'), world('b', 'Light', 1, 'bb')]).size).toBe(0)
})

test('one name is told apart by seed, one seed by the genesis hash', () => {
  const marks = markWorlds([
    world('a', 'Belt', 1, 'aaaaaaaa'),
    world('b', 'Belt', 2, 'bbbbbbbb'),
    world('c', 'Belt', 2, 'cccccccc'),
  ])
  expect(marks.get('a')).toEqual({ seed: 1 })
  expect(marks.get('b')).toEqual({ seed: 2, hash: 'bbbbbb' })
  expect(marks.get('c')).toEqual({ seed: 2, hash: 'cccccc' })
})
