// @ts-check
// `npm run check:unused`: files, exports and packages that nothing uses. knip says nothing when all is well,
// so it first looks at a small project with one unused file and one unused export.
import { projectFiles } from './files.mjs'
import { conclude, runTool } from './tool.mjs'

/** @type {string[]} */
const faults = []
const planted = runTool('knip', ['--no-progress', '--directory', 'scripts/fixtures/unused'])
for (const name of ['forgotten-file.ts', 'forgottenExport']) {
  if (!planted.text.includes(name)) faults.push(`knip does not find the planted ${name}:\n${planted.text}`)
}

const { ok, text } = runTool('knip', ['--no-progress'])
if (!ok) faults.push(text.trimEnd())
const looked = projectFiles('src', 'bench', 'e2e', 'scripts').filter((path) =>
  /\.(tsx?|mjs)$/.test(path),
).length
conclude({ looked, what: 'files searched for what nothing uses', faults })
