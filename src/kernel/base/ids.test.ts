import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ACTION_KEY_PATTERN, ID_PATTERN, isActionKey, isId } from './ids.ts'

const near = fc
  .array(fc.constantFrom('a', 'z', 'A', 'Z', '0', '9', '.', '_', ':', '/', '-', ' ', '\n', 'é', '%', '\0'), {
    maxLength: 140,
  })
  .map((parts) => parts.join(''))
const texts = fc.oneof(
  near,
  fc.string(),
  fc.constantFrom('', 'a'.repeat(128), 'a'.repeat(129), 'a'.repeat(65)),
)

test('the checks by character say what the patterns say', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(isId(text)).toBe(ID_PATTERN.test(text))
      expect(isActionKey(text)).toBe(ACTION_KEY_PATTERN.test(text))
    }),
    { numRuns: 2000 },
  )
  for (const value of [undefined, null, 1, ['a'], {}]) {
    expect(isId(value)).toBe(false)
    expect(isActionKey(value)).toBe(false)
  }
})
