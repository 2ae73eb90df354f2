import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bytesToHex } from '../../kernel/base/order.ts'
import { GAS_SCHEDULE_1 } from '../../kernel/wasm/schedule.ts'
import { watToWasm } from '../../kernel/wasm/testing/wat.ts'
import { callEntry } from '../wasm-1/call-entry.ts'
import { CompiledModules } from './compiled-modules.ts'
import { type CallOutcome, type CallRequest, type ModuleCode, ModuleExecutor } from './executor.ts'
import { HostFault } from './host-fault.ts'
import { MeteredInstance } from './metered-instance.ts'

const MEBIBYTE = 1 << 20

function codeOf(wat: string, memoryBytesMax = MEBIBYTE): ModuleCode {
  const bytes = watToWasm(wat)
  return { hash: createHash('sha256').update(bytes).digest('hex'), bytes, memoryBytesMax }
}

/** A module with room for inputs at 1024 and a counter in a global and in memory, so that what is left behind shows. */
const moduleOf = (reduce: string, alloc = 'i32.const 1024'): string => `(module
  (memory (export "memory") 1)
  (global $count (mut i32) (i32.const 0))
  (func $deep (param i32) (result i32) (i32.add (i32.const 1) (call $deep (local.get 0))))
  (func (export "alloc") (param i32) (result i32) ${alloc})
  (func (export "reduce") (param $at i32) (param $length i32) (result i32 i32) ${reduce}))`

const executor = new ModuleExecutor(GAS_SCHEDULE_1)

function compiledOf(wat: string): WebAssembly.Module {
  const { hash, bytes } = codeOf(wat)
  const options = { schedule: GAS_SCHEDULE_1, memoryPagesMax: 16, imports: [] }
  const compiled = new CompiledModules().get(hash, bytes, options)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.fault))
  return compiled.value.module
}

const REQUEST: CallRequest = {
  entry: 'reduce',
  input: Uint8Array.of(1, 2, 3),
  gas: 100_000,
  answerBytesMax: 4096,
}

function call(wat: string, request: Partial<CallRequest> = {}, memoryBytesMax = MEBIBYTE): CallOutcome {
  const called = executor.call(codeOf(wat, memoryBytesMax), { ...REQUEST, ...request })
  if (!called.ok) throw new Error(JSON.stringify(called.fault))
  return called.value
}

const failureOf = ({ answer }: CallOutcome): unknown => (answer.ok ? undefined : answer.fault)

test('a call answers with the bytes the module points at, and says what it cost', () => {
  const echo = moduleOf('local.get $at local.get $length')
  const first = call(echo)
  expect(first.answer).toEqual({ ok: true, value: Uint8Array.of(1, 2, 3) })
  expect(first.gas).toBeGreaterThan(0)
  expect(first.memoryBytes).toBe(65_536)
  expect(call(echo)).toEqual(first)
})

test('nothing that a call leaves behind is there for the next one', () => {
  const counting = moduleOf(`
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (i32.store8 (i32.const 0) (i32.add (i32.load8_u (i32.const 0)) (global.get $count)))
    i32.const 0 i32.const 1`)
  for (let time = 0; time < 3; time += 1)
    expect(call(counting).answer).toEqual({ ok: true, value: Uint8Array.of(1) })
})

