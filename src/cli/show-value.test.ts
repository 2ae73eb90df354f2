import { expect, test } from 'vitest'
import { linkOf } from '../kernel/codec/link.ts'
import { pathSteps, valueAt, valueToJson } from './show-value.ts'

test('bytes and links become text', () => {
  const digest = new Uint8Array(32).fill(0xab)
  expect(valueToJson({ a: digest.subarray(0, 2), b: [linkOf('raw', digest)] })).toEqual({
    a: 'abab',
    b: [{ link: 'ab'.repeat(32) }],
  })
})

test('a key of a stranger is a key like any other', () => {
  const hostile = Object.defineProperty(Object.create(null), '__proto__', { value: 1, enumerable: true })
  expect(JSON.stringify(valueToJson(hostile))).toBe('{"__proto__":1}')
})

test.each([
  ['agents/agent-1/pos/x_cm', ['agents', 'agent-1', 'pos', 'x_cm']],
  ['module_state/m1.rule.move~1agent-1', ['module_state', 'm1.rule.move/agent-1']],
  ['a/~01', ['a', '~1']],
])('path %s', (path, steps) => {
  expect(pathSteps(path)).toEqual(steps)
})

test('a path leads into maps and lists and nowhere else', () => {
  const record = { list: [{ x: 5 }], text: 'abc' }
  expect(valueAt(record, ['list', '0', 'x'])).toBe(5)
  expect(valueAt(record, ['list', '00'])).toBeUndefined()
  expect(valueAt(record, ['text', '0'])).toBeUndefined()
  expect(valueAt(record, ['toString'])).toBeUndefined()
})
