import { openItems, readReferenceType, readValueType, Section } from './forms.ts'
import {
  ADDRESSABLE_PAGES,
  FUNCTIONS_MAX,
  GLOBALS_MAX,
  NAMES_MAX,
  PARAMS_MAX,
  RESULTS_MAX,
  TABLE_ROWS_MAX,
  TYPES_MAX,
} from './limits.ts'
import type { WasmReader } from './reader.ts'
import { readConstant } from './segments.ts'
import {
  type Bounds,
  EXTERNAL_KINDS,
  type Export,
  type ExternalKind,
  type Import,
  type Signature,
  type WasmModule,
} from './types.ts'

/** Exports of ours begin with this; a module's own must not. */
const RESERVED_PREFIX = 'orrery:'

const FUNCTION_TYPE = 0x60
/** Structures, arrays and recursive groups stand where function types do. */
const COMPOSITE_TYPES = [0x4d, 0x4e, 0x4f, 0x50, 0x5c, 0x5d, 0x5e, 0x5f]

function readValueTypes(reader: WasmReader, max: number): number[] {
  const count = reader.count(max)
  const types: number[] = []
  for (let index = 0; index < count; index += 1) types.push(readValueType(reader))
  return types
}

export function readTypes(reader: WasmReader, module: WasmModule): void {
  const count = openItems(reader, module, Section.type, { max: TYPES_MAX, bytesEach: 3 })
  for (let index = 0; index < count; index += 1) {
    reader.mark = reader.offset
    const form = reader.byte()
    if (COMPOSITE_TYPES.includes(form)) reader.refuse('garbage_collection')
    if (form !== FUNCTION_TYPE) reader.refuse('type_form', { actual: form })
    const params = readValueTypes(reader, PARAMS_MAX)
    const results = readValueTypes(reader, RESULTS_MAX)
    if (results.length > 1) module.features.add('multi-value')
    module.types.push({ params, results })
  }
}

function readSignature(reader: WasmReader, module: WasmModule): Signature {
  reader.mark = reader.offset
  const index = reader.u32()
  return module.types[index] ?? reader.refuse('type_unknown', { actual: index })
}

function addFunction(reader: WasmReader, module: WasmModule, signature: Signature): void {
  if (module.functions.length >= FUNCTIONS_MAX) reader.refuse('count', { expected: FUNCTIONS_MAX })
  module.functions.push(signature)
}

export function readImports(reader: WasmReader, module: WasmModule): void {
  const count = openItems(reader, module, Section.import, { max: NAMES_MAX, bytesEach: 4 })
  for (let index = 0; index < count; index += 1) {
    const offset = reader.offset
    const from = reader.name()
    const name = reader.name()
    const kind = readKind(reader)
    const signature = readImportedType(reader, module, kind)
    if (signature !== undefined) addFunction(reader, module, signature)
    module.imports.push({
      module: from,
      name,
      kind,
      offset,
      ...(signature === undefined ? {} : { signature }),
    })
  }
  module.importedFunctions = module.functions.length
  const other = module.imports.find(({ kind }) => kind !== 'function')
  if (other !== undefined) reader.refuse('import_type', { actual: importName(other) }, other.offset)
}

/** What an import is called in refusals. */
export const importName = ({ module, name }: Pick<Import, 'module' | 'name'>): string => `${module}.${name}`

function readKind(reader: WasmReader): ExternalKind {
  reader.mark = reader.offset
  const code = reader.byte()
  if (code === 4) reader.refuse('exceptions')
  return EXTERNAL_KINDS[code] ?? reader.refuse('type_form', { actual: code })
}

/** Tables, memories and globals are read too, so that an audit can list every import. */
function readImportedType(reader: WasmReader, module: WasmModule, kind: ExternalKind): Signature | undefined {
  switch (kind) {
    case 'function':
      return readSignature(reader, module)
    case 'table':
      readTable(reader)
      return undefined
    case 'memory':
      readMemory(reader)
      return undefined
    case 'global':
      readGlobalType(reader)
      return undefined
  }
}

export function readFunctions(reader: WasmReader, module: WasmModule): void {
  const count = openItems(reader, module, Section.function, { max: FUNCTIONS_MAX, bytesEach: 1 })
  for (let index = 0; index < count; index += 1) addFunction(reader, module, readSignature(reader, module))
}

