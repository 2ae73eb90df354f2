import { expect, test } from 'vitest'
import { metered, MeteredInstance } from './testing/metered.ts'
import { watToWasm } from './testing/wat.ts'

const started = (body: string): MeteredInstance => new MeteredInstance(metered(watToWasm(`(module ${body})`)))

const CANONICAL_F64 = 0x7ff8_0000_0000_0000n.toString()
const CANONICAL_F32 = String(0x7fc0_0000)

/** A NaN with its sign set and a payload, which no engine may make or lose by itself. */
const STRANGE_F64 = '(f64.reinterpret_i64 (i64.const 0xfff8dead0000beef))'
const STRANGE_F32 = '(f32.reinterpret_i32 (i32.const 0xffc0beef))'

function bits(value: unknown): string {
  return new DataView(Float64Array.of(Number(value)).buffer).getBigUint64(0, true).toString()
}

test.each([
  ['a store', `(f64.store (i32.const 8) ${STRANGE_F64}) (i64.load (i32.const 8))`, 'i64', CANONICAL_F64],
  [
    'a narrow store',
    `(f32.store (i32.const 8) ${STRANGE_F32}) (i32.load (i32.const 8))`,
    'i32',
    CANONICAL_F32,
  ],
  ['a reinterpretation', `(i64.reinterpret_f64 ${STRANGE_F64})`, 'i64', CANONICAL_F64],
  ['a narrow reinterpretation', `(i32.reinterpret_f32 ${STRANGE_F32})`, 'i32', CANONICAL_F32],
  ['the sign of a copy', `(i32.trunc_f64_s (f64.copysign (f64.const 1) ${STRANGE_F64}))`, 'i32', '1'],
  ['the sign of a narrow copy', `(i32.trunc_f32_s (f32.copysign (f32.const 1) ${STRANGE_F32}))`, 'i32', '1'],
])('%s sees the canonical NaN', (_, code, type, expected) => {
  expect(started(`(memory 1) (func (export "f") (result ${type}) ${code})`).call('f').results).toBe(expected)
})

test('numbers pass unchanged, the zeros and infinities among them', () => {
  const module = started(`(memory (export "memory") 1) (func (export "f") (param f64 f32)
    (f64.store (i32.const 0) (local.get 0)) (f32.store (i32.const 8) (local.get 1)))`)
  for (const value of [0, -0, 1.5, -1e300, 5e-324, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    module.call('f', [value, Math.fround(value)])
    const view = new DataView(module.memory.buffer)
    expect(Object.is(view.getFloat64(0, true), value), String(value)).toBe(true)
    expect(Object.is(view.getFloat32(8, true), Math.fround(value)), String(value)).toBe(true)
  }
})

test('results and globals that a host sees are canonical', () => {
  const { exports } = new WebAssembly.Instance(
    new WebAssembly.Module(
      metered(
        watToWasm(`(module (global $g (export "g") (mut f64) (f64.const 0))
        (func (export "one") (result f64) ${STRANGE_F64})
        (func (export "several") (result i32 f64 f64) (i32.const 1) ${STRANGE_F64} (f64.const 2))
        (func (export "early") (param i32) (result f64)
          (if (local.get 0) (then (return ${STRANGE_F64}))) (br 0 ${STRANGE_F64}))
        (func (export "set") (global.set $g ${STRANGE_F64})))`),
      ),
    ),
  )
  const { 'orrery:gas': gas, 'orrery:stack': stack, g, one, several, early, set } = exports
  if (
    !(
      gas instanceof WebAssembly.Global &&
      stack instanceof WebAssembly.Global &&
      g instanceof WebAssembly.Global
    )
  )
    throw new TypeError('a global is missing')
  gas.value = 1000n
  stack.value = 1000
  const call = (found: unknown, ...args: readonly number[]): unknown =>
    typeof found === 'function' ? found(...args) : undefined
  expect(bits(call(one))).toBe(CANONICAL_F64)
  expect(Array.from(call(several) as Iterable<number>, bits)).toEqual([bits(1), CANONICAL_F64, bits(2)])
  expect(bits(call(early, 0))).toBe(CANONICAL_F64)
  expect(bits(call(early, 1))).toBe(CANONICAL_F64)
  call(set)
  expect(bits(g.value)).toBe(CANONICAL_F64)
})
