import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fail } from '../kernel/base/result.ts'
import { tries } from '../kernel/testing/property.ts'
import { loadRegexEngine } from './regex.ts'

const engine = await loadRegexEngine()

function finds(pattern: string, text: string): boolean {
  const compiled = engine.compile(pattern)
  if (!compiled.ok) throw new Error(`${pattern}: ${compiled.fault}`)
  return compiled.value(text)
}

test.each([
  ['gent', 'agent-1', true],
  ['^gent', 'agent-1', false],
  ['^agent-[0-9]+$', 'agent-12', true],
  ['^agent-[0-9]+$', 'agent-12\n', false],
  ['', '', true],
  ['.', '\n', false],
  ['(?s)a.b', 'a\nb', true],
  ['(?m)^b$', 'a\nb\nc', true],
  ['(?i)straße', 'STRASSE', false],
  ['(?i)ÉTÉ', 'été', true],
  ['^.$', '🌍', true],
  [String.raw`\p{Greek}`, 'aλb', true],
  [String.raw`^\pL+$`, 'añ名', true],
  ['(?P<name>a)(?<more>b)', 'ab', true],
  // Where RE2 and the model's dialect (the regex crate of Rust) part: words and digits are those of ASCII here.
  [String.raw`^\d$`, '٣', false],
  [String.raw`^\w$`, 'é', false],
  [String.raw`^\p{Nd}$`, '٣', true],
])('%s in %j: %s', (pattern, text, found) => {
  expect(finds(pattern, text)).toBe(found)
})

test.each([
  ['(', 'regex_invalid'],
  ['a**', 'regex_invalid'],
  ['[z-a]', 'regex_invalid'],
  ['(?=a)', 'regex_invalid'],
  ['(?<!a)b', 'regex_invalid'],
  [String.raw`(a)\1`, 'regex_invalid'],
  [String.raw`\p{Nobody}`, 'regex_invalid'],
  ['(?x) a', 'regex_invalid'],
  ['a{1001}', 'regex_invalid'],
  ['(((a{30}){30}){30})', 'regex_invalid'],
  ['.{1000}', 'regex_too_large'],
  [String.raw`\pL{1000}`.repeat(25), 'regex_too_large'],
])('%s is refused: %s', (pattern, reason) => {
  expect(engine.compile(pattern)).toEqual(fail(reason))
})

/** Texts as long as an action may be, for which an engine that goes back would need longer than the world exists. */
test.each([
  ['(a+)+$', 'a'],
  ['(a|aa)+$', 'a'],
  ['^(a|a?)+$', 'a'],
  ['(.*a){12}$', 'a'],
  ['^([a-z]+)*$', 'a'],
  ['(?:[ab]*a[ab]{200}[cd])+$', 'ab'],
  [String.raw`^(\s*\w+\s*)*$`, 'a '],
])('%s takes time linear in the text', (pattern, unit) => {
  const began = performance.now()
  const text = `${unit.repeat(262_144 / unit.length)}!`
  expect(finds(pattern, text)).toBe(false)
  expect(performance.now() - began).toBeLessThan(10_000)
})

/** Patterns of which RE2 and the language's own engine think alike. */
const pattern: fc.Arbitrary<string> = fc.letrec<{ whole: string }>((tie) => ({
  whole: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '^', '$', String.raw`\b`, String.raw`\w`, 'é', ''),
    fc.tuple(tie('whole'), tie('whole')).map(([left, right]) => left + right),
    fc.tuple(tie('whole'), tie('whole')).map(([left, right]) => `(?:${left}|${right})`),
    fc
      .tuple(tie('whole'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '*?'))
      .map(([inner, often]) => `(?:${inner})${often}`),
  ),
})).whole

test('finds what the engine of the language finds, whatever was searched before', () => {
  const texts = fc.array(
    fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', 'é', '\n', '🌍'), maxLength: 8 }),
  )
  fc.assert(
    fc.property(pattern, texts, (source, each) => {
      const compiled = engine.compile(source)
      const native = new RegExp(source, 'u')
      for (const text of each) expect(compiled.ok && compiled.value(text)).toBe(native.test(text))
    }),
    tries(400),
  )
})