function readBounds(reader: WasmReader, max: number): Bounds {
  reader.mark = reader.offset
  const flags = reader.byte()
  if (flags === 2 || flags === 3) reader.refuse('threads')
  if (flags >= 4 && flags <= 7) reader.refuse('memory64')
  if (flags > 1) reader.refuse('flags', { actual: flags })
  const least = reader.u32()
  if (least > max) reader.refuse('count', { expected: max, actual: least })
  if (flags === 0) return { min: least }
  const most = reader.u32()
  if (most < least) reader.refuse('limits_order', { expected: least, actual: most })
  return { min: least, max: most }
}

function readTable(reader: WasmReader): Bounds {
  if (reader.peek() === 0x40) reader.refuse('function_references', undefined, reader.offset)
  readReferenceType(reader)
  return readBounds(reader, TABLE_ROWS_MAX)
}

export function readTables(reader: WasmReader, module: WasmModule): void {
  const count = openItems(reader, module, Section.table, { max: reader.end, bytesEach: 3 })
  for (let index = 0; index < count; index += 1) {
    if (index > 0) reader.refuse('multi_table', undefined, reader.offset)
    module.table = readTable(reader)
  }
}

function readMemory(reader: WasmReader): Bounds {
  const bounds = readBounds(reader, ADDRESSABLE_PAGES)
  if ((bounds.max ?? 0) > ADDRESSABLE_PAGES) {
    reader.refuse('count', { expected: ADDRESSABLE_PAGES, actual: bounds.max ?? 0 })
  }
  return bounds
}

export function readMemories(reader: WasmReader, module: WasmModule): void {
  const count = openItems(reader, module, Section.memory, { max: reader.end, bytesEach: 2 })
  for (let index = 0; index < count; index += 1) {
    if (index > 0) reader.refuse('multi_memory', undefined, reader.offset)
    module.memoryOffset = reader.offset
    module.memory = readMemory(reader)
  }
}

function readGlobalType(reader: WasmReader): { readonly type: number; readonly isMutable: boolean } {
  const type = readValueType(reader)
  reader.mark = reader.offset
  const mutability = reader.byte()
  if (mutability > 1) reader.refuse('flags', { actual: mutability })
  return { type, isMutable: mutability === 1 }
}

export function readGlobals(reader: WasmReader, module: WasmModule): void {
  const count = openItems(reader, module, Section.global, { max: GLOBALS_MAX, bytesEach: 4 })
  for (let index = 0; index < count; index += 1) {
    const global = readGlobalType(reader)
    readConstant(reader, module, global.type)
    module.globals.push(global)
  }
}

export function readExports(reader: WasmReader, module: WasmModule): void {
  const count = openItems(reader, module, Section.export, { max: NAMES_MAX, bytesEach: 3 })
  const names = new Set<string>()
  for (let index = 0; index < count; index += 1) {
    const offset = reader.offset
    const name = reader.name()
    const kind = readKind(reader)
    const found: Export = { name, kind, index: reader.u32(), offset }
    reader.mark = offset
    checkExported(reader, module, found)
    if (names.has(name)) reader.refuse('export_twice', { actual: name })
    if (name.startsWith(RESERVED_PREFIX)) reader.refuse('export_reserved', { actual: name })
    names.add(name)
    module.exports.push(found)
  }
}

function checkExported(reader: WasmReader, module: WasmModule, { kind, index }: Export): void {
  switch (kind) {
    case 'function':
      if (index >= module.functions.length) reader.refuse('function_unknown', { actual: index })
      module.referable.add(index)
      return
    case 'table':
      if (module.table === undefined || index > 0) reader.refuse('table_unknown', { actual: index })
      return
    case 'memory':
      if (module.memory === undefined || index > 0) reader.refuse('memory_unknown', { actual: index })
      return
    case 'global': {
      const global = module.globals[index] ?? reader.refuse('global_unknown', { actual: index })
      if (global.isMutable) module.features.add('mutable-globals')
    }
  }
}

export function readStart(reader: WasmReader, module: WasmModule): void {
  reader.mark = reader.offset
  const index = reader.u32()
  const signature = module.functions[index] ?? reader.refuse('function_unknown', { actual: index })
  if (signature.params.length + signature.results.length > 0) reader.refuse('start_type')
  module.start = index
}
