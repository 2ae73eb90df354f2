import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { bytesToHex } from '../base/order.ts'
import { METER_EXPORTS } from './rewrite.ts'
import { STACK_SLOTS_MAX } from './limits.ts'
import { metered } from './testing/metered.ts'

/** Modules that others built from C and ship: every hash of hash-wasm, as text in its script. */
const script = readFileSync(createRequire(import.meta.url).resolve('hash-wasm'), 'utf8')
const modules = [...script.matchAll(/AGFzbQ[\w+/=]+/g)].map(([text]) =>
  Uint8Array.from(Buffer.from(text, 'base64')),
)

type Call = (name: string, ...args: readonly number[]) => number

function start(bytes: Uint8Array<ArrayBuffer>): {
  readonly call: Call
  readonly exports: WebAssembly.Exports
} {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes))
  const { [METER_EXPORTS.gas]: gas, [METER_EXPORTS.stack]: stack } = exports
  if (gas instanceof WebAssembly.Global) gas.value = 10n ** 9n
  if (stack instanceof WebAssembly.Global) stack.value = STACK_SLOTS_MAX
  const call: Call = (name, ...args) => {
    const found = exports[name]
    if (typeof found !== 'function') throw new TypeError(`${name} is no function`)
    return Number(found(...args))
  }
  return { call, exports }
}

/** A hash of 40,000 bytes as the script around the module takes it. */
function hash(bytes: Uint8Array<ArrayBuffer>): string {
  const { call, exports } = start(bytes)
  const { memory } = exports
  if (!(memory instanceof WebAssembly.Memory)) throw new TypeError('no memory is exported')
  const at = call('Hash_GetBuffer')
  const input = new Uint8Array(memory.buffer)
  for (let i = 0; i < 10_000; i += 1) input[at + i] = (i * 7) & 0xff
  call('Hash_Init', 256)
  for (let part = 0; part < 4; part += 1) call('Hash_Update', 10_000)
  call('Hash_Final', 32)
  return bytesToHex(new Uint8Array(memory.buffer).slice(at, at + 32))
}

test('modules that others built from C answer as they do by themselves', () => {
  const hashing = modules.filter((bytes) =>
    WebAssembly.Module.exports(new WebAssembly.Module(bytes)).some(({ name }) => name === 'Hash_Update'),
  )
  expect(hashing.length).toBeGreaterThan(10)
  const found = hashing.map((bytes) => hash(metered(bytes, { memoryPagesMax: 1024 })))
  expect(found).toEqual(hashing.map((bytes) => hash(bytes)))
  expect(new Set(found).size).toBeGreaterThan(8)
})
