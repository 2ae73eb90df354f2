import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const sheet = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** The tokens of one theme, `#rrggbb` only. */
function tokensOf(theme: 'dark' | 'light'): ReadonlyMap<string, string> {
  const block = new RegExp(`\\[data-theme=['"]${theme}['"]\\]\\s*{([^}]*)}`).exec(sheet)?.[1] ?? ''
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

function luminance(colour: string): number {
  const value = Number.parseInt(colour.slice(1), 16)
  const [r = 0, g = 0, b = 0] = [value >> 16, (value >> 8) & 255, value & 255].map((channel) => {
    const share = channel / 255
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

/** Grounds on which the studio sets text of each ink. */
const TEXT: Readonly<Record<string, readonly string[]>> = {
  'ink-1': [
    'bg-canvas',
    'bg-app',
    'bg-panel',
    'bg-raised',
    'bg-field',
    'bg-hover',
    'bg-active',
    'bg-selected',
  ],
  'ink-2': ['bg-canvas', 'bg-app', 'bg-panel', 'bg-raised', 'bg-field', 'bg-hover', 'bg-active'],
  'ink-3': ['bg-canvas', 'bg-app', 'bg-panel', 'bg-raised', 'bg-field', 'bg-hover', 'bg-active'],
  time: ['bg-app', 'bg-panel', 'bg-canvas', 'time-soft'],
  accent: ['bg-canvas', 'bg-panel', 'bg-raised', 'accent-soft'],
  positive: ['bg-app', 'bg-panel', 'positive-soft'],
  warning: ['bg-panel', 'bg-raised', 'warning-soft'],
  danger: ['bg-panel', 'bg-raised', 'danger-soft'],
  differs: ['bg-panel', 'differs-soft'],
  'on-solid': ['accent-solid', 'danger-solid'],
}

const LANES = Array.from({ length: 10 }, (_, index) => `lane-${index + 1}`)

describe.each(['dark', 'light'] as const)('%s theme', (theme) => {
  const tokens = tokensOf(theme)
  const read = (name: string): string => {
    const value = tokens.get(name)
    if (value === undefined) throw new Error(`tokens.css has no --${name} in the ${theme} theme`)
    return value
  }

  test.each(Object.entries(TEXT))('text in %s can be read on its grounds', (ink, grounds) => {
    for (const ground of grounds)
      expect(contrast(read(ink), read(ground)), ground).toBeGreaterThanOrEqual(4.5)
  })

  test('marks of every lane stand out from the canvas', () => {
    for (const lane of LANES) expect(contrast(read(lane), read('bg-canvas')), lane).toBeGreaterThanOrEqual(3)
  })

  test('edges of fields and rings of states can be seen', () => {
    for (const ground of ['bg-canvas', 'bg-app', 'bg-panel', 'bg-raised'])
      expect(contrast(read('line-3'), read(ground)), ground).toBeGreaterThanOrEqual(3)
  })
})

test('black on white is 21 to 1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
})
