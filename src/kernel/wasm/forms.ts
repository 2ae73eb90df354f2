// Forms that several sections share.
import type { WasmReader } from './reader.ts'
import { Type, typeName, type WasmModule } from './types.ts'

/** Section ids. Source: WebAssembly Core Specification 2.0, §5.5.2; 13 stands for the tags of exceptions. */
export const Section = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
  tag: 13,
} as const

/** Reads the number of a section's items and notes where they stand. */
export function openItems(
  reader: WasmReader,
  module: WasmModule,
  section: number,
  { max, bytesEach }: { readonly max: number; readonly bytesEach: number },
): number {
  const count = reader.count(max, bytesEach)
  module.items.set(section, { count, start: reader.offset, end: reader.end })
  return count
}

export function readValueType(reader: WasmReader): number {
  reader.mark = reader.offset
  const type = reader.byte()
  if (typeName(type) !== undefined) return type
  if (type === 0x6f) reader.refuse('externref')
  if (type === 0x7b) reader.refuse('simd')
  if (type === 0x63 || type === 0x64) reader.refuse('function_references')
  if (type >= 0x65 && type <= 0x78) reader.refuse('garbage_collection')
  reader.refuse('type_form', { actual: type })
}

/** There is one type of reference. */
export function readReferenceType(reader: WasmReader): void {
  const type = readValueType(reader)
  if (type !== Type.funcref) reader.refuse('type_form', { actual: typeText(type) })
}

/** How a refusal names a type. */
export const typeText = (type: number): string | number => typeName(type) ?? type
