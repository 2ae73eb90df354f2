import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CATALOGUE } from '../world/catalogue.ts'
import { catalogueToMarkdown } from './catalogue-docs.ts'

const path = new URL('../../../docs/catalogue.md', import.meta.url)

test('docs/catalogue.md says what the declarations say', () => {
  const made = catalogueToMarkdown(CATALOGUE)
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(path, made)
  expect(CATALOGUE.events.size).toBeGreaterThan(0)
  expect(readFileSync(path, 'utf8')).toBe(made)
})
