import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadRegexEngine } from '../../../adapters/regex.ts'
import { fail } from '../../base/result.ts'
import { linkOf } from '../../codec/link.ts'
import type { Value } from '../../codec/value.ts'
import { tries } from '../../testing/property.ts'
import { parseFilters, type RuleSet } from './filter.ts'
import { compileRuleSet } from './filter-match.ts'
import { naiveMatches } from './testing/naive-matcher.ts'

const engine = await loadRegexEngine()

function ruleSet(event: unknown): RuleSet | undefined {
  const parsed = parseFilters({ event }, 'f')
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault))
  return parsed.value.event
}

const passes = (event: unknown, document: Value): boolean =>
  compileRuleSet(ruleSet(event), engine)?.(document) ?? true

const COMPARISONS: Readonly<Record<string, object>> = {
  'eq 5': { eq: 5 },
  'eq "5"': { eq: '5' },
  'eq true': { eq: true },
  'eq bytes': { eq: Uint8Array.of(5) },
  'eq [5]': { eq: [5] },
  'eq {a:5}': { eq: { a: 5 } },
  'ne 5': { ne: 5 },
  'ne [5]': { ne: [5] },
  'gt 4': { gt: 4 },
  'gt 5': { gt: 5 },
  'gte 5': { gte: 5 },
  'lt 5': { lt: 5 },
  'lt 5.5': { lt: 5.5 },
  'lte 5': { lte: 5 },
  're 5': { re: '5' },
  're nothing': { re: '' },
}

const absent: { readonly a?: Value } = {}

test.each<[string, { readonly a?: Value }, readonly string[]]>([
  ['nothing', absent, []],
  ['null', { a: null }, ['ne 5', 'ne [5]']],
  ['true', { a: true }, ['eq true', 'ne 5', 'ne [5]']],
  ['5', { a: 5 }, ['eq 5', 'ne [5]', 'gt 4', 'gte 5', 'lt 5.5', 'lte 5']],
  ['5.25', { a: 5.25 }, ['ne 5', 'ne [5]', 'gt 4', 'gt 5', 'gte 5', 'lt 5.5']],
  ['-7', { a: -7 }, ['ne 5', 'ne [5]', 'lt 5', 'lt 5.5', 'lte 5']],
  ['"5"', { a: '5' }, ['eq "5"', 'ne 5', 'ne [5]', 're 5', 're nothing']],
  ['""', { a: '' }, ['ne 5', 'ne [5]', 're nothing']],
  ['bytes', { a: Uint8Array.of(5) }, ['eq bytes', 'ne 5', 'ne [5]']],
  ['a link', { a: linkOf('raw', new Uint8Array(32)) }, ['ne 5', 'ne [5]']],
  ['[5]', { a: [5] }, ['eq [5]', 'ne 5']],
  ['[5, 5]', { a: [5, 5] }, ['ne 5', 'ne [5]']],
  ['{a: 5}', { a: { a: 5 } }, ['eq {a:5}', 'ne 5', 'ne [5]']],
  ['{a: 5, b: 5}', { a: { a: 5, b: 5 } }, ['ne 5', 'ne [5]']],
])('%s is matched by these comparisons alone', (_, document, names) => {
  const matching = Object.keys(COMPARISONS).filter((name) =>
    passes([{ path: '/a', ...COMPARISONS[name] }], document as Value),
  )
  expect(matching).toEqual(names)
})

test('1 and 1.0 are one number: there is one way to write it in canonical bytes', () => {
  expect(passes([{ path: '/a', eq: JSON.parse('1.0') }], { a: 1 })).toBe(true)
  expect(passes([{ path: '/a', eq: JSON.parse('[1.0, 2]') }], { a: [1, 2] })).toBe(true)
})

test('maps are equal whatever order they were written in', () => {
  expect(passes([{ path: '', eq: { b: 1, a: [{ d: 2, c: 3 }] } }], { a: [{ c: 3, d: 2 }], b: 1 })).toBe(true)
})

