import { expect, test } from 'vitest'
import { fail, ok } from '../../base/result.ts'
import { parseFilters, usesRegex } from './filter.ts'
import type { RegexEngine } from './filter-regex.ts'

const reasonOf = (value: unknown, engine?: RegexEngine): unknown => {
  const parsed = parseFilters(value, 'f', engine)
  return parsed.ok ? 'taken' : [parsed.fault.kind, parsed.fault.reason, parsed.fault.path]
}
const rule = (more: object): unknown => ({ event: [{ path: '/a', ...more }] })

test('a list is short for all, and what is left out or null is no filter', () => {
  const written = { event: [{ path: '/body/kind', eq: 'Domain' }], action: { any: [{ path: '', ne: 1 }] } }
  expect(parseFilters(written, 'f')).toEqual(
    ok({
      event: { all: [{ at: ['body', 'kind'], operator: 'eq', operand: 'Domain' }], any: [] },
      action: { all: [], any: [{ at: [], operator: 'ne', operand: 1 }] },
    }),
  )
  for (const nothing of [undefined, null, {}, { event: null, action: undefined }])
    expect(parseFilters(nothing, 'f')).toEqual(ok({}))
})

test('tokens of a pointer are unescaped in the order of RFC 6901', () => {
  const parsed = parseFilters({ event: [{ path: '/a~1b/m~0n/~01/', eq: 1 }] }, 'f')
  expect(parsed.ok && parsed.value.event?.all[0]?.at).toEqual(['a/b', 'm~n', '~1', ''])
})

test.each([
  ['text', 'not_a_map', 'f'],
  [[], 'not_a_map', 'f'],
  [{ events: [] }, 'field_unknown', 'f'],
  [{ event: 'all' }, 'not_a_map', 'f/event'],
  [{ event: { all: [], none: [] } }, 'field_unknown', 'f/event'],
  [{ event: { any: {} } }, 'not_a_list', 'f/event/any'],
  [{ event: { all: null } }, 'not_a_list', 'f/event/all'],
  [{ event: [7] }, 'not_a_map', 'f/event/0'],
  [{ event: [{ path: '/a', eq: 1, not: 2 }] }, 'field_unknown', 'f/event/0'],
  [{ event: [{ eq: 1 }] }, 'field_missing', 'f/event/0/path'],
  [{ event: [{ path: 1, eq: 1 }] }, 'not_a_text', 'f/event/0/path'],
  [{ event: [{ path: 'a', eq: 1 }] }, 'pointer_start', 'f/event/0/path'],
  [{ event: [{ path: '/a~2', eq: 1 }] }, 'pointer_escape', 'f/event/0/path'],
  [{ event: [{ path: '/a~', eq: 1 }] }, 'pointer_escape', 'f/event/0/path'],
  [{ event: [{ path: '/a'.repeat(25), eq: 1 }] }, 'pointer_too_deep', 'f/event/0/path'],
  [{ event: [{ path: `/${'a'.repeat(512)}`, eq: 1 }] }, 'too_long', 'f/event/0/path'],
  [{ event: [{ path: '/\ud800', eq: 1 }] }, 'not_well_formed', 'f/event/0/path'],
  [rule({}), 'operator_count', 'f/event/0'],
  [rule({ eq: null }), 'operator_count', 'f/event/0'],
  [rule({ gt: 1, lt: 2 }), 'operator_count', 'f/event/0'],
  [rule({ gt: '1' }), 'operand_not_a_number', 'f/event/0/gt'],
  [rule({ gte: Number.NaN }), 'operand_not_finite', 'f/event/0/gte'],
  [rule({ lt: Number.POSITIVE_INFINITY }), 'operand_not_finite', 'f/event/0/lt'],
  [rule({ lte: true }), 'operand_not_a_number', 'f/event/0/lte'],
  [rule({ eq: Number.NaN }), 'operand_not_finite', 'f/event/0/eq'],
  [rule({ ne: () => 1 }), 'operand_not_a_value', 'f/event/0/ne'],
  [rule({ eq: '\ud800' }), 'operand_not_a_value', 'f/event/0/eq'],
  [rule({ re: 1 }), 'not_a_text', 'f/event/0/re'],
  [rule({ re: 'a'.repeat(257) }), 'too_long', 'f/event/0/re'],
  [{ event: Array.from({ length: 65 }, () => ({ path: '', eq: 1 })) }, 'too_many', 'f/event'],
  [
    {
      event: Array.from({ length: 40 }, () => ({ path: '', eq: 1 })),
      action: { any: Array.from({ length: 25 }, () => ({ path: '', eq: 1 })) },
    },
    'too_many',
    'f',
  ],
])('refused: %j', (value, reason, path) => {
  expect(reasonOf(value)).toEqual(['input.invalid', reason, path])
})

test('an operator that is null is not given', () => {
  expect(reasonOf(rule({ eq: 1, re: null }))).toBe('taken')
})

test('names that every object has are fields like others', () => {
  expect(reasonOf(JSON.parse('{"event": [{"path": "/a", "__proto__": 1, "eq": 1}]}'))).toEqual([
    'input.invalid',
    'field_unknown',
    'f/event/0',
  ])
})

test('with an engine, a pattern that it refuses is located', () => {
  const engine: RegexEngine = {
    compile: (pattern) => (pattern === 'good' ? ok(() => true) : fail('regex_invalid')),
  }
  expect(reasonOf(rule({ re: 'good' }), engine)).toBe('taken')
  expect(reasonOf({ action: { any: [{ path: '', re: '(' }] } }, engine)).toEqual([
    'input.invalid',
    'regex_invalid',
    'f/action/any/0/re',
  ])
  expect(reasonOf(rule({ re: '(' }))).toBe('taken')
})

test('only patterns ask for an engine', () => {
  const uses = (value: unknown): boolean => {
    const parsed = parseFilters(value, 'f')
    return parsed.ok && usesRegex(parsed.value)
  }
  expect(uses(rule({ re: 'a' }))).toBe(true)
  expect(uses({ action: { any: [{ path: '', re: 'a' }] } })).toBe(true)
  expect(uses(rule({ eq: 'a' }))).toBe(false)
  expect(uses(undefined)).toBe(false)
})
