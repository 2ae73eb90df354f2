import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { worldsDoc } from './testing/worlds-doc.ts'
import { WORLDS } from './worlds.ts'

const file = new URL('../../docs/worlds.md', import.meta.url)

test('docs/worlds.md tells what the worlds start with', () => {
  const text = worldsDoc(WORLDS)
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, text)
  expect(readFileSync(file, 'utf8')).toBe(text)
})
