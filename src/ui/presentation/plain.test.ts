import { describe, expect, test } from 'vitest'
import {
  cutMiddle,
  groupDigits,
  plainText,
  previewText,
  showControls,
  summariseValue,
  textOf,
} from './plain.ts'

describe('plain values', () => {
  test('digits are grouped, the minus is real, fractions stay', () => {
    expect([1234567, -1234, 0, 12.5, 1e21].map(groupDigits)).toEqual([
      '1,234,567',
      '−1,234',
      '0',
      '12.5',
      '1e+21',
    ])
  })

  test('a row says a value or its size', () => {
    expect(summariseValue({ a: 1, b: 2 })).toEqual({ type: 'fields', count: 2 })
    expect(summariseValue([1])).toEqual({ type: 'items', count: 1 })
    expect(summariseValue(Uint8Array.of(1, 2))).toEqual({ type: 'bytes', count: 2 })
    expect(summariseValue({ link: 'ab12' })).toEqual({ type: 'hash', hash: 'ab12' })
    expect(summariseValue(-4581)).toEqual({ type: 'text', text: '−4,581' })
    expect(summariseValue(null)).toEqual({ type: 'text', text: 'null' })
  })

  test('long text is cut in the middle to exactly the room it has', () => {
    expect(cutMiddle('module_state/m1.rule.move~1agent-1', 16)).toBe('module_st…gent-1')
    expect(cutMiddle('short', 16)).toBe('short')
  })

  test('the whole value is readable text', () => {
    expect(
      plainText({ pos: { x_cm: 1 }, tags: ['a'], raw: Uint8Array.of(0, 255), at: { link: 'ab' }, none: {} }),
    ).toBe(
      '{\n  pos: {\n    x_cm: 1\n  },\n  tags: [\n    "a"\n  ],\n  raw: 0x00ff,\n  at: ab,\n  none: {}\n}',
    )
  })

  test('fields are found only where they are own fields', () => {
    expect(textOf({ a: 'x' }, 'a')).toBe('x')
    expect(textOf({}, 'constructor')).toBe(undefined)
    expect(textOf('text', 'length')).toBe(undefined)
  })

  test('direction characters are shown', () => {
    expect(showControls('a\u202eb')).toBe('a\\u202eb')
  })

  test('a small map is one line', () => {
    expect(previewText({ name: 'Hesper', last_active: 4581, pos: { x_cm: 1 } })).toBe(
      'name Hesper · last_active 4,581 · pos …',
    )
    expect(previewText(7)).toBe('7')
  })
})
