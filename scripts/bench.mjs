// @ts-check
// `npm run bench -- NAME …`: bundles bench/main.ts and runs it with these arguments.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { bundle } from './bundle.mjs'
import { root } from './files.mjs'

const output = '.build/bench.mjs'
await bundle({ entry: 'bench/main.ts', output, sources: ['src', 'bench'] })
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', join(root, output), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
)
process.exitCode = status ?? 1
