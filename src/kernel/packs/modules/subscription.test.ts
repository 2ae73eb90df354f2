import { expect, test } from 'vitest'
import { ok } from '../../base/result.ts'
import { matchesKind, parseSubscription } from './subscription.ts'

const reasonOf = (value: unknown): unknown => {
  const parsed = parseSubscription(value, 's')
  return parsed.ok ? parsed.value.stage : [parsed.fault.reason, parsed.fault.path]
}

test('the stage follows from the kinds where none is named', () => {
  expect(parseSubscription({ event_kinds: ['domain.*'], action_kinds: [] }, 's')).toEqual(
    ok({ stage: 'post_event', kinds: ['domain.*'], filters: {}, shard: [] }),
  )
  expect(reasonOf({ action_kinds: ['*'] })).toBe('pre_action')
  expect(reasonOf({ action_kinds: ['*'], stage: null })).toBe('pre_action')
  expect(reasonOf({ action_kinds: ['*'], stage: 'post_action', filters: null })).toBe('post_action')
})

const E1 = { event_kinds: ['domain.agent_moved'] }
const A1 = { action_kinds: ['action.move_agent'] }

test.each([
  [{ ...E1, ...A1, stage: 'post_event' }, 'post_event_with_action_kinds', 's'],
  [{ ...A1, stage: 'post_event' }, 'post_event_with_action_kinds', 's'],
  [{ stage: 'post_event' }, 'post_event_without_event_kinds', 's'],
  [{ ...E1, ...A1, stage: 'pre_action' }, 'action_stage_with_event_kinds', 's'],
  [{ ...E1, stage: 'post_action' }, 'action_stage_with_event_kinds', 's'],
  [{ stage: 'pre_action', action_kinds: [] }, 'action_stage_without_action_kinds', 's'],
  [{ stage: 'post_action' }, 'action_stage_without_action_kinds', 's'],
  [{ ...E1, ...A1 }, 'mixed_kinds', 's'],
  [{}, 'no_kinds', 's'],
  [{ event_kinds: [], action_kinds: [] }, 'no_kinds', 's'],
  [{ ...A1, stage: 'tick' }, 'stage_unknown', 's/stage'],
  [{ ...A1, stages: 'pre_action' }, 'field_unknown', 's'],
  [{ event_kinds: 'domain.*' }, 'not_a_list', 's/event_kinds'],
  [{ event_kinds: ['domain.*', 7] }, 'not_a_text', 's/event_kinds/1'],
  [{ event_kinds: [''] }, 'kind_pattern', 's/event_kinds/0'],
  [{ event_kinds: ['**'] }, 'kind_pattern', 's/event_kinds/0'],
  [{ event_kinds: ['*.agent_moved'] }, 'kind_pattern', 's/event_kinds/0'],
  [{ event_kinds: ['Domain.*'] }, 'kind_pattern', 's/event_kinds/0'],
  [{ event_kinds: Array.from({ length: 65 }, () => '*') }, 'too_many', 's/event_kinds'],
  [{ ...A1, filters: { action: [{ path: 'x', eq: 1 }] } }, 'pointer_start', 's/filters/action/0/path'],
  [{ ...A1, key: 7 }, 'not_a_text', 's/key'],
  [{ ...A1, key: 'agent' }, 'pointer_start', 's/key'],
  [{ ...A1, key: ['/a', 'b'] }, 'pointer_start', 's/key/1'],
  [{ ...A1, key: ['/a', '/b', '/c', '/d', '/e'] }, 'too_many', 's/key'],
])('refused: %j', (value, reason, path) => {
  expect(reasonOf(value)).toEqual([reason, path])
})

test('a key is one pointer or up to four', () => {
  const shardOf = (key: unknown): unknown => {
    const parsed = parseSubscription({ ...A1, key }, 's')
    return parsed.ok && parsed.value.shard
  }
  expect(shardOf('/payload/agent_id')).toEqual([['payload', 'agent_id']])
  expect(shardOf(['/a', '/b~1c', '', '/d'])).toEqual([['a'], ['b/c'], [], ['d']])
})

test.each([
  ['*', 'anything', true],
  ['domain.*', 'domain.agent_moved', true],
  ['domain.*', 'domain.', true],
  ['dom*', 'domain.agent_moved', true],
  ['domain.*', 'domains', false],
  ['domain.agent_moved', 'domain.agent_moved', true],
  ['domain.agent_moved', 'domain.agent_moved_far', false],
  ['domain.agent_moved*', 'domain.agent_moved', true],
])('pattern %s and kind %s: %s', (pattern, kind, matches) => {
  expect(matchesKind(pattern, kind)).toBe(matches)
})
