import { describe, expect, test } from 'vitest'
import { Draw } from '../testing/draw.ts'
import { auditModule, instrument } from './instrument.ts'
import type { RefusalReason } from './refusal.ts'
import { drawProgram } from './testing/draw-program.ts'
import { TEST_OPTIONS } from './testing/metered.ts'
import { mutate } from './testing/mutate.ts'
import { encodeProgram } from './testing/program.ts'
import { runBounded } from './testing/run-bounded.ts'
import { watToWasm } from './testing/wat.ts'

const FACTOR = Number(process.env['PROPERTY_FACTOR'] ?? 1)
const SEED = Number(process.env['PROPERTY_SEED'] ?? 20_261_121)

/** One module with every kind of section and every instruction that programs do not have. */
const RICH = watToWasm(`(module
  (type $pair (func (param i32 i64) (result i64 i32)))
  (memory (export "memory") 1 9) (table $t (export "t") 8 20 funcref)
  (global $g (export "g") (mut f64) (f64.const 1)) (global $r (mut funcref) (ref.null func)) (global i32 (i32.const 7))
  (elem $e (i32.const 1) func 0 1 2) (elem $p funcref (ref.func 1) (ref.null func)) (elem declare func 3)
  (data $d (i32.const 16) "data") (data $q "passive")
  (start $start)
  (func $start (global.set $r (ref.func 3)))
  (func $swap (type $pair) (local.get 1) (local.get 0))
  (func $sum (param i32) (result i32) (local i32)
    (loop $l (result i32)
      (local.set 1 (i32.add (local.get 1) (local.get 0)))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))
      (local.get 1)))
  (func (export "calls") (param i32) (result i64) (local i64)
    (call_indirect (type $pair) (local.get 0) (i64.const 5) (i32.const 2)) (drop) (local.set 1)
    (i64.add (local.get 1) (i64.extend_i32_s (call $sum (i32.const 4)))))
  (func (export "tables") (param i32) (result i32)
    (table.set (i32.const 4) (table.get (local.get 0)))
    (table.fill (i32.const 0) (ref.null func) (i32.const 2))
    (table.copy (i32.const 0) (i32.const 3) (i32.const 2))
    (table.init $p (i32.const 0) (i32.const 0) (i32.const 1)) (elem.drop $p)
    (drop (table.grow (global.get $r) (i32.const 2)))
    (i32.add (table.size) (ref.is_null (select (result funcref) (ref.func 3) (global.get $r) (local.get 0)))))
  (func (export "memories") (param i32) (result f32)
    (memory.init $q (i32.const 0) (i32.const 1) (i32.const 3)) (data.drop $q)
    (memory.copy (i32.const 8) (i32.const 0) (i32.const 8))
    (i64.store16 offset=3 (local.get 0) (i64.extend16_s (i64.const 9)))
    (global.set $g (f64.nearest (f64.promote_f32 (f32.load (i32.const 16)))))
    (f32.convert_i64_u (i64.trunc_sat_f64_u (global.get $g))))
  (func (export "recurse") (param i32) (result i32)
    (block $a (result i32) (br_table $a 1 (i32.const 6) (local.get 0)) (unreachable))
    (drop) (return (call 6 (i32.const 2)))))`)

/** A valid module may be refused for these: it uses or claims more than the kernel gives. All else an engine refuses too. */
const OUR_OWN: readonly RefusalReason[] = [
  'constant_expression',
  'count',
  'exceptions',
  'export_reserved',
  'extended_constants',
  'externref',
  'function_references',
  'garbage_collection',
  'import_type',
  'import_unknown',
  'memory64',
  'memory_minimum',
  'multi_memory',
  'multi_table',
  'segment_range',
  'simd',
  'stack_weight',
  'tail_calls',
  'threads',
]

/** Holds our judgement of a module against the engine's, both ways; the rewritten module when it is taken. */
function judge(bytes: Uint8Array<ArrayBuffer>, where: string): Uint8Array<ArrayBuffer> | undefined {
  const done = instrument(bytes, TEST_OPTIONS)
  const isValid = WebAssembly.validate(bytes)
  if (!done.ok) {
    const { reason, offset } = done.fault
    expect(offset, where).toBeLessThanOrEqual(bytes.length)
    if (isValid) expect(OUR_OWN, `${where}: valid, but refused at ${offset}`).toContain(reason)
    expect(auditModule(bytes, TEST_OPTIONS).refusals[0], where).toEqual(done.fault)
    return undefined
  }
  expect(isValid, `${where}: taken, but not valid`).toBe(true)
  const rewritten = Uint8Array.from(done.value.bytes)
  expect(WebAssembly.validate(rewritten), `${where}: rewritten into what is not valid`).toBe(true)
  return rewritten
}

describe('bytes of strangers', () => {
  test('damaged modules are refused or run within their gas', { timeout: 60_000 * FACTOR }, async () => {
    const programs = Array.from({ length: 99 }, (_, index) =>
      encodeProgram(drawProgram(new Draw(SEED + index))),
    ).filter(({ length }) => length < 2000)
    const taken: Uint8Array[] = []
    for (let run = 0; run < 3000 * FACTOR; run += 1) {
      const original = run % 2 === 0 ? RICH : programs[run % programs.length]
      const rewritten = judge(mutate(original ?? RICH, new Draw(SEED + run)), `run ${SEED + run}`)
      if (rewritten !== undefined) taken.push(rewritten)
    }
    expect(taken.length).toBeGreaterThan(200 * FACTOR)
    const outcome = await runBounded(taken, { gas: 20_000n, waitMs: 30_000 * FACTOR })
    expect(outcome.escaped).toEqual([])
    expect(outcome.returned).toBeGreaterThan(taken.length)
    expect(outcome.trapped).toBeGreaterThan(taken.length / 4)
  })

  test('noise behind a header is refused', () => {
    for (let run = 0; run < 2000 * FACTOR; run += 1) {
      const draw = new Draw(SEED + run)
      const bytes = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...draw.bytes(1 + draw.below(60))])
      judge(bytes, `noise ${SEED + run}`)
    }
  })

  test('a module cut anywhere is refused or whole', () => {
    for (let length = 0; length <= RICH.length; length += 1) judge(RICH.slice(0, length), `${length} bytes`)
  })
})
