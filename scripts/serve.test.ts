import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageCsp } from './csp.mjs'
import { serve } from './serve.mjs'

let folder: string
let site: Awaited<ReturnType<typeof serve>>

beforeAll(async () => {
  const parent = mkdtempSync(join(tmpdir(), 'orrery-serve-'))
  writeFileSync(join(parent, 'secret.txt'), 'secret')
  mkdirSync(join(parent, 'dist-other'))
  writeFileSync(join(parent, 'dist-other', 'secret.txt'), 'secret')
  folder = join(parent, 'dist')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Orrery</title>')
  writeFileSync(join(folder, 'assets', 'index-abc.js'), `export const a = '${'long '.repeat(1_000)}'`)
  for (const worker of ['kernel', 'effects', 'compiler']) {
    writeFileSync(join(folder, 'assets', `${worker}-worker-a_-B.js`), 'export {}')
  }
  writeFileSync(join(folder, 'assets', 'sum-abc.wasm'), new Uint8Array([0, 97, 115, 109]))
  site = await serve({ folder, port: 0 })
})

afterAll(async () => {
  await site.close()
  rmSync(join(folder, '..'), { recursive: true })
})

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { port } = new URL(site.address)
  return new Promise((done, fail) => {
    const call = request({ host: '127.0.0.1', port, path, agent: false, ...options }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) })
      })
    })
    call.on('error', fail)
    call.end()
  })
}

/** Node's client tidies a path before it sends it; an attacker's does not. */
function askRaw(target: string): Promise<string> {
  const { port, host } = new URL(site.address)
  return new Promise((done, fail) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    })
    let text = ''
    socket.on('data', (part: Buffer) => (text += part.toString()))
    socket.on('end', () => done(text))
    socket.on('error', fail)
  })
}

test('the root is the page, with the policy and never stale', async () => {
  const { status, headers, body } = await ask('/')
  expect(status).toBe(200)
  expect(body.toString()).toContain('<title>Orrery</title>')
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pageCsp,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  })
})

test.each([
  ['kernel', "connect-src 'none'"],
  ['effects', "connect-src 'self' http: https:"],
  ['compiler', 'connect-src data:'],
])('the %s worker has its own policy', async (worker, connectSrc) => {
  const { headers } = await ask(`/assets/${worker}-worker-a_-B.js`)
  const policy = String(headers['content-security-policy']).split('; ')
  expect(policy).toContain(connectSrc)
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'")
  expect(policy.filter((rule) => rule.startsWith('connect-src'))).toHaveLength(1)
})

test('built files are kept for ever, packed when they are text, and typed', async () => {
  const script = await ask('/assets/index-abc.js', { headers: { 'accept-encoding': 'gzip' } })
  expect(script.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'gzip',
    'content-type': 'text/javascript; charset=utf-8',
  })
  expect(gunzipSync(script.body).toString()).toContain('long long')
  const wasm = await ask('/assets/sum-abc.wasm', { headers: { 'accept-encoding': 'gzip' } })
  expect(wasm.headers).toMatchObject({ 'content-type': 'application/wasm', 'content-length': '4' })
})

test('a reader who has the file is told so', async () => {
  const { headers } = await ask('/')
  const again = await ask('/', { headers: { 'if-none-match': String(headers.etag) } })
  expect([again.status, again.body.length]).toEqual([304, 0])
})

test('HEAD answers without a body, and nothing but GET and HEAD is served', async () => {
  const head = await ask('/', { method: 'HEAD' })
  expect([head.status, head.body.length]).toEqual([200, 0])
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
    expect((await ask('/', { method })).status).toBe(405)
})

describe('names', () => {
  test.each(['127.0.0.1', 'localhost', '[::1]'])('%s is this server', async (name) => {
    const { port } = new URL(site.address)
    expect((await ask('/', { headers: { host: `${name}:${port}` } })).status).toBe(200)
  })

  test.each(['evil.example', 'localhost', 'localhost:1', '127.0.0.1.evil.example'])(
    '%s is not',
    async (host) => {
      expect((await ask('/', { headers: { host } })).status).toBe(403)
    },
  )
})

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../../secret.txt',
  '/..\\secret.txt',
  '/../dist-other/secret.txt',
  '//../secret.txt',
  '/%',
  '/a%00b',
  '/assets',
  '/assets/',
  '/nothing.js',
  'http://evil.example/secret.txt',
])('%s is not found', async (target) => {
  const answer = await askRaw(target)
  expect(answer).toMatch(/^HTTP\/1\.1 404/)
  expect(answer).not.toContain('secret')
})
