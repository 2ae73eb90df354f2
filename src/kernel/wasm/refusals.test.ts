import { describe, expect, test } from 'vitest'
import { auditModule, instrument } from './instrument.ts'
import { MODULE_BYTES_MAX } from './limits.ts'
import { instructionOf, TAKEN_CODES } from './opcodes.ts'
import type { RefusalReason } from './refusal.ts'
import { TEST_OPTIONS } from './testing/metered.ts'
import { watToWasm } from './testing/wat.ts'
import type { Feature } from './types.ts'
import { WasmWriter } from './writer.ts'

const refusalOf = (bytes: Uint8Array): unknown => {
  const done = instrument(bytes, TEST_OPTIONS)
  return done.ok ? 'taken' : `${done.fault.reason} @${done.fault.offset}`
}

const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
/** Sections after the header, each with its size. */
const moduleOf = (...sections: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from([...HEADER, ...sections.flatMap(([id = 0, ...rest]) => [id, rest.length, ...rest])])
/** A function without parameters and results; its code begins at byte 23. */
const functionOf = (...code: readonly number[]): Uint8Array =>
  moduleOf([1, 1, 0x60, 0, 0], [3, 1, 0], [10, 1, code.length + 1, 0, ...code])

/** The same with code of any length. */
function longFunctionOf(write: (into: WasmWriter) => void): Uint8Array<ArrayBuffer> {
  const body = new WasmWriter()
  body.byte(0)
  write(body)
  const code = new WasmWriter()
  code.byte(1)
  code.u32(body.length)
  code.copy(body.written())
  const module = new WasmWriter()
  module.copy(moduleOf([1, 1, 0x60, 0, 0], [3, 1, 0]))
  module.byte(10)
  module.u32(code.length)
  module.copy(code.written())
  return Uint8Array.from(module.written())
}

const repeat = (count: number, write: () => void): void => {
  for (let index = 0; index < count; index += 1) write()
}

describe('features beyond those of K7, in text', () => {
  test.each<[RefusalReason, string]>([
    ['simd', '(module (func (drop (v128.const i32x4 1 2 3 4))))'],
    ['simd', '(module (func (param v128)))'],
    ['threads', '(module (memory 1 1 shared))'],
    ['threads', '(module (memory 1) (func (drop (i32.atomic.load (i32.const 0)))))'],
    ['tail_calls', '(module (func $f (return_call $f)))'],
    ['exceptions', '(module (tag $t))'],
    ['exceptions', '(module (func (try (do) (catch_all))))'],
    ['externref', '(module (func (param externref)))'],
    ['externref', '(module (table 1 externref))'],
    ['multi_table', '(module (table 1 funcref) (table 1 funcref))'],
    ['extended_constants', '(module (global i32 (i32.add (i32.const 1) (i32.const 2))))'],
    ['constant_expression', '(module (global i32 (i32.const 1)) (global i32 (global.get 0)))'],
    ['import_type', '(module (import "env" "memory" (memory 1)))'],
    ['import_type', '(module (import "env" "g" (global i32)))'],
    ['import_type', '(module (import "env" "t" (table 1 funcref)))'],
    ['import_unknown', '(module (import "env" "f" (func)))'],
    ['export_reserved', '(module (func (export "orrery:gas")))'],
    ['memory_minimum', '(module (memory 17))'],
    ['segment_range', '(module (memory 1) (data (i32.const 65535) "ab"))'],
    ['segment_range', '(module (memory 1) (data (i32.const -1) "a"))'],
    ['segment_range', '(module (table 1 funcref) (elem (i32.const 1) func 0) (func))'],
  ])('%s: %s', (reason, text) => {
    expect(instrument(watToWasm(text), TEST_OPTIONS)).toMatchObject({
      ok: false,
      fault: { kind: 'module.refused', reason },
    })
  })
})

describe('bytes that are no module, or none that is valid', () => {
  test.each<[string, Uint8Array]>([
    ['truncated @0', new Uint8Array()],
    ['magic @0', Uint8Array.from([1, 2, 3, 4, 1, 0, 0, 0])],
    ['version @4', Uint8Array.from([0, 0x61, 0x73, 0x6d, 2, 0, 0, 0])],
    ['truncated @9', Uint8Array.from([...HEADER, 1, 5, 0])],
    ['section_unknown @8', moduleOf([14])],
    ['section_order @11', moduleOf([3, 0], [1, 0])],
    ['section_order @11', moduleOf([1, 0], [1, 0])],
    ['trailing_bytes @11', moduleOf([1, 0, 0])],
    ['count @10', moduleOf([1, 0xff, 0xff, 0x7f])],
    ['truncated @10', moduleOf([1, 5])],
    ['integer_form @10', moduleOf([3, 0x80, 0x80, 0x80, 0x80, 0x10])],
    ['type_form @11', moduleOf([1, 1, 0x40, 0, 0])],
    ['garbage_collection @11', moduleOf([1, 1, 0x5f, 0, 0])],
    ['type_unknown @11', moduleOf([3, 1, 0])],
    ['counts_differ @18', moduleOf([1, 1, 0x60, 0, 0], [3, 1, 0])],
    ['memory64 @11', moduleOf([5, 1, 4, 1])],
    ['flags @11', moduleOf([5, 1, 9, 1])],
    ['limits_order @11', moduleOf([5, 1, 1, 2, 1])],
    ['multi_memory @13', moduleOf([5, 2, 0, 1, 0, 1])],
    ['text_encoding @11', moduleOf([7, 1, 1, 0xff, 0, 0])],
    ['start_type @21', moduleOf([1, 1, 0x60, 1, 0x7f, 0], [3, 1, 0], [8, 0])],
    ['counts_differ @11', moduleOf([12, 1])],
    ['opcode_unknown @23', functionOf(0x27, 0x0b)],
    ['opcode_unknown @23', functionOf(0xfc, 0x12, 0x0b)],
    ['operand_missing @23', functionOf(0x1a, 0x0b)],
    ['operand_missing @23', functionOf(0x45, 0x1a, 0x0b)],
    ['type_mismatch @25', functionOf(0x42, 0, 0x45, 0x1a, 0x0b)],
    ['operands_left @25', functionOf(0x41, 0, 0x0b)],
    ['trailing_bytes @24', functionOf(0x0b, 0x0b)],
    ['truncated @24', functionOf(0x01)],
    ['label_unknown @23', functionOf(0x0c, 1, 0x0b)],
    ['function_unknown @23', functionOf(0x10, 1, 0x0b)],
    ['function_undeclared @23', functionOf(0xd2, 0, 0x1a, 0x0b)],
    ['local_unknown @23', functionOf(0x20, 0, 0x1a, 0x0b)],
    ['global_unknown @23', functionOf(0x23, 0, 0x1a, 0x0b)],
    ['memory_unknown @25', functionOf(0x41, 0, 0x28, 0, 0, 0x1a, 0x0b)],
    ['memory_unknown @23', functionOf(0x3f, 0, 0x1a, 0x0b)],
    ['opcode_unknown @23', functionOf(0x05, 0x0b)],
    ['else_missing @29', functionOf(0x41, 1, 0x04, 0x7f, 0x41, 0, 0x0b, 0x1a, 0x0b)],
    ['integer_form @24', functionOf(0x41, 0x80, 0x80, 0x80, 0x80, 0x08, 0x1a, 0x0b)],
  ])('%s', (expected, bytes) => {
    expect(refusalOf(bytes)).toBe(expected)
  })

  test('our own globals are out of reach', () => {
    // One global of its own and a function that sets the one after it, which would be the gas.
    const bytes = moduleOf(
      [1, 1, 0x60, 0, 0],
      [3, 1, 0],
      [6, 1, 0x7e, 1, 0x42, 0, 0x0b],
      [10, 1, 6, 0, 0x42, 1, 0x24, 1, 0x0b],
    )
    expect(refusalOf(bytes)).toMatch(/^global_unknown/)
  })

  test('a module beyond 4 MiB is not read', () => {
    expect(refusalOf(new Uint8Array(MODULE_BYTES_MAX + 1))).toBe('module_bytes @0')
  })

  test('padded integers are taken as linkers write them', () => {
    expect(refusalOf(functionOf(0x41, 0x80, 0x80, 0x80, 0x80, 0x00, 0x1a, 0x0b))).toBe('taken')
    expect(refusalOf(functionOf(0x41, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x1a, 0x0b))).toBe('taken')
  })

  test('a body that would grow beyond what engines compile is refused', () => {
    // Two bytes of reinterpretation become fourteen, 600,000 times.
    const bytes = longFunctionOf((into) => {
      into.all(0x43, 0, 0, 0, 0)
      repeat(600_000, () => into.all(0xbc, 0xbe))
      into.all(0x1a, 0x0b)
    })
    expect(WebAssembly.validate(bytes)).toBe(true)
    expect(refusalOf(bytes)).toMatch(/^output_bytes/)
  })
})

describe('limits', () => {
  const textOf = (write: (n: number) => string) => (n: number) => watToWasm(`(module ${write(n)})`)

  test.each<[string, (n: number) => Uint8Array, number]>([
    ['parameters', textOf((n) => `(func (param ${'i32 '.repeat(n)}))`), 64],
    ['results', textOf((n) => `(func (result ${'i32 '.repeat(n)}) unreachable)`), 16],
    ['rows', textOf((n) => `(table ${n} funcref)`), 65_536],
    [
      'blocks',
      (n) =>
        longFunctionOf((into) => {
          repeat(n, () => into.all(0x02, 0x40))
          repeat(n + 1, () => into.byte(0x0b))
        }),
      4096,
    ],
    [
      'targets',
      (n) =>
        longFunctionOf((into) => {
          into.all(0x41, 0, 0x0e)
          into.u32(n)
          repeat(n + 1, () => into.byte(0))
          into.byte(0x0b)
        }),
      65_520,
    ],
    [
      'operands',
      (n) =>
        longFunctionOf((into) => {
          repeat(n, () => into.all(0x41, 0))
          repeat(n, () => into.byte(0x1a))
          into.byte(0x0b)
        }),
      8192 - 16,
    ],
  ])('%s', (_, write, most) => {
    expect(refusalOf(write(most))).toBe('taken')
    expect(refusalOf(write(most + 1))).toMatch(/^(count|block_depth|stack_weight) @\d+$/)
  })
})

test('the table of instructions is complete', () => {
  const features = TAKEN_CODES.map((code) => instructionOf(code)?.feature)
  const countOf = (feature?: Feature): number => features.filter((found) => found === feature).length
  expect(countOf()).toBe(172)
  expect(countOf('sign-extension')).toBe(5)
  expect(countOf('sat-float-to-int')).toBe(8)
  expect(countOf('bulk-memory')).toBe(7)
  expect(countOf('reference-types')).toBe(9)
})

describe('the audit', () => {
  test('says what a module is', () => {
    const bytes =
      watToWasm(`(module (import "env" "log" (func (param i32 f64))) (memory (export "memory") 2 5)
      (table 3 funcref) (data (i32.const 8) "hello") (global (export "g") (mut f32) (f32.const 0))
      (func (export "pair") (param i64) (result i32 i32) (loop) (i32.const 1) (i32.extend8_s (i32.const 2))))`)
    expect(auditModule(bytes, TEST_OPTIONS)).toMatchObject({
      bytes: bytes.length,
      imports: [
        {
          module: 'env',
          name: 'log',
          kind: 'function',
          signature: { params: ['i32', 'f64'], results: [] },
          isAllowed: false,
        },
      ],
      exports: [
        { name: 'memory', kind: 'memory' },
        { name: 'g', kind: 'global', type: 'f32' },
        { name: 'pair', kind: 'function', signature: { params: ['i64'], results: ['i32', 'i32'] } },
      ],
      features: ['multi-value', 'mutable-globals', 'sign-extension'],
      memory: { min: 2, max: 5 },
      table: { min: 3 },
      functions: 1,
      dataSegments: 1,
      dataBytes: 5,
      hasStart: false,
      code: { loops: 1, greatestWeight: 19 },
      refusals: [{ kind: 'module.refused', reason: 'import_unknown', actual: 'env.log' }],
    })
  })

  test('says what was read before a refusal, and every refusal of the profile', () => {
    const text = `(module (import "env" "a" (func)) (import "env" "b" (func)) (memory 99)
      (func (export "f") (drop (v128.const i32x4 1 2 3 4))))`
    const { exports, code, refusals } = auditModule(watToWasm(text), TEST_OPTIONS)
    expect(exports).toHaveLength(1)
    expect(code).toBe(undefined)
    expect(refusals.map(({ reason }) => reason)).toEqual([
      'simd',
      'import_unknown',
      'import_unknown',
      'memory_minimum',
    ])
  })

  test('never fails', () => {
    expect(auditModule(Uint8Array.from([1, 2, 3]), TEST_OPTIONS)).toMatchObject({
      functions: 0,
      refusals: [{ reason: 'truncated' }],
    })
  })
})
