import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { projectFiles, root } from '../../scripts/files.mjs'

// What a linter cannot say. Every ban carries lines it must find and lines it must let through: one that finds
// nothing is worse than none. The examples are put together from halves, or this file would break its own rules.

interface Ban {
  readonly name: string
  readonly pattern: RegExp
  readonly isIn: (path: string) => boolean
  readonly finds: readonly string[]
  readonly allows: readonly string[]
}

const isTest = (path: string): boolean => /\.test\.tsx?$|\/testing\/|^e2e\//.test(path)
const isCode = (path: string): boolean => /\.(ts|tsx|mjs|cjs)$/.test(path)
const isShipped = (path: string): boolean => path.startsWith('src/') && !isTest(path)
const isKernel = (path: string): boolean => path.startsWith('src/kernel/') && isShipped(path) && isCode(path)
const isDrawn = (path: string): boolean => isShipped(path) && !path.startsWith('src/ui/theme/')

const kernelBan = (
  name: string,
  source: string,
  finds: readonly string[],
  allows: readonly string[],
): Ban => ({
  name: `the kernel is pure: ${name}`,
  pattern: new RegExp(source),
  isIn: isKernel,
  finds,
  allows,
})

const later = `(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})`

const bans: readonly Ban[] = [
  {
    name: 'no type that switches checking off',
    pattern: new RegExp(`(\\bas|:|<) ?an${'y'}\\b(?=\\s*(\\[\\]|[;,)=\\]}>|&{]|$))`),
    isIn: isCode,
    finds: [`const a: an${'y'} = b`, `(b as an${'y'})`, `Array<an${'y'}>`, `let c: an${'y'}[]`],
    allows: [`// of these: an${'y'} value`, 'const many: Company = anyone'],
  },
  {
    name: 'no double cast',
    pattern: new RegExp(`\\bas unknown a${'s'}\\b`),
    isIn: isCode,
    finds: [`value as unknown a${'s'} Frame`],
    allows: ['value as unknown', 'known as unknown asset'],
  },
  {
    name: 'no silenced type error without a reason',
    pattern: new RegExp(`@ts-(ignor${'e'}|nocheck|expect-erro${'r'}\\s*($|\\*/))`),
    isIn: isCode,
    finds: [`// @ts-ignor${'e'}`, `// @ts-expect-erro${'r'}`],
    allows: [`// @ts-expect-erro${'r'} a frame has no name`, '// @ts-check'],
  },
  {
    name: 'no test left out',
    pattern: new RegExp(`\\.(onl${'y'}|ski${'p'}|todo|fixme)\\(`),
    isIn: isTest,
    finds: [`test.onl${'y'}('a')`, `describe.ski${'p'}('a')`],
    allows: ['skip()', 'reader.skipTo(4)'],
  },
  {
    name: 'no sleeping test',
    pattern: new RegExp(`waitFor${'Timeout'}`),
    isIn: isCode,
    finds: [`await page.waitFor${'Timeout'}(100)`],
    allows: ['await page.waitForURL(url)'],
  },
  {
    name: 'no promise without an issue',
    pattern: new RegExp(`\\b${later}\\b(?!\\(#\\d+\\))`),
    isIn: () => true,
    finds: [`// TO${'DO'} later`, `FIX${'ME'}: here`],
    allows: [`// TO${'DO'}(#12) when the issue is done`],
  },
  {
    name: 'no facade',
    pattern: new RegExp(`coming${' '}soon|not${' '}(yet )?implemented`, 'i'),
    isIn: (path) => isCode(path) || path.endsWith('.html'),
    finds: [`Coming${' '}soon`, `throw new Error('not${' '}implemented')`],
    allows: ['soon coming'],
  },
  {
    name: 'no colour outside the theme',
    pattern:
      /(?<=['"`:(,]|\S )#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})(?![\w(-])|\b(rgba?|hsla?|oklch|oklab)\(\s*[\d.]/i,
    isIn: (path) => isDrawn(path) && /\.(ts|tsx|css)$/.test(path),
    finds: [
      `fill: '#${'f'}ff'`,
      `color: #12${'ab'}ef;`,
      `"1px solid #ab${'c'}"`,
      `background: rgb(${'1'}2 3 4);`,
    ],
    allows: [
      'this.#add(entry)',
      '  #add(entry) {',
      '  readonly #lanes = 1',
      'var(--ink)',
      'rgb(from var(--ink) r g b)',
      "href='#w=1'",
    ],
  },
  {
    name: 'no colour in an inline style',
    pattern: /style=\{\{[^}]*\b(color|background\w*|border\w*|fill|stroke|outline\w*)\s*:\s*['"](?!var\()/i,
    isIn: isDrawn,
    finds: ["<p style={{ color: 'red' }} />"],
    allows: ["<p style={{ color: 'var(--ink)', width }} />", '<p style={{ height: row }} />'],
  },
  {
    name: 'no path of one machine',
    pattern: /(^|[^\w.])\/(?:home|Users|root|tmp|work)\/\w/,
    isIn: () => true,
    finds: [`open('/${'tmp'}/a')`, `cd /${'home'}/ada`],
    allows: ["from './work/plan.ts'", '/usr/bin/chromium', 'src/workers/world'],
  },
  {
    name: 'no printing from the studio',
    pattern: /\bconsole\.(log|debug|info|warn|error)\(/,
    isIn: (path) => isShipped(path) && isCode(path) && !path.startsWith('src/cli/'),
    finds: ["console.log('here')"],
    allows: ['consoleLog(1)'],
  },
  kernelBan(
    'no clock',
    String.raw`\bDate\.now|\bnew Date\b|\bperformance\.now|\bset(Timeout|Interval)\b`,
    ['Date.now()', 'new Date()', 'performance.now()', 'setTimeout(f)'],
    ['dueDate.now', 'offset(Timeout)'],
  ),
  kernelBan(
    'no chance',
    String.raw`\bMath\.random\b|\bcrypto\.`,
    ['Math.random()', 'crypto.getRandomValues(a)'],
    ['prf(seed)'],
  ),
  kernelBan(
    'no locale',
    String.raw`\blocaleCompare\b|\.toLocale`,
    ['a.localeCompare(b)', 'a.toLocaleString()'],
    ['compareText(a, b)'],
  ),
  kernelBan(
    'no function that engines approximate',
    String.raw`\bMath\.(a?(sin|cos|tan)h?|atan2|expm?1?|log(2|10|1p)?|pow|hypot|cbrt)\b`,
    ['Math.sin(x)', 'Math.hypot(a, b)', 'Math.log2(x)', 'Math.exp(x)', 'Math.atan2(y, x)', 'Math.tanh(x)'],
    ['Math.sqrt(x)', 'Math.abs(x)', 'Math.trunc(x)', 'Math.imul(a, b)'],
  ),
  kernelBan(
    'no waiting',
    String.raw`(?<![.#])\b(async|await|Promise)\b`,
    ['async () => 1', 'await it', 'Promise<void>'],
    ['asynchronous', 'this.#await(leaf)'],
  ),
  kernelBan('no JSON', String.raw`\bJSON\.parse\b`, ['JSON.parse(text)'], ['decodeCanonical(bytes)']),
]

const skipped = /^(package-lock\.json|scripts\/fixtures\/|modules\/|public\/)|\.gen\.ts$|\/golden\//
const text = /\.(ts|tsx|mjs|cjs|css|html|md|json|sh)$|^orrery$|^\.ci\//
const paths = projectFiles().filter((path) => !skipped.test(path) && text.test(path))

/** A sentence about a banned thing is no use of it: the kernel's bans read code only. */
const isComment = (line: string): boolean => /^\s*(\/\/|\/?\*)/.test(line)

function breaches(ban: Ban): string[] {
  return paths.filter(ban.isIn).flatMap((path) =>
    readFileSync(root + path, 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        ban.pattern.test(line) && !(isKernel(path) && isComment(line))
          ? [`${path}:${index + 1} ${line.trim().slice(0, 120)}`]
          : [],
      ),
  )
}

test('there is something to look at', () => {
  console.log(`${paths.length} files, ${bans.length} bans`)
  expect(paths.length).toBeGreaterThan(50)
  for (const ban of bans) expect(paths.filter(ban.isIn).length, ban.name).toBeGreaterThan(0)
})

describe.each(bans)('$name', (ban) => {
  test('holds', () => {
    expect(breaches(ban)).toEqual([])
  })

  test('is not blind', () => {
    for (const line of ban.finds) expect(line).toMatch(ban.pattern)
    for (const line of ban.allows) expect(line).not.toMatch(ban.pattern)
  })
})
