// @ts-check
/** What a page or a worker may load and talk to. One home for the rule: the server, the build and the tests read it. */

/** @typedef {Record<string, string>} Policy */

/** @type {Policy} */
const base = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self' data:",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'self'",
  'object-src': "'none'",
}

/**
 * What each worker may connect to. A worker's file is `assets/<name>-<hash>.js`, so its name tells;
 * a worker that is missing here is a fault of the build (check-build).
 * @type {Record<string, string>}
 */
export const connectSrcByWorker = {
  // The world and the replay worker are one script.
  'kernel-worker': "'none'",
  'effects-worker': "'self' http: https:",
  'compiler-worker': 'data:',
}

/** @param {Policy} policy */
const text = (policy) =>
  Object.entries(policy)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')

/** The header that comes with the page. */
export const pageCsp = text(base)

/** The same for hosts that send no headers; a meta element ignores `frame-ancestors` and says so in the console. */
export const metaCsp = text(
  Object.fromEntries(Object.entries(base).filter(([name]) => name !== 'frame-ancestors')),
)

/**
 * @param {string} pathname
 * @returns {string | undefined} the worker's name when the path is a worker's built file
 */
export function workerName(pathname) {
  return /^\/?assets\/([a-z]+-worker)-[^/]+\.js$/.exec(pathname)?.[1]
}

/** @param {string} pathname */
export function cspFor(pathname) {
  const worker = workerName(pathname)
  const connectSrc = worker === undefined ? undefined : connectSrcByWorker[worker]
  return connectSrc === undefined ? pageCsp : text({ ...base, 'connect-src': connectSrc })
}
