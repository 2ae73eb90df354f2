import { Section } from './forms.ts'
import { MODULE_BYTES_MAX, SEGMENTS_MAX } from './limits.ts'
import { WasmReader } from './reader.ts'
import { ModuleRefused } from './refusal.ts'
import { readDataSegments, readElementSegments } from './segments.ts'
import {
  readExports,
  readFunctions,
  readGlobals,
  readImports,
  readMemories,
  readStart,
  readTables,
  readTypes,
} from './sections.ts'
import type { WasmModule } from './types.ts'

type ReadSection = (reader: WasmReader, module: WasmModule) => void

/** Known sections in the order in which they must stand. */
const ORDER: ReadonlyMap<number, { readonly rank: number; readonly read: ReadSection }> = new Map(
  (
    [
      [Section.type, readTypes],
      [Section.import, readImports],
      [Section.function, readFunctions],
      [Section.table, readTables],
      [Section.memory, readMemories],
      [Section.tag, (reader) => reader.refuse('exceptions')],
      [Section.global, readGlobals],
      [Section.export, readExports],
      [Section.start, readStart],
      [Section.element, readElementSegments],
      [Section.dataCount, readDataCount],
      [Section.code, readBodies],
      [Section.data, readDataSegments],
    ] satisfies [number, ReadSection][]
  ).map(([id, read], rank) => [id, { rank, read }]),
)

/** `\0asm` and version 1, as one little-endian number each. */
const MAGIC = 0x6d73_6100
const VERSION = 1

/**
 * Reads everything of a module but the inside of function bodies into `module`, which holds what was read also when this throws
 * `ModuleRefused`. Linear in the length of the bytes.
 */
export function parseModule(module: WasmModule): void {
  const { bytes } = module
  if (bytes.length > MODULE_BYTES_MAX) {
    throw new ModuleRefused('module_bytes', 0, { expected: MODULE_BYTES_MAX, actual: bytes.length })
  }
  const reader = new WasmReader(bytes)
  if (word(reader) !== MAGIC) reader.refuse('magic', undefined, 0)
  if (word(reader) !== VERSION) reader.refuse('version', undefined, 4)
  let lastRank = -1
  while (!reader.isAtEnd) lastRank = parseSection(reader, module, lastRank)
  checkCounts(reader, module)
}

function word(reader: WasmReader): number {
  return (reader.byte() | (reader.byte() << 8) | (reader.byte() << 16) | (reader.byte() << 24)) >>> 0
}

function parseSection(reader: WasmReader, module: WasmModule, lastRank: number): number {
  reader.mark = reader.offset
  const id = reader.byte()
  const size = reader.count(MODULE_BYTES_MAX)
  const end = reader.offset + size
  const known = ORDER.get(id)
  if (id !== Section.custom && known === undefined) reader.refuse('section_unknown', { actual: id })
  if (known !== undefined && known.rank <= lastRank) reader.refuse('section_order', { actual: id })
  reader.end = end
  if (known === undefined) {
    // Names and debug data change nothing that a module does; they are not carried over.
    const name = reader.name()
    module.customSections.push({ name, bytes: size })
    reader.offset = end
  } else {
    known.read(reader, module)
    if (reader.offset !== end) reader.refuse('trailing_bytes', undefined, reader.offset)
  }
  reader.end = reader.bytes.length
  return known?.rank ?? lastRank
}

function readDataCount(reader: WasmReader, module: WasmModule): void {
  module.dataCount = reader.u32()
  if (module.dataCount > SEGMENTS_MAX) {
    reader.refuse('count', { expected: SEGMENTS_MAX, actual: module.dataCount })
  }
}

/** Finds the function bodies; what is in them is read later. */
function readBodies(reader: WasmReader, module: WasmModule): void {
  const expected = module.functions.length - module.importedFunctions
  const actual = reader.count(reader.bytes.length, 2)
  if (actual !== expected) reader.refuse('counts_differ', { expected, actual })
  for (let index = 0; index < actual; index += 1) {
    const size = reader.count(MODULE_BYTES_MAX)
    module.bodies.push({ start: reader.offset, end: reader.offset + size })
    reader.offset += size
  }
}

function checkCounts(reader: WasmReader, module: WasmModule): void {
  const expected = module.functions.length - module.importedFunctions
  const at = module.bytes.length
  if (module.bodies.length !== expected) {
    reader.refuse('counts_differ', { expected, actual: module.bodies.length }, at)
  }
  if (module.dataCount !== undefined && module.dataCount !== module.dataSegments) {
    reader.refuse('counts_differ', { expected: module.dataCount, actual: module.dataSegments }, at)
  }
}
