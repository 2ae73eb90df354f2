// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { connectSrcByWorker, workerName } from './csp.mjs'
import { root } from './files.mjs'
import { fingerprint, isStampCurrent, writeStamp } from './fingerprint.mjs'

const stamp = '.build/site-stamp'
const sources = [
  'src',
  'public',
  'index.html',
  'vite.config.ts',
  'tsconfig.base.json',
  'package-lock.json',
  'scripts/csp.mjs',
]

/** Builds the page into dist/, unless dist/ is already made of these sources. */
export function ensureSite() {
  const current = fingerprint(sources)
  if (existsSync(join(root, 'dist/index.html')) && isStampCurrent(stamp, current)) return
  buildSite(current)
}

/** @param {string} current the sources' fingerprint */
export function buildSite(current = fingerprint(sources)) {
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) {
    process.stderr.write('The build failed: see its message above.\n')
    process.exit(1)
  }
  writeStamp(stamp, current)
}

/** What must be true of dist/ whatever the page becomes. */
export function inspectSite() {
  const folder = join(root, 'dist')
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const scripts = names.filter((name) => name.endsWith('.js'))
  const workers = scripts.flatMap((name) => workerName(name) ?? [])
  const strangers = workers.filter((name) => connectSrcByWorker[name] === undefined)
  const gzBytes = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0)
  const faults = [
    ...(html.includes('http-equiv="Content-Security-Policy"') ? [] : ['dist/index.html carries no policy']),
    ...(/<script(?![^>]*\bsrc=)/.test(html)
      ? ['dist/index.html has an inline script, which its policy forbids']
      : []),
    ...(scripts.length === 0 ? ['dist has no script'] : []),
    ...strangers.map((name) => `scripts/csp.mjs does not say what ${name} may connect to`),
  ]
  return { files: names.length, scripts: scripts.length, workers: workers.length, gzBytes, faults }
}
