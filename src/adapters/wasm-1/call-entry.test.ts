import { describe, expect, test } from 'vitest'
import { builtInBytes, callRaw, enter } from './testing/module-host.ts'
import {
  answering,
  assemble,
  DATA_AT,
  type EntryShape,
  GROW_BY_A_PAGE,
  i32Const,
  TRAP,
} from './testing/tiny-module.ts'

const SHAPES: readonly EntryShape[] = ['pair', 'packed', 'written']
const INPUT = Uint8Array.of(1, 2, 3)
const BOUNDS = { maxMemoryBytes: 65_536, maxAnswerBytes: 100 }

describe.each(SHAPES)('an entry whose answer is %s', (shape) => {
  const call = (pointer: number, length: number) =>
    callRaw(
      enter(assemble({ shape, entry: answering(shape, pointer, length), data: Uint8Array.of(7, 8, 9) })),
      INPUT,
      BOUNDS,
    )

  test('is called', () => {
    expect(call(DATA_AT, 3)).toEqual({ ok: true, value: Uint8Array.of(7, 8, 9) })
  })

  test('reads its input where it gave room', () => {
    expect(call(1024 + 8 * INPUT.length, 3)).toEqual({ ok: true, value: INPUT })
  })

  test('may answer nothing at the end of memory', () => {
    expect(call(65_536, 0)).toEqual({ ok: true, value: new Uint8Array() })
  })

  test.each([
    [16, -1, { code: 'trap', detail: 'output_length_negative' }],
    [-1, -1, { code: 'trap', detail: 'output_length_negative' }],
    [16, 101, { code: 'output_too_large', detail: 'limit_exceeded' }],
    [-1, 101, { code: 'output_too_large', detail: 'limit_exceeded' }],
    [-1, 3, { code: 'invalid_output', detail: 'output_pointer_negative' }],
    [65_534, 3, { code: 'trap', detail: 'output_outside_memory' }],
    [2_147_483_647, 100, { code: 'trap', detail: 'output_outside_memory' }],
  ])('answering address %i length %i is refused', (pointer, length, fault) => {
    expect(call(pointer, length)).toEqual({ ok: false, fault })
  })

  test('whose memory is beyond the limit afterwards is refused', () => {
    const entry = [...GROW_BY_A_PAGE, ...answering(shape, DATA_AT, 1)]
    const grown = callRaw(enter(assemble({ shape, entry })), INPUT, BOUNDS)
    expect(grown).toEqual({ ok: false, fault: { code: 'trap', detail: 'memory_limit' } })
  })

  test('that traps is a trap', () => {
    expect(callRaw(enter(assemble({ shape, entry: TRAP })), INPUT)).toEqual({ ok: false, fault: 'trap' })
  })

  test('may give room beyond its memory, which grows as far as it may', () => {
    const module = assemble({
      shape: shape === 'written' ? 'pair' : shape,
      entry: answering(shape === 'written' ? 'pair' : shape, 70_000, 3),
      alloc: i32Const(70_000),
    })
    expect(callRaw(enter(module), INPUT)).toEqual({ ok: true, value: INPUT })
    const refused = { code: 'trap', detail: 'input_outside_memory' }
    expect(callRaw(enter(module), INPUT, BOUNDS)).toEqual({ ok: false, fault: refused })
  })

  test('must be there, like memory and alloc', () => {
    for (const without of ['memory', 'alloc', 'reduce']) {
      const entry = enter(assemble({ shape, entry: answering(shape, 0, 0), without }))
      expect(entry).toEqual({
        ok: false,
        fault: { code: 'invalid_output', detail: 'export_missing', path: without },
      })
    }
  })

  test('gives room at a negative address: refused', () => {
    const module = assemble({ shape, entry: answering(shape, 0, 0), alloc: i32Const(-8) })
    expect(callRaw(enter(module), INPUT)).toEqual({
      ok: false,
      fault: { code: 'invalid_output', detail: 'alloc_negative' },
    })
  })
})

test('an answer is a copy', () => {
  const entry = enter(assemble({ shape: 'pair', entry: answering('pair', 1024 + 8 * INPUT.length, 3) }))
  const first = callRaw(entry, INPUT)
  callRaw(entry, Uint8Array.of(9, 9, 9))
  expect(first).toEqual({ ok: true, value: INPUT })
})

test('built-ins have the entry they declare and no other', () => {
  const module = new WebAssembly.Module(builtInBytes('m1.rule.move'))
  expect(enter(module).ok).toBe(true)
  expect(enter(module, 'call')).toMatchObject({
    ok: false,
    fault: { detail: 'export_missing', path: 'call' },
  })
})
