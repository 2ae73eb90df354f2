// @ts-check
// `npm run check:types`: every type project, and no file outside of all of them.
import { readFileSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import { projectFiles, root } from './files.mjs'
import { conclude, runTool } from './tool.mjs'

/** @type {{references: {path: string}[]}} */
const solution = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
const own = projectFiles('*.ts', '*.tsx', ':!:modules/**', ':!:scripts/fixtures/**')
const seen = new Set()
for (const { path } of solution.references) {
  const { text } = runTool('tsc', ['-p', path, '--listFilesOnly'])
  for (const line of text.split('\n')) {
    const file = relative(root, isAbsolute(line) ? line : join(root, line)).replaceAll('\\', '/')
    if (!file.startsWith('node_modules/')) seen.add(file)
  }
}

const strays = own.filter((file) => !seen.has(file))
const { ok, text } = runTool('tsc', ['-b'])
conclude({
  looked: own.length - strays.length,
  what: `files in ${solution.references.length} type projects`,
  faults: [
    ...(ok ? [] : [text.trimEnd() || 'tsc failed without a word']),
    ...strays.map((file) => `${file} is in no type project (tsconfig.*.json)`),
  ],
})
