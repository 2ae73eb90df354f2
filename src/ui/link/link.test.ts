import { expect, test } from 'vitest'
import { EMPTY_LINK, formatLink, parseLink } from './link.ts'

const world = 'ab'.repeat(32)

test('a whole link comes back as it was written', () => {
  const link = { world, branch: 'main', seq: 57, selection: 'path:agents/hesper/pos~1x' } as const
  expect(parseLink(formatLink(link))).toEqual({ link, badParts: [] })
})

test('ids with separators survive', () => {
  const link = { ...EMPTY_LINK, selection: 'agent:a&b=c#d' } as const
  expect(parseLink(formatLink(link)).link.selection).toBe('agent:a&b=c#d')
})

test('a bad part is left out and named, the rest stands', () => {
  const parsed = parseLink(`#w=${world}&s=-4&sel=nothing&b=main&v=1&zoom=3`)
  expect(parsed.link).toEqual({ world, branch: 'main', seq: undefined, selection: undefined })
  expect([...parsed.badParts].toSorted()).toEqual(['s', 'sel', 'zoom'])
})

test('steps are plain digits of a safe size', () => {
  for (const text of ['1e3', '01', '0x10', '9'.repeat(16), '', ' 1'])
    expect(parseLink(`#s=${encodeURIComponent(text)}`).badParts, text).toEqual(['s'])
  expect(parseLink('#s=0').link.seq).toBe(0)
})

test('no fragment is no link and no complaint', () => {
  expect(parseLink('')).toEqual({ link: EMPTY_LINK, badParts: [] })
})

test('a part said twice is named, and the first one counts', () => {
  expect(parseLink('#s=3&s=9')).toEqual({ link: { ...EMPTY_LINK, seq: 3 }, badParts: ['s'] })
})

test('names of parts are cut, and their controls shown', () => {
  const [long, bidi, bare] = parseLink(`#${'x'.repeat(5000)}=1&%E2%80%AEevil=2&nonsense`).badParts
  expect(long).toHaveLength(24)
  expect(bidi).toBe('\\u202eevil')
  expect(bare).toBe('nonsense')
})
