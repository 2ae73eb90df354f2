// @ts-check
// Runs before anything is installed: Node's own modules only.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { findChromium, findFirefox } from './chromium.mjs'
import { fingerprint, isStampCurrent, writeStamp } from './fingerprint.mjs'
import { root } from './files.mjs'

/** The child's words go to standard error, so that a program's own output stays clean. @type {import('node:child_process').SpawnSyncOptions} */
const visible = { cwd: root, stdio: ['ignore', 2, 2] }

const installedStamp = 'node_modules/.orrery-lock'

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  process.stderr.write(`Orrery needs Node 20.19 or newer; this is ${process.versions.node}.\n`)
  process.exit(1)
}

/** `npm ci` when node_modules is missing or was made from another lock file. */
export function ensureDependencies() {
  checkNode()
  const lock = fingerprint(['package-lock.json'])
  if (isStampCurrent(installedStamp, lock)) return
  if (isInstalledAsLocked()) return writeStamp(installedStamp, lock)
  process.stderr.write('Installing dependencies (npm ci) …\n')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    ...visible,
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    process.stderr.write('npm ci failed: see its message above.\n')
    process.exit(1)
  }
  writeStamp(installedStamp, lock)
}

/** npm leaves a copy of what it installed; equal rows mean that an `npm install` by hand already did the work. */
function isInstalledAsLocked() {
  const installed = `${root}node_modules/.package-lock.json`
  if (!existsSync(installed)) return false
  /** @param {string} path @returns {Record<string, {version?: string, optional?: boolean}>} */
  const packages = (path) => JSON.parse(readFileSync(path, 'utf8')).packages
  const have = packages(installed)
  return Object.entries(packages(`${root}package-lock.json`)).every(
    ([name, row]) =>
      name === '' || (have[name] === undefined ? row.optional === true : have[name].version === row.version),
  )
}

/** Debian's packages, when this is a Debian; says nothing when it cannot. @param {string[]} packages */
function aptInstall(packages) {
  if (!existsSync('/usr/bin/apt-get')) return
  process.stderr.write(`Installing ${packages.join(' and ')} (apt-get) …\n`)
  const apt = (/** @type {string[]} */ ...args) => {
    const command = process.getuid?.() === 0 ? ['apt-get', ...args] : ['sudo', '-n', 'apt-get', ...args]
    return spawnSync(/** @type {string} */ (command[0]), command.slice(1), {
      ...visible,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  apt('update', '-qq')
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages)
}

/** Debian's Chromium when the machine has none; elsewhere says what to install. */
export function ensureChromium() {
  const found = findChromium()
  if (found !== undefined) {
    if (existsSync(found)) return
    process.stderr.write(`CHROMIUM_PATH names ${found}, which does not exist.\n`)
    process.exit(1)
  }
  aptInstall(['chromium', 'fonts-noto-cjk'])
  if (findChromium() !== undefined) return
  process.stderr.write(
    'The tests need a Chromium. Install one (Debian: apt-get install chromium fonts-noto-cjk) or set CHROMIUM_PATH.\n',
  )
  process.exit(1)
}

/** Path of a Firefox; Debian's when the machine has none; elsewhere says what to install. @returns {string} */
export function ensureFirefox() {
  const found = findFirefox()
  if (found !== undefined && existsSync(found)) return found
  if (found === undefined) aptInstall(['firefox-esr'])
  const installed = findFirefox()
  if (installed !== undefined && existsSync(installed)) return installed
  process.stderr.write(
    'This check needs a Firefox. Install one (Debian: apt-get install firefox-esr) or set FIREFOX_PATH.\n',
  )
  process.exit(1)
}
