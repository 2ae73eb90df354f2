import { describe, expect, test } from 'vitest'
import { instrument } from './instrument.ts'
import { STACK_SLOTS_FUNCTION_MAX, STACK_SLOTS_MAX } from './limits.ts'
import { METER_EXPORTS } from './rewrite.ts'
import { GAS_SCHEDULE_1 } from './schedule.ts'
import { metered, MeteredInstance, TEST_OPTIONS } from './testing/metered.ts'
import { validateWithWabt, watToWasm } from './testing/wat.ts'

const started = (text: string, imports: WebAssembly.Imports = {}): MeteredInstance => {
  const instrumented = metered(watToWasm(text))
  expect(WebAssembly.validate(instrumented)).toBe(true)
  expect(() => validateWithWabt(instrumented)).not.toThrow()
  return new MeteredInstance(instrumented, imports)
}

const { entry, costs, page } = GAS_SCHEDULE_1

describe('gas', () => {
  test('a function pays on entry for what it takes', () => {
    const { gasUsed } = started(
      '(module (func (export "f") (result i32) (i32.add (i32.const 1) (i32.const 2))))',
    ).call('f')
    expect(gasUsed).toBe(BigInt(entry + 3 * costs.simple))
  })

  test('of two arms the dearer one is paid for', () => {
    const module = started(`(module (func (export "f") (param i32) (result i32)
      (if (result i32) (local.get 0) (then (i32.div_u (i32.const 9) (i32.const 3))) (else (i32.const 1)))))`)
    const dear = BigInt(entry + 4 * costs.simple + costs.divide)
    expect(module.call('f', [1])).toEqual({ ending: 'returned', results: '3', gasUsed: dear })
    expect(module.call('f', [0])).toEqual({ ending: 'returned', results: '1', gasUsed: dear })
  })

  test('cases of a table are paid for as the dearest of them, not as all', () => {
    const { gasUsed } = started(`(module (func (export "f") (param i32) (result i32)
      (block (block (block (br_table 0 1 2 (local.get 0)))
        (return (i32.const 10))) (return (i32.const 11))) (i32.const 12)))`).call('f', [0])
    expect(gasUsed).toBe(BigInt(entry + 3 * costs.simple + costs.branchTable))
  })

  test('a loop pays each round', () => {
    const module = started(`(module (func (export "f") (param i32)
      (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))`)
    const round = 5n * BigInt(costs.simple)
    for (const rounds of [1n, 2n, 100n])
      expect(module.call('f', [Number(rounds)]).gasUsed).toBe(BigInt(entry) + rounds * round)
  })

  test('zeroing locals is paid for', () => {
    const { gasUsed } = started('(module (func (export "f") (local i32 i64 f32 f64 i32)))').call('f')
    expect(gasUsed).toBe(BigInt(entry + 2))
  })

  test('what would run for ever ends when gas is used up, to the last', () => {
    const module = started('(module (func (export "f") (loop (br 0))))')
    expect(module.call('f', [], 1000n)).toMatchObject({ ending: 'gas', gasUsed: 1000n })
    expect(module.call('f', [], 0n)).toMatchObject({ ending: 'gas', gasUsed: 0n })
  })

  test('exactly enough gas is enough', () => {
    const module = started('(module (func (export "f") (result i32) (i32.const 7)))')
    expect(module.call('f', [], BigInt(entry + 1)).ending).toBe('returned')
    expect(module.call('f', [], BigInt(entry)).ending).toBe('gas')
  })

  test('bulk instructions pay by length, before they trap', () => {
    const module =
      started(`(module (memory 1) (data $d "0123456789abcdef") (table 64 funcref) (elem $e func 0)
      (func (export "fill") (param i32) (memory.fill (i32.const 0) (i32.const 1) (local.get 0)))
      (func (export "copy") (param i32) (memory.copy (i32.const 0) (i32.const 9) (local.get 0)))
      (func (export "init") (param i32) (memory.init $d (i32.const 0) (i32.const 0) (local.get 0)))
      (func (export "rows") (param i32) (table.fill (i32.const 0) (ref.null func) (local.get 0))))`)
    const base = BigInt(entry + 3 * costs.simple + costs.bulk)
    for (const name of ['fill', 'copy', 'init']) {
      expect(module.call(name, [0]).gasUsed, name).toBe(base)
      expect(module.call(name, [16]).gasUsed, name).toBe(base + 2n)
      expect(module.call(name, [9]).gasUsed, name).toBe(base + 2n)
    }
    expect(module.call('fill', [65_537])).toMatchObject({ ending: 'trap', gasUsed: base + 8193n })
    expect(module.call('fill', [-1], 1_000_000_000n)).toMatchObject({
      ending: 'trap',
      gasUsed: base + 2n ** 29n,
    })
    expect(module.call('rows', [64]).gasUsed).toBe(base + 32n)
  })
})

