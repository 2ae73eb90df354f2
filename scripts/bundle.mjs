// @ts-check
// Node cannot run TypeScript: `node scripts/bundle.mjs ENTRY OUTPUT FOLDER…` makes one module of ENTRY,
// unless OUTPUT is already made of these sources. Says nothing while all goes well.
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './files.mjs'
import { fingerprint, isStampCurrent, writeStamp } from './fingerprint.mjs'
import { ensureDependencies } from './setup.mjs'

/** @param {{entry: string, output: string, sources: string[]}} options paths relative to the project */
export async function bundle({ entry, output, sources }) {
  const current = fingerprint([...sources, 'package-lock.json', 'scripts/bundle.mjs'])
  const stamp = `${output}.stamp`
  if (existsSync(join(root, output)) && isStampCurrent(stamp, current)) return
  ensureDependencies()
  const { rolldown } = await import('rolldown')
  const build = await rolldown({
    cwd: root,
    input: entry,
    platform: 'node',
    // Packages stay outside and are found in node_modules; only our own sources are joined.
    external: (id) => !/^(\.|\/|[A-Za-z]:\\)/.test(id) && id !== entry,
    logLevel: 'warn',
  })
  // Written aside and renamed, so that two commands at once never run half a file.
  const partial = join(root, `${output}.${process.pid}.mjs`)
  await build.write({ file: partial, format: 'esm', sourcemap: 'inline', codeSplitting: false })
  await build.close()
  renameSync(partial, join(root, output))
  writeStamp(stamp, current)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [entry, output, ...sources] = process.argv.slice(2)
  if (entry === undefined || output === undefined) throw new Error('usage: bundle ENTRY OUTPUT SOURCE…')
  await bundle({ entry, output, sources })
}
