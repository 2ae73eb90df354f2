import { expect, test } from 'vitest'
import { PhraseBook } from './phrase-book.ts'

function bookOf(words: Readonly<Record<string, string>>, language = 'en'): PhraseBook {
  const book = new PhraseBook()
  book.add(language, { seal: words })
  return book
}

test('values are filled in where they are named', () => {
  const book = bookOf({ verified: 'to {{seq}} of {{seq}}, {{other}}' })
  expect(book.say(['en'], 'seal.verified', { seq: '1,024' })).toBe('to 1,024 of 1,024, {{other}}')
})

test('what a value says is never read as a sentence', () => {
  const book = bookOf({ verified: '{{seq}}{{other}}' })
  expect(book.say(['en'], 'seal.verified', { seq: '{{other}}', other: '$&' })).toBe('{{other}}$&')
})

test('plurals go by count, and a count that is a text by the many', () => {
  const book = bookOf({ stale_one: '{{count}} step', stale_other: '{{count}} steps' })
  expect(book.say(['en'], 'seal.stale', { count: 1 })).toBe('1 step')
  expect(book.say(['en'], 'seal.stale', { count: 0 })).toBe('0 steps')
  expect(book.say(['en'], 'seal.stale', { count: '1,000' })).toBe('1,000 steps')
})

test('a language without plurals needs one form only', () => {
  const book = bookOf({ stale_other: '{{count}} 步' }, 'zh-CN')
  expect(book.say(['zh-CN', 'en'], 'seal.stale', { count: 1 })).toBe('1 步')
})

test('the next language stands in, and at last the key', () => {
  const book = bookOf({ never: 'not verified' })
  expect(book.say(['zh-CN', 'en'], 'seal.never', {})).toBe('not verified')
  expect(book.say(['en'], 'seal.running', {})).toBe('seal.running')
})
