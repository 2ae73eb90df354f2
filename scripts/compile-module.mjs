// @ts-check
// How modules are compiled, wherever that happens: these flags and the pinned assemblyscript give the same bytes everywhere.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import asc from 'assemblyscript/asc'
import { root } from './files.mjs'

/**
 * A world gives every call a fresh or reset instance, so a heap that only grows is enough; and it gives no imports, so what
 * AssemblyScript would report to `env.abort` is a trap. Only features that worlds accept are on by default.
 */
const FLAGS = ['-O3', '--runtime', 'stub', '--use', 'abort=', '--noAssert', '--baseDir', root]

/**
 * Compiles one source file; throws what the compiler says.
 * @param {string} source its path, from the project's folder
 * @param {Readonly<Record<string, string>>} [texts] sources that are no files, by their paths
 */
export async function compileModule(source, texts = {}) {
  /** @type {Uint8Array | undefined} */
  let wasm
  let report = ''
  const { error } = await asc.main([source, ...FLAGS, '--outFile', 'module.wasm'], {
    readFile: (name, base) => texts[name] ?? readText(join(base, name)),
    writeFile: (_, contents) => {
      if (typeof contents !== 'string') wasm = contents
    },
    listFiles: () => null,
    stderr: {
      write: (chunk) => {
        report += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
      },
    },
  })
  if (error !== null || wasm === undefined) throw new Error(`${source}\n${report}`, { cause: error })
  return wasm
}

/** @param {string} path */
const readText = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null)
