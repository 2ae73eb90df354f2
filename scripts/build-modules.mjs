// @ts-check
// Compiles the modules that modules/modules.json lists into public/modules/, with a lock file that says what each of them is.
// `--check` compiles into memory and compares: the same sources give the same bytes wherever they are compiled.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileModule } from './compile-module.mjs'
import { root } from './files.mjs'

/** @typedef {{id: string, version: string, sha256: string, size: number, profile: string}} LockRow */
/** @typedef {{source: string, manifest: {module_id: string, version: string, interface_version: string, exports: string[]}}} Declared */

/** A world may ship dozens of modules, and every one is parsed and rewritten before it runs. */
const SIZE_MAX = 40 * 1024

const folder = join(root, 'public/modules')
const lockName = 'modules.lock.json'
/** @type {Declared[]} */
const declared = JSON.parse(readFileSync(join(root, 'modules/modules.json'), 'utf8'))

/** What is wrong with a module, whoever compiled it. @param {Declared} row @param {Uint8Array} wasm @returns {string[]} */
function faultsOf({ manifest }, wasm) {
  const id = manifest.module_id
  const module = new WebAssembly.Module(Uint8Array.from(wasm))
  const exports = WebAssembly.Module.exports(module).map(({ name }) => name)
  const imports = WebAssembly.Module.imports(module).map(({ module: from, name }) => `${from}.${name}`)
  const wanted = ['alloc', 'memory', ...manifest.exports].sort().join(' ')
  return [
    ...(wasm.length > SIZE_MAX ? [`${id} has ${wasm.length} bytes, more than ${SIZE_MAX}`] : []),
    ...(imports.length > 0 ? [`${id} imports ${imports.join(' ')}`] : []),
    ...(exports.sort().join(' ') === wanted ? [] : [`${id} exports ${exports.join(' ')}, not ${wanted}`]),
  ]
}

/** @type {Map<string, Uint8Array | string>} */
const files = new Map()
/** @type {LockRow[]} */
const lock = []
/** @type {string[]} */
const faults = []
for (const row of declared) {
  const { module_id: id, version, interface_version: profile } = row.manifest
  const wasm = await compileModule(join('modules', row.source))
  faults.push(...faultsOf(row, wasm))
  files.set(`${id}.wasm`, wasm)
  lock.push({
    id,
    version,
    sha256: createHash('sha256').update(wasm).digest('hex'),
    size: wasm.length,
    profile,
  })
}
files.set(lockName, `${JSON.stringify(lock, undefined, 2)}\n`)
if (declared.length === 0) faults.push('there is no module')
if (files.size !== declared.length + 1) faults.push('two modules have one id')

const found = existsSync(folder) ? readdirSync(folder) : []
const strays = found.filter((name) => !files.has(name))
if (process.argv.includes('--check')) {
  for (const [name, content] of files) {
    const isFresh = found.includes(name) && readFileSync(join(folder, name)).equals(Buffer.from(content))
    if (!isFresh) faults.push(`public/modules/${name} is stale: run node scripts/build-modules.mjs`)
  }
  faults.push(...strays.map((name) => `public/modules/${name} is of no module`))
} else if (faults.length === 0) {
  mkdirSync(folder, { recursive: true })
  for (const name of strays) rmSync(join(folder, name))
  for (const [name, content] of files) writeFileSync(join(folder, name), content)
  for (const { id, size } of lock) console.log(`${id} ${size}`)
}
for (const fault of faults) console.log(fault)
console.log(
  `${lock.length} modules compiled, ${lock.reduce((sum, { size }) => sum + size, 0)} bytes, ${faults.length} faults`,
)
process.exitCode = faults.length === 0 ? 0 : 1
