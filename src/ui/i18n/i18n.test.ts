import { expect, test } from 'vitest'
import { addWords, sayData, translate } from './i18n.ts'
import type { TextKey } from './text.ts'

/** Sentences of the tests' own, in a section that the studio does not have. */
addWords('en', {
  trial: {
    filled: 'to {{seq}} of {{seq}}, {{other}}',
    pair: '{{seq}}{{other}}',
    step_one: '{{count}} step',
    step_other: '{{count}} steps',
  },
})

/** Keys of sentences that no word file declares. */
const say = (name: string, values: Readonly<Record<string, string | number>> = {}): string =>
  sayData(`trial.${name}` as TextKey, values)

test('values are filled in where they are named', () => {
  expect(say('filled', { seq: '1,024', other: 'x' })).toBe('to 1,024 of 1,024, x')
})

test('what a value says is never read as a sentence', () => {
  expect(say('pair', { seq: '{{other}}', other: '$&' })).toBe('{{other}}$&')
  expect(say('pair', { seq: '$t(seal.never)', other: '<b>' })).toBe('$t(seal.never)<b>')
})

test('plurals go by count', () => {
  expect(say('step', { count: 1 })).toBe('1 step')
  expect(say('step', { count: 0 })).toBe('0 steps')
})

test('words that come later leave those that were there', () => {
  const before = translate('seal.never')
  addWords('en', { seal: { trial: 'of a trial' } })
  expect(translate('seal.never')).toBe(before)
  expect(sayData('seal.trial' as TextKey, {})).toBe('of a trial')
  expect(sayData('seal.unknown' as TextKey, {})).toBe('seal.unknown')
})
