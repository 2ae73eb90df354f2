// @ts-check
// Modules in text with what calling them must cost and answer: the gas part of fixtures/vectors.json, counted by hand from the
// contract and the decisions. Imports nothing from src/.
import wabtOf from 'wabt'

/** The first gas schedule. Decision 0011 says what is charged when. */
export const schedule = {
  version: 1,
  costs: {
    free: 0,
    simple: 1,
    access: 2,
    divide: 4,
    branchTable: 2,
    call: 4,
    callIndirect: 8,
    bulk: 16,
    grow: 64,
  },
  entry: 2,
  localsPerGas: 4,
  bulkBytesShift: 3,
  bulkRowsShift: 1,
  page: 8192,
}
const { entry, costs, page } = schedule
const STACK_SLOTS = 32_768

/** Entering $down: three operands before the test, then the dear arm of the `if`. @param {number} locals */
const downCost = (locals) => entry + locals / 4 + 3 * costs.simple + 5 * costs.simple + costs.call
/** Depth that the stack allows it: the call, its parameter, its locals, three operands. @param {number} locals */
const downDepth = (locals) => Math.floor(STACK_SLOTS / (16 + 1 + locals + 3))

/** @typedef {{entry: string, args: number[], gas: number, times?: number, ending: string, results: string, used: number}} Call */

/** @type {Record<string, {text: string, calls: Call[]}>} */
const gasByName = {
  'of two arms the dearer': {
    text: `(func (export "f") (param i32) (result i32)
      (if (result i32) (local.get 0) (then (i32.div_u (i32.const 9) (i32.const 3))) (else (i32.const 1))))`,
    calls: [1, 0].map((arm) => ({
      entry: 'f',
      args: [arm],
      gas: 1000,
      ending: 'returned',
      results: arm === 1 ? '3' : '1',
      used: entry + 4 * costs.simple + costs.divide,
    })),
  },
  'rounds within rounds': {
    text: `(func (export "f") (param i32 i32) (result i32) (local i32 i32)
      (loop $outer
        (local.set 3 (local.get 1))
        (loop $inner
          (local.set 2 (i32.add (local.get 2) (i32.const 1)))
          (br_if $inner (local.tee 3 (i32.sub (local.get 3) (i32.const 1)))))
        (br_if $outer (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
      (local.get 2))`,
    calls: [
      [1, 1],
      [7, 11],
      [300, 200],
    ].map(([outer = 0, inner = 0]) => ({
      entry: 'f',
      args: [outer, inner],
      gas: 1_000_000,
      ending: 'returned',
      results: String(outer * inner),
      used: entry + 1 + costs.simple + outer * (7 * costs.simple + inner * 9 * costs.simple),
    })),
  },
  'what never ends': {
    text: '(func (export "f") (loop (br 0)))',
    calls: [{ entry: 'f', args: [], gas: 100_000, ending: 'gas', results: '', used: 100_000 }],
  },
  'a trap was paid for': {
    text: '(func (export "f") (param i32) (result i32) (i32.div_s (i32.const 1) (local.get 0)))',
    calls: [
      {
        entry: 'f',
        args: [0],
        gas: 1000,
        ending: 'trap',
        results: '',
        used: entry + 2 * costs.simple + costs.divide,
      },
    ],
  },
  'lengths and pages': {
    text: `(memory 1) (func (export "fill") (param i32) (memory.fill (i32.const 0) (i32.const 1) (local.get 0)))
      (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))`,
    calls: [
      ...[0, 1, 8, 9, 65_536, 65_537].map((length) => ({
        entry: 'fill',
        args: [length],
        gas: 1_000_000,
        ending: length > 65_536 ? 'trap' : 'returned',
        results: length > 65_536 ? '' : 'undefined',
        used: entry + 3 * costs.simple + costs.bulk + Math.ceil(length / 8),
      })),
      ...[3, 13, -1].map((pages, index) => ({
        entry: 'grow',
        args: [pages],
        gas: 1_000_000,
        ending: 'returned',
        results: ['1', '-1', '-1'][index] ?? '',
        used: entry + costs.simple + costs.grow + (index === 0 ? pages * page : 0),
      })),
    ],
  },
  ...Object.fromEntries(
    [0, 16, 64, 256].map((locals) => [
      `recursion with ${locals} locals`,
      {
        text: `(func $down (export "f") (param i32) (result i32) (local ${'i32 '.repeat(locals)})
          (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 0))
            (else (i32.add (i32.const 1) (call $down (i32.sub (local.get 0) (i32.const 1)))))))`,
        calls: [
          {
            entry: 'f',
            args: [downDepth(locals) - 1],
            gas: 1_000_000,
            ending: 'returned',
            results: String(downDepth(locals) - 1),
            used: downDepth(locals) * downCost(locals),
          },
          {
            entry: 'f',
            args: [1_000_000],
            gas: 1_000_000,
            ending: 'stack',
            results: '',
            // Gas is paid before slots are asked for.
            used: (downDepth(locals) + 1) * downCost(locals),
          },
        ],
      },
    ]),
  ),
  'the sign of no number': {
    text: '(func (export "f") (result i32) (i32.trunc_f64_s (f64.copysign (f64.const 1) (f64.div (f64.const 0) (f64.const 0)))))',
    calls: [
      {
        entry: 'f',
        args: [],
        gas: 1000,
        times: 1_000_000,
        ending: 'returned',
        results: '1',
        used: entry + 5 * costs.simple + costs.divide,
      },
    ],
  },
  'the bits of no number': {
    text: `(memory 1)
      (func (export "stored") (result i64)
        (f64.store (i32.const 0) (f64.div (f64.const 0) (f64.const 0))) (i64.load (i32.const 0)))
      (func (export "seen") (result i32) (i32.reinterpret_f32 (f32.sqrt (f32.const -1))))`,
    calls: [
      {
        entry: 'stored',
        args: [],
        gas: 1000,
        ending: 'returned',
        // 0x7ff8 and 48 zero bits.
        results: '9221120237041090560',
        used: entry + 4 * costs.simple + costs.divide + 2 * costs.access,
      },
      {
        entry: 'seen',
        args: [],
        gas: 1000,
        ending: 'returned',
        // 0x7fc0 and 16 zero bits.
        results: '2143289344',
        used: entry + 2 * costs.simple + costs.divide,
      },
    ],
  },
}

const wabt = await wabtOf()
export const gasModules = Object.entries(gasByName).map(([name, { text, calls }]) => {
  const module = wabt.parseWat(name, `(module ${text})`, { bulk_memory: true })
  return {
    name,
    text: text.replace(/\s+/g, ' '),
    hex: Buffer.from(module.toBinary({}).buffer).toString('hex'),
    calls: calls.map((call) => ({ times: 1, ...call })),
  }
})