describe('memory and tables', () => {
  const GROWING = `(module (memory (export "memory") 1)
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))`

  test('the maximum is baked in, and beyond it the answer is −1', () => {
    const module = started(GROWING)
    expect(module.call('grow', [15])).toMatchObject({ ending: 'returned', results: '1' })
    expect(module.call('grow', [1])).toMatchObject({ ending: 'returned', results: '-1' })
    expect(module.call('grow', [-1])).toMatchObject({ ending: 'returned', results: '-1' })
    expect(module.call('grow', [0])).toMatchObject({ results: '16' })
    expect(() => module.memory.grow(1)).toThrow(RangeError)
  })

  test('pages are paid for when they come', () => {
    const module = started(GROWING)
    const base = BigInt(entry + costs.simple + costs.grow)
    expect(module.call('grow', [3]).gasUsed).toBe(base + 3n * BigInt(page))
    expect(module.call('grow', [13]).gasUsed).toBe(base)
    expect(module.call('grow', [1], base)).toMatchObject({ ending: 'gas', gasUsed: base })
  })

  test("the module's own maximum holds when it is less", () => {
    const module = started(`(module (memory 1 2) (func (export "grow") (param i32) (result i32)
      (memory.grow (local.get 0))))`)
    expect(module.call('grow', [1]).results).toBe('1')
    expect(module.call('grow', [1]).results).toBe('-1')
  })

  test('growth that fails below the maximum is a fault of the host', () => {
    // The maximum in the memory section is lowered to 2 behind the instrumenter's back, as if the host had no more room.
    const instrumented = metered(watToWasm(GROWING), { memoryPagesMax: 65_536 })
    const at = instrumented.findIndex((_, i) => instrumented.subarray(i, i + 4).join() === '1,128,128,4')
    expect(at).toBeGreaterThan(0)
    instrumented.set([0x82, 0x80, 0x00], at + 1)
    const module = new MeteredInstance(instrumented)
    expect(module.call('grow', [1]).ending).toBe('returned')
    expect(module.call('grow', [1]).ending).toBe('host')
  })

  test('tables grow within their limit', () => {
    const module = started(`(module (table 1 3 funcref) (func (export "grow") (param i32) (result i32)
      (table.grow (ref.null func) (local.get 0))))`)
    expect(module.call('grow', [2])).toMatchObject({ results: '1' })
    expect(module.call('grow', [1])).toMatchObject({ ending: 'returned', results: '-1' })
  })
})

