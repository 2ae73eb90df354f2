// @ts-check
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream'
import { createGzip } from 'node:zlib'
import { cspFor } from './csp.mjs'

/** @type {Record<string, string>} */
const typeByExtension = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.car': 'application/vnd.ipld.car',
  '.orrery': 'application/vnd.ipld.car',
}

const isText = (/** @type {string} */ type) => /^text\/|json|svg/.test(type)

/**
 * Names a request may call this server by. Any other Host means that a foreign page has pointed
 * its own name at this machine (DNS rebinding).
 * @param {string | undefined} host @param {number | undefined} port
 */
function isOurName(host, port) {
  return (
    host !== undefined &&
    ['127.0.0.1', 'localhost', '[::1]'].some(
      (name) => host === `${name}:${port}` || (port === 80 && host === name),
    )
  )
}

/**
 * @param {string} folder @param {string} target the request's raw target
 * @returns {string | undefined} a path inside the folder
 */
function pathInside(folder, target) {
  let pathname
  try {
    pathname = decodeURIComponent(target.split(/[?#]/, 1)[0] ?? '')
  } catch {
    return undefined
  }
  if (!pathname.startsWith('/') || /[\0\\]/.test(pathname) || pathname.split('/').includes('..'))
    return undefined
  const path = resolve(folder, `.${pathname.endsWith('/') ? `${pathname}index.html` : pathname}`)
  return path.startsWith(folder + sep) ? path : undefined
}

/**
 * A static server for one folder: GET and HEAD only, this machine only.
 * @param {string} root @returns {import('node:http').Server}
 */
export function createStaticServer(root) {
  const folder = resolve(root)
  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else refuse(response, 500)
    })
  })

  /** @param {import('node:http').ServerResponse} response @param {number} status @param {Record<string, string>} [headers] */
  function refuse(response, status, headers = {}) {
    const text = `${status}\n`
    response.writeHead(status, {
      'content-type': 'text/plain',
      'content-length': text.length,
      ...safety,
      ...headers,
    })
    response.end(response.req.method === 'HEAD' ? undefined : text)
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async function answer(request, response) {
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    if (!isOurName(request.headers.host, port)) return refuse(response, 403)
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, { allow: 'GET, HEAD' })
    const path = pathInside(folder, request.url ?? '')
    const file = path === undefined ? undefined : await open(path).catch(() => undefined)
    if (path === undefined || file === undefined) return refuse(response, 404)
    try {
      const stat = await file.stat()
      if (!stat.isFile()) return refuse(response, 404)
      const pathname = path.slice(folder.length).replaceAll(sep, '/')
      const type = typeByExtension[extname(path)] ?? 'application/octet-stream'
      const packed =
        isText(type) && stat.size > 1024 && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
      const etag = `"${stat.size.toString(36)}-${Math.trunc(stat.mtimeMs).toString(36)}${packed ? '-gz' : ''}"`
      /** @type {Record<string, string | number>} */
      const headers = {
        ...safety,
        'content-type': type,
        'content-security-policy': cspFor(pathname),
        'cache-control': pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        etag,
        vary: 'accept-encoding',
      }
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304, headers).end()
      if (packed) headers['content-encoding'] = 'gzip'
      else headers['content-length'] = stat.size
      response.writeHead(200, headers)
      if (request.method === 'HEAD') return void response.end()
      const source = createReadStream(path)
      // A reader who leaves in the middle is no fault of the server's.
      const leave = () => {}
      if (packed) pipeline(source, createGzip(), response, leave)
      else pipeline(source, response, leave)
    } finally {
      await file.close()
    }
  }

  return server
}

const safety = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}

/**
 * @param {{folder: string, port: number}} options port 0 takes a free one
 * @returns {Promise<{address: string, close: () => Promise<void>}>}
 */
export function serve({ folder, port }) {
  const server = createStaticServer(folder)
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') return fail(new Error('the server has no port'))
      done({
        address: `http://127.0.0.1:${address.port}/`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            server.closeAllConnections()
          }),
      })
    })
  })
}
