import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from '../../../../scripts/files.mjs'
import { declaredModules } from '../testing/declared-modules.ts'

const kindsOf = (kinds: readonly string[]): string => kinds.map((kind) => `\`${kind}\``).join(', ') || '–'

test('docs/modules.md lists every module as its manifest says', () => {
  const doc = readFileSync(`${root}docs/modules.md`, 'utf8')
  expect(declaredModules.length).toBeGreaterThan(0)
  for (const { manifest } of declaredModules) {
    const { module_id: id, role, subscriptions } = manifest
    const asked = kindsOf(subscriptions.flatMap(({ action_kinds }) => action_kinds))
    const told = kindsOf(subscriptions.flatMap(({ event_kinds }) => event_kinds))
    expect(doc).toContain(`| \`${id}\` | ${role} | ${asked} | ${told} |`)
  }
})
