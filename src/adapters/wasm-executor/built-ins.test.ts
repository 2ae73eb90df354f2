import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from '../../../scripts/files.mjs'
import { bytesToHex, hexToBytes } from '../../kernel/base/order.ts'
import { GAS_SCHEDULE_1 } from '../../kernel/wasm/schedule.ts'
import { builtInBytes, callRaw, enter } from '../wasm-1/testing/module-host.ts'
import { ModuleExecutor } from './executor.ts'

interface LockedModule {
  readonly id: string
  readonly sha256: string
  readonly profile: string
}

const lock: readonly LockedModule[] = JSON.parse(
  readFileSync(`${root}public/modules/modules.lock.json`, 'utf8'),
)
const vectors: { readonly inputs: readonly { readonly name: string; readonly hex: string }[] } = JSON.parse(
  readFileSync(`${root}fixtures/wasm-1-vectors.json`, 'utf8'),
)

const builtIns = lock.filter(({ profile }) => profile === 'wasm-1')

test('there are built-ins and inputs', () => {
  expect(builtIns.length).toBeGreaterThanOrEqual(10)
  expect(vectors.inputs.length).toBeGreaterThan(20)
})

test.each(builtIns)('$id answers byte for byte as it does uninstrumented', ({ id, sha256 }) => {
  const executor = new ModuleExecutor(GAS_SCHEDULE_1)
  const bytes = builtInBytes(id)
  const plain = new WebAssembly.Module(bytes)
  const code = { hash: sha256, bytes, memoryBytesMax: 64 * 1024 * 1024 }
  for (const { name, hex } of vectors.inputs) {
    const input = hexToBytes(hex) ?? new Uint8Array()
    const expected = callRaw(enter(plain), input)
    const called = executor.call(code, { entry: 'reduce', input, gas: 10_000_000, answerBytesMax: 65_536 })
    if (!expected.ok || !called.ok || !called.value.answer.ok) throw new Error(`${name} has no answer`)
    expect(bytesToHex(called.value.answer.value), name).toBe(bytesToHex(expected.value))
    expect(called.value.gas, name).toBeGreaterThan(0)
  }
})
