// @ts-check
// `npm test`: installs what is missing, then every check in order, up to the first that fails.
// `npm test -- --only unit,e2e` runs some of them; `--keep-going` does not stop at a failure.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from './chromium.mjs'
import { root } from './files.mjs'
import { ensureChromium, ensureDependencies } from './setup.mjs'

/**
 * What vitest and playwright write, as far as it is read here.
 * @typedef {{numPassedTests: number, numPendingTests: number, numTodoTests: number, stats: {expected: number, skipped: number, flaky: number}}} Report
 */
/** @typedef {{name: string, what: string, run: () => boolean, needsChromium?: boolean}} Stage */

/** @param {string} command @param {string[]} args */
function succeeds(command, args) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM_PATH: findChromium() ?? '', CI: '1' },
  })
  return status === 0
}

/** @param {string} file @param {...string} args */
const node = (file, ...args) => succeeds(process.execPath, [join(root, file), ...args])

/** @param {string} name @param {...string} args */
const tool = (name, ...args) => succeeds(join(root, 'node_modules/.bin', name), args)

/** A runner that reports nothing has tested nothing. @param {string} path @param {(report: Report) => {passed: number, skipped: number}} read */
function counted(path, read) {
  if (!existsSync(join(root, path))) return says(`no report in ${path}`)
  const { passed, skipped } = read(JSON.parse(readFileSync(join(root, path), 'utf8')))
  if (passed === 0) return says('no test was run')
  if (skipped > 0) return says(`${skipped} tests were skipped`)
  process.stdout.write(`${passed} tests passed\n`)
  return true
}

/** @param {string} sentence */
function says(sentence) {
  process.stdout.write(`${sentence}\n`)
  return false
}

/** @param {'node' | 'browser'} project */
function vitest(project) {
  const report = `.build/vitest-${project}.json`
  rmSync(join(root, report), { force: true })
  return (
    tool(
      'vitest',
      'run',
      '--project',
      project,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ) &&
    counted(report, ({ numPassedTests, numPendingTests, numTodoTests }) => ({
      passed: numPassedTests,
      skipped: numPendingTests + numTodoTests,
    }))
  )
}

function lock() {
  const { status, stdout, stderr } = spawnSync('npm', ['ci', '--dry-run', '--no-audit', '--no-fund'], {
    cwd: root,
    encoding: 'utf8',
  })
  const rows = Object.keys(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages).length
  if (status !== 0) process.stdout.write(stdout + stderr)
  process.stdout.write(`${rows} rows in the lock file\n`)
  return status === 0 && rows > 1
}

function e2e() {
  rmSync(join(root, '.build/e2e.json'), { force: true })
  return (
    tool('playwright', 'test') &&
    counted('.build/e2e.json', ({ stats }) => ({
      passed: stats.expected,
      skipped: stats.skipped + stats.flaky,
    }))
  )
}

/** @type {Stage[]} */
const stages = [
  { name: 'lock', what: 'the lock file installs', run: lock },
  { name: 'types', what: 'types', run: () => node('scripts/check-types.mjs') },
  { name: 'lint', what: 'lint', run: () => node('scripts/check-lint.mjs') },
  { name: 'format', what: 'format', run: () => node('scripts/check-format.mjs') },
  { name: 'layers', what: 'who imports whom', run: () => node('scripts/check-layers.mjs') },
  { name: 'unused', what: 'nothing unused', run: () => node('scripts/check-unused.mjs') },
  {
    name: 'generated',
    what: 'generated files are fresh',
    run: () => node('scripts/build-sha256.mjs', '--check') && node('scripts/build-modules.mjs', '--check'),
  },
  { name: 'unit', what: 'tests in Node', run: () => vitest('node') },
  { name: 'browser', what: 'tests in Chromium', run: () => vitest('browser'), needsChromium: true },
  { name: 'firefox', what: 'the same bytes in Firefox', run: () => node('scripts/check-firefox.mjs') },
  { name: 'build', what: 'the page builds', run: () => node('scripts/check-build.mjs') },
  { name: 'e2e', what: 'journeys in the built page', run: e2e, needsChromium: true },
]

/** @param {string[]} args @returns {{chosen: Stage[], isStopping: boolean}} */
function choose(args) {
  const names = stages.map((stage) => stage.name)
  const usage = `usage: npm test -- [--keep-going] [--only ${names.join(',')}]\n`
  let only = names
  let isStopping = true
  for (let index = 0; index < args.length; index += 1) {
    if (args[index] === '--keep-going') isStopping = false
    else if (args[index] === '--only') only = (args[++index] ?? '').split(',')
    else only = []
  }
  if (only.length === 0 || only.some((name) => !names.includes(name))) {
    process.stderr.write(usage)
    process.exit(2)
  }
  return { chosen: stages.filter((stage) => only.includes(stage.name)), isStopping }
}

const { chosen, isStopping } = choose(process.argv.slice(2))
const seconds = (/** @type {number} */ since) => `${((performance.now() - since) / 1000).toFixed(1)} s`
const begin = performance.now()
ensureDependencies()
if (chosen.some((stage) => stage.needsChromium)) ensureChromium()
mkdirSync(join(root, '.build'), { recursive: true })

let passed = 0
/** @type {string[]} */
const failed = []
for (const { name, what, run } of chosen) {
  process.stdout.write(`\n── ${name}: ${what}\n`)
  const since = performance.now()
  const ok = run()
  process.stdout.write(`── ${name}: ${ok ? 'passed' : 'FAILED'} in ${seconds(since)}\n`)
  if (ok) passed += 1
  else failed.push(name)
  if (!ok && isStopping) break
}

const left = chosen.length - passed - failed.length
process.stdout.write(`\nIn ${seconds(begin)}.${left > 0 ? ` ${left} stages were not reached.` : ''}\n`)
if (failed.length > 0)
  process.stdout.write(`Failed: ${failed.join(', ')}. Again: npm test -- --only ${failed.join(',')}\n`)
process.stdout.write(`${passed} passed, ${failed.length} failed\n`)
process.exitCode = failed.length === 0 ? 0 : 1
