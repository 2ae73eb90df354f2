import { expect, test } from 'vitest'
import { linkOf } from '../../kernel/codec/link.ts'
import { framesWith, isInValue, wantText } from './event-text.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

test('words are found in texts, numbers and links, whatever their case, and not in names of fields', () => {
  const value = {
    name: 'Hesper',
    list: [{ deep: 'Kessel Ridge' }],
    count: 4711,
    link: linkOf('raw', new Uint8Array(32).fill(0xab)),
  }
  for (const text of ['hesper', 'RIDGE', '471', 'abab']) expect(isInValue(value, wantText(text))).toBe(true)
  for (const text of ['name', 'deep', 'nobody']) expect(isInValue(value, wantText(text))).toBe(false)
})

test('frames that may hold the words are told from their bytes', () => {
  const segment = bytesOf('..alder|bRIne|cobalt')
  const slices = [
    { bytes: segment, offset: 2, end: 7 },
    { bytes: segment, offset: 8, end: 13 },
    { bytes: segment, offset: 14, end: 20 },
    { bytes: bytesOf('brine'), offset: 0, end: 5 },
    { bytes: bytesOf('ember'), offset: 0, end: 5 },
  ]
  expect(framesWith(slices, wantText('brine'))).toEqual(new Set([1, 3]))
  expect(framesWith(slices, wantText('e'))).toEqual(new Set([0, 1, 3, 4]))
  expect(framesWith(slices, wantText('nobody'))).toEqual(new Set())
  expect(framesWith(slices, wantText('ü'))).toBeUndefined()
})
