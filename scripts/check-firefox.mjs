// @ts-check
// The same bytes in another engine: builds one page of vectors and goldens, opens it in Firefox and waits for its
// report. Playwright cannot drive a distribution's Firefox, and one page that reports needs no driver.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './files.mjs'
import { createStaticServer } from './serve.mjs'
import { ensureFirefox } from './setup.mjs'

const WAIT_MS = 120_000

const firefox = ensureFirefox()
const { build } = await import('vite')
const output = join(root, '.build/firefox')
await build({
  configFile: false,
  root: join(root, 'src/checks/testing'),
  logLevel: 'warn',
  build: { outDir: output, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 4096 },
})

const profile = mkdtempSync(join(tmpdir(), 'orrery-firefox-'))
writeFileSync(join(profile, 'user.js'), 'user_pref("datareporting.policy.dataSubmissionEnabled", false);\n')

/** @type {(report: {checked: number, misses: string[]}) => void} */
let resolveReport = () => {}
/** @type {Promise<{checked: number, misses: string[]}>} */
const reported = new Promise((resolve) => {
  resolveReport = resolve
})

const files = createStaticServer(output)
const server = createServer((request, response) => {
  if (request.method !== 'POST' || request.url !== '/report') {
    files.emit('request', request, response)
    return
  }
  /** @type {Buffer[]} */
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    response.end()
    resolveReport(JSON.parse(Buffer.concat(parts).toString('utf8')))
  })
})
await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)))
const address = server.address()
if (address === null || typeof address === 'string') throw new Error('the server has no port')
files.address = () => address

const browser = spawn(
  firefox,
  ['--headless', '--no-remote', '--profile', profile, `http://127.0.0.1:${address.port}/`],
  { stdio: 'ignore' },
)
let timer
const late = new Promise((resolve) => {
  timer = setTimeout(() => resolve({ checked: 0, misses: [`no report within ${WAIT_MS / 1000} s`] }), WAIT_MS)
})
const { checked, misses } = await Promise.race([reported, late])
clearTimeout(timer)
const ended = new Promise((resolve) => browser.once('exit', resolve))
browser.kill('SIGKILL')
if (existsSync(profile)) await ended
server.close()
server.closeAllConnections()
rmSync(profile, { recursive: true, force: true, maxRetries: 5 })

for (const miss of misses) process.stdout.write(`  ${miss}\n`)
process.stdout.write(`${checked} vectors and goldens checked in Firefox, ${misses.length} differ\n`)
process.exitCode = checked > 0 && misses.length === 0 ? 0 : 1
