// @ts-check
// `npm run check:lint`: oxlint with types, after it has found two faults planted for it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './files.mjs'
import { conclude, runTool, sourceFolders } from './tool.mjs'

/** One rule that needs types (a missing tsgolint is silent) and one that does not. */
const planted = `export async function late(): Promise<void> {}
export function forget(input: ${'any'}): unknown {
  late()
  return input
}
`

/** @type {string[]} */
const faults = []
// Outside of the project: inside, git's ignore list would hide it from oxlint.
const folder = mkdtempSync(join(tmpdir(), 'orrery-lint-'))
try {
  writeFileSync(
    join(folder, 'tsconfig.json'),
    '{"compilerOptions": {"strict": true, "types": []}, "files": ["planted.ts"]}',
  )
  writeFileSync(join(folder, 'planted.ts'), planted)
  const { text } = runTool('oxlint', [
    '--type-aware',
    '-c',
    join(root, '.oxlintrc.json'),
    '-f',
    'unix',
    folder,
  ])
  for (const rule of ['no-floating-promises', 'no-explicit-any']) {
    if (!text.includes(rule)) faults.push(`oxlint does not find the planted ${rule}:\n${text}`)
  }
} finally {
  rmSync(folder, { recursive: true })
}

const { ok, text } = runTool('oxlint', ['--type-aware', ...sourceFolders()])
const looked = Number(/ on (\d+) files?/.exec(text)?.[1] ?? 0)
if (ok) process.stdout.write(/Found .*\n/.exec(text)?.[0] ?? '')
else faults.push(text.trimEnd())
conclude({ looked, what: 'files linted', faults })
