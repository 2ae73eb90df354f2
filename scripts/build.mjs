// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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

/** What must be true of dist/ whatever the page becomes; throws a sentence when it is not. */
export function inspectSite() {
  const folder = join(root, 'dist')
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  if (!html.includes('http-equiv="Content-Security-Policy"'))
    throw new Error('dist/index.html carries no policy')
  if (/<script(?![^>]*\bsrc=)/.test(html))
    throw new Error('dist/index.html has an inline script, which the policy forbids')
  const scripts = names.filter((name) => name.endsWith('.js'))
  if (scripts.length === 0) throw new Error('dist has no script')
  const workers = scripts.flatMap((name) => workerName(name) ?? [])
  const unknown = workers.filter((name) => connectSrcByWorker[name] === undefined)
  if (unknown.length > 0)
    throw new Error(`scripts/csp.mjs does not say what these workers may connect to: ${unknown.join(', ')}`)
  const gzBytes = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0)
  return { files: names.length, scripts: scripts.length, workers: workers.length, gzBytes }
}