describe('stack weight', () => {
  const recursive = (locals: number): string => `(module
    (func $down (export "down") (param i32) (result i32) (local ${'i32 '.repeat(locals)})
      (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 0))
        (else (i32.add (i32.const 1) (call $down (i32.sub (local.get 0) (i32.const 1))))))))`

  test.each([0, 16, 64, 256])('recursion with %i locals ends by the count', (locals) => {
    const module = started(recursive(locals))
    // 16 for the call, a parameter, the locals, three operands.
    const depth = Math.floor(STACK_SLOTS_MAX / (16 + 1 + locals + 3))
    expect(module.call('down', [depth - 1])).toMatchObject({ ending: 'returned', results: String(depth - 1) })
    expect(module.call('down', [depth])).toMatchObject({ ending: 'stack' })
    expect(module.call('down', [1e6]).ending).toBe('stack')
    expect(module.call('down', [depth - 1]).ending).toBe('returned')
  })

  test('every way out gives the slots back', () => {
    const module = started(`(module (func $nothing)
      (func $leave (param i32) (result i32)
        (call $nothing)
        (block (block (block (block (br_table 0 1 2 3 (local.get 0)))
          (return (i32.const 10))) (br 2 (i32.const 11))) (drop (br_if 1 (i32.const 12) (i32.const 1))))
        (i32.const 13))
      (func (export "f") (param i32) (result i32) (local i32)
        (loop (drop (call $leave (local.get 0)))
          (br_if 0 (i32.lt_u (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (i32.const 5000))))
        (call $leave (local.get 0))))`)
    for (const [way, result] of ['10', '11', '12', '13'].entries())
      expect(module.call('f', [way])).toMatchObject({ ending: 'returned', results: result })
  })

  test('a function beyond the limit is refused', () => {
    const weighing = (locals: number): string => `(module (func (local ${'i64 '.repeat(locals)})))`
    const least = STACK_SLOTS_FUNCTION_MAX - 16
    expect(instrument(watToWasm(weighing(least)), TEST_OPTIONS).ok).toBe(true)
    expect(instrument(watToWasm(weighing(least + 1)), TEST_OPTIONS)).toMatchObject({
      fault: { kind: 'module.refused', reason: 'stack_weight', actual: STACK_SLOTS_FUNCTION_MAX + 1 },
    })
  })
})

describe('the edge', () => {
  test('a start function waits for the host', () => {
    const module =
      started(`(module (global $g (mut i32) (i32.const 0)) (start $s) (func $s (global.set $g (i32.const 5)))
      (func (export "f") (result i32) (global.get $g)))`)
    expect(module.call('f').results).toBe('0')
    expect(module.call(METER_EXPORTS.start)).toMatchObject({ ending: 'returned' })
    expect(module.call('f').results).toBe('5')
  })

  test('an import of the profile works, and nothing else is offered', () => {
    const text = `(module (import "env" "twice" (func $t (param i32) (result i64)))
      (func (export "f") (param i32) (result i64) (call $t (local.get 0))))`
    const imports = [{ module: 'env', name: 'twice', params: ['i32'], results: ['i64'] }] as const
    const module = new MeteredInstance(metered(watToWasm(text), { imports }), {
      env: { twice: (n: number) => BigInt(2 * n) },
    })
    expect(module.call('f', [21]).results).toBe('42')
    expect(instrument(watToWasm(text), TEST_OPTIONS)).toMatchObject({
      fault: { reason: 'import_unknown', actual: 'env.twice' },
    })
    const other = [{ module: 'env', name: 'twice', params: ['i32'], results: ['i32'] }] as const
    expect(instrument(watToWasm(text), { ...TEST_OPTIONS, imports: other })).toMatchObject({
      fault: { reason: 'import_type' },
    })
  })

  test('several results pass through', () => {
    const module = started(`(module (func $pair (result i32 f64 f32)
        (if (i32.const 1) (then (return (i32.const 1) (f64.const -0) (f32.const 2.5)))) (unreachable))
      (func (export "f") (result i32 f64 f32) (call $pair)) (export "pair" (func $pair)))`)
    expect(module.call('f').results).toBe('1,-0,2.5')
    expect(module.call('pair').results).toBe('1,-0,2.5')
  })

  test('instrumenting gives equal bytes every time and leaves the input alone', () => {
    const bytes = watToWasm('(module (memory 1) (func (export "f") (loop (br 0))))')
    const before = bytes.slice()
    expect(metered(bytes)).toEqual(metered(bytes))
    expect(bytes).toEqual(before)
  })
})
