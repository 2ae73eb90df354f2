import { expect, test } from 'vitest'
import { validateWithWabt, watToWasm } from './wat.ts'

test('text becomes bytes that an engine and wabt accept', () => {
  const bytes = watToWasm('(module (func (export "one") (result i32) i32.const 1))')
  expect(WebAssembly.validate(Uint8Array.from(bytes))).toBe(true)
  expect(() => validateWithWabt(bytes)).not.toThrow()
})

test('a refused feature can be written, and wabt is not asked to allow it', () => {
  const bytes = watToWasm('(module (func (drop (v128.const i32x4 1 2 3 4))))')
  expect(() => validateWithWabt(bytes)).toThrow(/opcode/)
})