describe('what a module does wrong is a code of ours', () => {
  const cases: readonly (readonly [name: string, reduce: string, failure: object])[] = [
    ['loops for ever', '(loop $again (br $again)) i32.const 0 i32.const 0', { code: 'out_of_gas' }],
    [
      'recurses for ever',
      '(drop (call $deep (i32.const 1))) i32.const 0 i32.const 0',
      { code: 'stack_weight' },
    ],
    ['traps', 'unreachable', { code: 'trap' }],
    [
      'divides by nothing',
      '(drop (i32.div_u (i32.const 1) (i32.const 0))) i32.const 0 i32.const 0',
      { code: 'trap' },
    ],
    [
      'points outside memory',
      'i32.const 65535 i32.const 2',
      { code: 'trap', detail: 'output_outside_memory' },
    ],
    [
      'points before memory',
      'i32.const -1 i32.const 2',
      { code: 'invalid_output', detail: 'output_pointer_negative' },
    ],
    [
      'says a negative length',
      'i32.const 0 i32.const -1',
      { code: 'trap', detail: 'output_length_negative' },
    ],
    ['says too much', 'i32.const 0 i32.const 4097', { code: 'output_too_large', detail: 'limit_exceeded' }],
  ]
  test.each(cases)('%s', (_name, reduce, failure) => {
    expect(failureOf(call(moduleOf(reduce)))).toEqual(failure)
  })

  test('an endless loop costs exactly its gas', () => {
    expect(call(moduleOf('(loop $again (br $again)) i32.const 0 i32.const 0'), { gas: 777 }).gas).toBe(777)
  })

  test('asking for memory for ever ends at the limit, which the module is told', () => {
    const greedy = moduleOf(`
      (loop $again (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
      (i32.store8 (i32.const 0) (memory.size)) i32.const 0 i32.const 1`)
    const outcome = call(greedy, { gas: 10_000_000 }, 5 * 65_536)
    expect(outcome.answer).toEqual({ ok: true, value: Uint8Array.of(5) })
    expect(outcome.memoryBytes).toBe(5 * 65_536)
  })

  test('two gigabytes are refused by the code itself, and the refusal is the module’s to handle', () => {
    const huge = moduleOf('i32.const 0 i32.const 0', '(memory.grow (i32.const 32768))')
    expect(failureOf(call(huge))).toEqual({ code: 'invalid_output', detail: 'alloc_negative' })
  })

  test('room that lies beyond what the memory may become is a trap', () => {
    const far = moduleOf('i32.const 0 i32.const 0', `i32.const ${MEBIBYTE}`)
    expect(failureOf(call(far))).toEqual({ code: 'trap', detail: 'input_outside_memory' })
  })

  test('room beyond the memory is made, up to what the module itself allows', () => {
    const far = moduleOf('local.get $at local.get $length', 'i32.const 65536')
    const grown = call(far)
    expect(grown.answer).toEqual({ ok: true, value: REQUEST.input })
    expect(grown.memoryBytes).toBe(2 * 65_536)
    const modest = far.replace('(export "memory") 1)', '(export "memory") 1 1)')
    expect(failureOf(call(modest))).toEqual({ code: 'trap', detail: 'input_outside_memory' })
  })

  test.each(['memory', 'alloc', 'reduce'])('without %s there is no call', (name) => {
    const wat = moduleOf('i32.const 0 i32.const 0').replace(`"${name}"`, '"other"')
    expect(failureOf(call(wat))).toEqual({ code: 'invalid_output', detail: 'export_missing', path: name })
  })
})

test('a module that may not be taken is refused before it is compiled', () => {
  const importing = codeOf('(module (import "env" "now" (func)) (memory (export "memory") 1))')
  expect(executor.prepare(importing)).toMatchObject({ ok: false, fault: { kind: 'module.refused' } })
  expect(executor.call(importing, REQUEST)).toMatchObject({ ok: false, fault: { kind: 'module.refused' } })
})

test('the modules used last are kept, and no more of them', () => {
  const compiled = new CompiledModules(2)
  const small = new ModuleExecutor(GAS_SCHEDULE_1, compiled)
  const codes = [0, 1, 2].map((value) => codeOf(moduleOf(`i32.const ${value} i32.const 1`)))
  const hashes = codes.map((code) => {
    expect(small.prepare(code).ok).toBe(true)
    return code.hash
  })
  expect(new Set(hashes).size).toBe(3)
  expect(compiled.size).toBe(2)
  for (const code of codes) expect(small.call(code, REQUEST)).toMatchObject({ ok: true })
})

test('what is no instrumented module is the host’s mistake, not a result', () => {
  const plain = new WebAssembly.Module(Uint8Array.from(watToWasm(moduleOf('i32.const 0 i32.const 0'))))
  expect(() => new MeteredInstance(plain)).toThrow(HostFault)
})

test('memory that the machine does not have is no result', () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 })
  const entry = { memory, alloc: () => 65_536, run: () => [0, 0], arity: 2 } as const
  // The bounds promise a page that the memory cannot get: as where the machine is full.
  const bounds = { maxMemoryBytes: 2 * 65_536, maxAnswerBytes: 10 }
  const instance = new MeteredInstance(compiledOf(moduleOf('i32.const 0 i32.const 0')))
  expect(() => instance.run(1000n, () => callEntry(entry, Uint8Array.of(1), bounds))).toThrow(HostFault)
})

test('a start function runs first, on the gas of the call', () => {
  const wat = `(module (memory (export "memory") 1)
    (func $begin (i32.store8 (i32.const 7) (i32.const 42))) (start $begin)
    (func (export "alloc") (param i32) (result i32) i32.const 1024)
    (func (export "reduce") (param i32 i32) (result i32 i32) i32.const 7 i32.const 1))`
  const outcome = call(wat)
  expect(bytesToHex(outcome.answer.ok ? outcome.answer.value : new Uint8Array())).toBe('2a')
  expect(failureOf(call(wat, { gas: 1 }))).toEqual({ code: 'out_of_gas' })
})
