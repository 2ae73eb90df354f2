import { expect, test } from 'vitest'
import { metered, MeteredInstance } from './testing/metered.ts'
import { watToWasm } from './testing/wat.ts'

// Compilers leave code behind branches that are always taken. Its operands may be of any number and type, and what is
// added to it must fit there as well.
test.each([
  ['operands from nowhere', 'unreachable i32.add drop'],
  ['a block inside', 'unreachable block end i32.add drop'],
  ['arms inside', 'unreachable if (result i32) i32.const 1 else i32.const 2 end i32.add drop'],
  ['a loop inside', 'return loop (result i64) br 0 end i64.eqz drop'],
  ['stores of floats', 'br 0 f64.store f32.store f64.copysign i64.reinterpret_f64 drop'],
  ['lengths', 'unreachable memory.fill memory.copy memory.grow drop'],
  ['ways out', 'unreachable br_if 0 br_table 0 0 return call 0 return'],
  ['choices', 'unreachable select drop unreachable select (result f32) drop'],
])('%s in code that is never executed', (_, code) => {
  const bytes = watToWasm(`(module (memory 1) (func (export "f") ${code}) (func (export "g") (call 0)))`)
  const instrumented = metered(bytes)
  expect(WebAssembly.validate(instrumented)).toBe(true)
  const { ending, gasUsed } = new MeteredInstance(instrumented).call('g')
  expect(['returned', 'trap']).toContain(ending)
  // Two entries, a call, and a branch at most: nothing behind it is paid for.
  expect(gasUsed).toBeLessThan(10n)
})
