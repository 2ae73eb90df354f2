import { openItems, readReferenceType, Section, typeText } from './forms.ts'
import { SEGMENTS_MAX } from './limits.ts'
import { Op } from './opcodes.ts'
import type { WasmReader } from './reader.ts'
import { Type, type WasmModule } from './types.ts'

/** What may follow a first value where constants are computed: further values and sums, differences, products. */
const EXTENDED_CONSTANTS = [0x23, 0x41, 0x42, 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e]
const PAGE_BYTES = 65_536

/**
 * Reads a constant expression of the given type; gives the value of an `i32.const` as an unsigned number, else 0. There are no
 * imported globals, so `global.get` has nothing to name.
 */
export function readConstant(reader: WasmReader, module: WasmModule, expected: number): number {
  reader.mark = reader.offset
  const code = reader.byte()
  const { type, value } = readConstantValue(reader, module, code)
  if (type !== expected)
    reader.refuse('type_mismatch', { expected: typeText(expected), actual: typeText(type) })
  reader.mark = reader.offset
  const end = reader.byte()
  if (EXTENDED_CONSTANTS.includes(end)) reader.refuse('extended_constants')
  if (end !== Op.end) reader.refuse('constant_expression', { actual: end })
  return value
}

function readConstantValue(
  reader: WasmReader,
  module: WasmModule,
  code: number,
): { readonly type: number; readonly value: number } {
  switch (code) {
    case Op.i32Const:
      return { type: Type.i32, value: reader.s32() >>> 0 }
    case Op.i64Const:
      reader.skipS64()
      return { type: Type.i64, value: 0 }
    case Op.f32Const:
      reader.skip(4)
      return { type: Type.f32, value: 0 }
    case Op.f64Const:
      reader.skip(8)
      return { type: Type.f64, value: 0 }
    case Op.refNull:
      readReferenceType(reader)
      return { type: Type.funcref, value: 0 }
    case Op.refFunc:
      readReferable(reader, module)
      return { type: Type.funcref, value: 0 }
    default:
      return reader.refuse('constant_expression', { actual: code })
  }
}

function readReferable(reader: WasmReader, module: WasmModule): void {
  const start = reader.offset
  const index = reader.u32()
  if (index >= module.functions.length) reader.refuse('function_unknown', { actual: index }, start)
  module.referable.add(index)
}

/** Bits of an element segment's flags. Source: WebAssembly Core Specification 2.0, §5.5.12. */
const ElementFlag = { passive: 1, explicit: 2, expressions: 4 } as const

export function readElementSegments(reader: WasmReader, module: WasmModule): void {
  const count = openItems(reader, module, Section.element, { max: SEGMENTS_MAX, bytesEach: 2 })
  module.elementSegments = count
  for (let index = 0; index < count; index += 1) readElementSegment(reader, module)
}

function readElementSegment(reader: WasmReader, module: WasmModule): void {
  const start = reader.offset
  reader.mark = start
  const flags = reader.u32()
  if (flags > 7) reader.refuse('flags', { actual: flags })
  const isActive = (flags & ElementFlag.passive) === 0
  if (isActive && (flags & ElementFlag.explicit) !== 0) readTableIndex(reader, module)
  if (isActive && module.table === undefined) reader.refuse('table_unknown')
  const at = isActive ? readConstant(reader, module, Type.i32) : 0
  if ((flags & (ElementFlag.passive | ElementFlag.explicit)) !== 0) readElementType(reader, flags)
  if (flags !== 0) module.features.add('bulk-memory')
  const count = reader.count(reader.end)
  for (let item = 0; item < count; item += 1) {
    if ((flags & ElementFlag.expressions) === 0) readReferable(reader, module)
    else readConstant(reader, module, Type.funcref)
  }
  // An instance whose rows do not fit fails to start in every engine; here it fails before anything is stored.
  const rows = module.table?.min ?? 0
  if (isActive && at + count > rows)
    reader.refuse('segment_range', { expected: rows, actual: at + count }, start)
}

function readTableIndex(reader: WasmReader, module: WasmModule): void {
  const index = reader.u32()
  if (index > 0 || module.table === undefined) reader.refuse('table_unknown', { actual: index })
}

function readElementType(reader: WasmReader, flags: number): void {
  if ((flags & ElementFlag.expressions) !== 0) readReferenceType(reader)
  else if (reader.byte() !== 0) reader.refuse('type_form')
}

export function readDataSegments(reader: WasmReader, module: WasmModule): void {
  const count = openItems(reader, module, Section.data, { max: SEGMENTS_MAX, bytesEach: 2 })
  module.dataSegments = count
  for (let index = 0; index < count; index += 1) readDataSegment(reader, module)
}

function readDataSegment(reader: WasmReader, module: WasmModule): void {
  const start = reader.offset
  reader.mark = start
  const flags = reader.u32()
  if (flags > 2) reader.refuse('flags', { actual: flags })
  const isActive = flags !== 1
  if (flags === 2 && reader.u32() > 0) reader.refuse('multi_memory')
  if (isActive && module.memory === undefined) reader.refuse('memory_unknown')
  const at = isActive ? readConstant(reader, module, Type.i32) : 0
  if (!isActive) module.features.add('bulk-memory')
  const length = reader.count(reader.end)
  reader.skip(length)
  module.dataBytes += length
  const room = (module.memory?.min ?? 0) * PAGE_BYTES
  if (isActive && at + length > room) {
    reader.refuse('segment_range', { expected: room, actual: at + length }, start)
  }
}