test.each<[string, Value, boolean]>([
  ['', 1, true],
  ['/', { '': 1 }, true],
  ['/a/b', { a: { b: 1 } }, true],
  ['/a~1b', { 'a/b': 1 }, true],
  ['/m~0n', { 'm~n': 1 }, true],
  ['/~01', { '~1': 1 }, true],
  ['/0', [1], true],
  ['/a/10', { a: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1] }, true],
  ['/00', [1], false],
  ['/01', [0, 1], false],
  ['/-', [1], false],
  ['/+0', [1], false],
  ['/-1', [1], false],
  ['/1', [1], false],
  ['/9999999999', [1], false],
  ['/length', [1], false],
  ['/length', 'a', false],
  ['/0', { '0': 1 }, true],
  ['/0', Uint8Array.of(1), false],
  ['/constructor/name', {}, false],
  ['/__proto__', {}, false],
])('%s in %j finds a 1: %s', (path, document, found) => {
  expect(passes([{ path, eq: 1 }], document)).toBe(found)
})

test('all of all, and one of any when there are some', () => {
  const is = (value: number): unknown => ({ path: '/a', eq: value })
  const document = { a: 1 }
  expect(passes({ all: [is(1)], any: [] }, document)).toBe(true)
  expect(passes({ all: [], any: [] }, document)).toBe(true)
  expect(passes({}, document)).toBe(true)
  expect(passes({ any: [is(2), is(1)] }, document)).toBe(true)
  expect(passes({ any: [is(2), is(3)] }, document)).toBe(false)
  expect(passes({ all: [is(2)], any: [is(1)] }, document)).toBe(false)
  expect(
    passes(
      [
        { path: '/a', gte: 1 },
        { path: '/a', lt: 2 },
      ],
      document,
    ),
  ).toBe(true)
})

test('rules that are not there make no test, so no document is made', () => {
  expect(compileRuleSet(undefined, undefined)).toBeUndefined()
  expect(compileRuleSet(ruleSet({ all: [], any: [] }), undefined)).toBeUndefined()
})

test('a pattern that the engine refuses never matches', () => {
  const refusing = compileRuleSet(ruleSet([{ path: '', re: '(' }]), { compile: () => fail('regex_invalid') })
  expect(refusing?.('(')).toBe(false)
  expect(
    compileRuleSet(
      ruleSet({
        any: [
          { path: '', re: '(' },
          { path: '', eq: '(' },
        ],
      }),
      engine,
    )?.('('),
  ).toBe(true)
})

const names = fc.constantFrom('a', 'b', '0', '1')
const leaf = fc.constantFrom<Value>(0, 1, 2, -1, 'a', 'ab', '', true, null)
const tree = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value
const path = fc.array(names, { maxLength: 3 }).map((tokens) => tokens.map((token) => `/${token}`).join(''))
const comparison = fc.oneof(
  fc.record({ eq: tree.filter((value) => value !== null) }),
  fc.record({ ne: tree.filter((value) => value !== null) }),
  ...['gt', 'gte', 'lt', 'lte'].map((name) => fc.integer({ min: -1, max: 2 }).map((n) => ({ [name]: n }))),
  fc.record({ re: fc.constantFrom('a', '^a$', 'b$', '') }),
)
const rules = fc.array(
  fc.tuple(path, comparison).map(([where, what]) => ({ path: where, ...what })),
  { maxLength: 3 },
)
const anyRuleSet = fc.oneof(rules, fc.record({ all: rules, any: rules }, { requiredKeys: [] }))

test('matches as the rules are written', () => {
  fc.assert(
    fc.property(anyRuleSet, fc.array(tree, { maxLength: 6 }), (written, documents) => {
      const set = ruleSet(written)
      for (const document of documents) expect(passes(written, document)).toBe(naiveMatches(set, document))
    }),
    tries(300),
  )
})
