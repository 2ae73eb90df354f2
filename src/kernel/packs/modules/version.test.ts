import { expect, test } from 'vitest'
import { compareVersions, isNewer, isVersion } from './version.ts'

/** Semver 2.0, rule 11, and around it; each is older than the next. */
const ASCENDING = [
  '0.0.9',
  '0.1.0',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.2.0',
  '1.10.0',
  '99999999999999999999.0.0',
  '100000000000000000000.0.0',
]

test('versions order as semver has it', () => {
  for (const [i, a] of ASCENDING.entries())
    for (const [j, b] of ASCENDING.entries())
      expect([a, b, Math.sign(compareVersions(a, b) ?? Number.NaN)]).toEqual([a, b, Math.sign(i - j)])
})

test('build metadata does not count', () => {
  expect(compareVersions('1.0.0+a', '1.0.0+b')).toBe(0)
  expect(isNewer('1.0.0+a', '1.0.0+b')).toBe(false)
})

test('of what is no semver nothing is known, and it may follow what is another text', () => {
  for (const text of ['1.0', 'v1.0.0', '01.0.0', 'spring', '1.0.0-']) {
    expect(compareVersions(text, '1.0.0')).toBeUndefined()
    expect(isNewer(text, '1.0.0')).toBe(true)
    expect(isNewer(text, text)).toBe(false)
  }
})

test('a version is short and of few characters', () => {
  expect(['1.0.0-rc.1+a-b', 'spring', 'V2', '1'.repeat(64)].every(isVersion)).toBe(true)
  expect(['', '-1', '1/2', '1 0', '1:0', 'é', '1'.repeat(65)].some(isVersion)).toBe(false)
})
