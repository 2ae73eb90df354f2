// Instructions whose effect depends on the module: variables, references, tables, bulk memory. Control is in control.ts.
import type { CodeContext } from './code-context.ts'
import { readReferenceType, readValueType } from './forms.ts'
import { Op } from './opcodes.ts'
import { Patch } from './patches.ts'
import { ANY_TYPE, isFloat, Type } from './types.ts'

/** Checks an instruction of form `special` that is not control, and notes what is to be done about it. */
export function readInstruction(context: CodeContext, code: number): void {
  if (code >= Op.localGet && code <= Op.globalSet) readVariable(context, code)
  else if (code <= Op.selectTyped) readParametric(context, code)
  else if (code >= Op.tableInit || code <= Op.tableSet) readTableAccess(context, code)
  else if (code >= Op.refNull && code <= Op.refFunc) readReference(context, code)
  else readMemory(context, code)
}

/** Makes a NaN on top of the operands the canonical one before the instruction being read. */
export function canonicalize({ patches, reader }: CodeContext, type: number): void {
  patches.add(type === Type.f32 ? Patch.canonF32 : Patch.canonF64, reader.mark, reader.mark)
}

function readParametric({ module, operands, reader }: CodeContext, code: number): void {
  if (code === Op.drop) {
    operands.popAny()
    return
  }
  let type = ANY_TYPE
  if (code === Op.selectTyped) {
    const count = reader.u32()
    if (count !== 1) reader.refuse('type_form', { expected: 1, actual: count })
    type = readValueType(reader)
  }
  operands.pop(Type.i32)
  if (code === Op.selectTyped) {
    operands.pop(type)
    operands.pop(type)
    operands.push(type)
    module.features.add('reference-types')
    return
  }
  const above = operands.popAny()
  const below = operands.popAny()
  const isReference = above === Type.funcref || below === Type.funcref
  if (isReference || (above !== below && above !== ANY_TYPE && below !== ANY_TYPE)) {
    reader.refuse('type_mismatch')
  }
  operands.push(above === ANY_TYPE ? below : above)
}

function readVariable(context: CodeContext, code: number): void {
  if (code === Op.globalGet || code === Op.globalSet) readGlobal(context, code)
  else readLocal(context, code)
}

function readLocal({ locals, operands, reader }: CodeContext, code: number): void {
  const index = reader.u32()
  const type = locals[index] ?? reader.refuse('local_unknown', { actual: index })
  if (code !== Op.localGet) operands.pop(type)
  if (code !== Op.localSet) operands.push(type)
}

function readGlobal(context: CodeContext, code: number): void {
  const { module, operands, reader, visibleFloats } = context
  const index = reader.u32()
  const { type, isMutable } = module.globals[index] ?? reader.refuse('global_unknown', { actual: index })
  if (code === Op.globalGet) {
    operands.push(type)
    return
  }
  if (!isMutable) reader.refuse('global_constant', { actual: index })
  operands.pop(type)
  if (isFloat(type) && visibleFloats.has(index)) canonicalize(context, type)
}

function readReference({ module, operands, reader }: CodeContext, code: number): void {
  if (code === Op.refNull) {
    readReferenceType(reader)
    operands.push(Type.funcref)
  } else if (code === Op.refIsNull) {
    operands.pop(Type.funcref)
    operands.push(Type.i32)
  } else {
    const index = reader.u32()
    if (index >= module.functions.length) reader.refuse('function_unknown', { actual: index })
    if (!module.referable.has(index)) reader.refuse('function_undeclared', { actual: index })
    operands.push(Type.funcref)
  }
}

function readMemory(context: CodeContext, code: number): void {
  const { module, operands, patches, reader } = context
  if (code === Op.dataDrop) {
    readDataIndex(context)
    return
  }
  if (module.memory === undefined) reader.refuse('memory_unknown')
  if (code === Op.memoryInit) readDataIndex(context)
  readMemoryIndex(context)
  if (code === Op.memoryCopy) readMemoryIndex(context)
  if (code === Op.memorySize) {
    operands.push(Type.i32)
  } else if (code === Op.memoryGrow) {
    operands.pop(Type.i32)
    operands.push(Type.i32)
    patches.add(Patch.growMemory, reader.mark, reader.offset)
  } else {
    operands.pop(Type.i32)
    operands.pop(Type.i32)
    operands.pop(Type.i32)
    patches.add(Patch.chargeBytes, reader.mark, reader.mark)
  }
}

function readMemoryIndex({ reader }: CodeContext): void {
  if (reader.byte() !== 0) reader.refuse('multi_memory')
}

function readDataIndex({ module, reader }: CodeContext): void {
  const index = reader.u32()
  if (module.dataCount === undefined) return reader.refuse('data_count')
  if (index >= module.dataCount) reader.refuse('segment_unknown', { actual: index })
}

function readTableAccess(context: CodeContext, code: number): void {
  const { module, operands, patches, reader } = context
  if (code === Op.tableInit || code === Op.elemDrop) {
    const index = reader.u32()
    if (index >= module.elementSegments) reader.refuse('segment_unknown', { actual: index })
    if (code === Op.elemDrop) return
  }
  readTableIndex(context)
  if (code === Op.tableCopy) readTableIndex(context)
  switch (code) {
    case Op.tableGet:
      operands.pop(Type.i32)
      operands.push(Type.funcref)
      return
    case Op.tableSet:
      operands.pop(Type.funcref)
      operands.pop(Type.i32)
      return
    case Op.tableSize:
      operands.push(Type.i32)
      return
    case Op.tableGrow:
      operands.pop(Type.i32)
      operands.pop(Type.funcref)
      operands.push(Type.i32)
      patches.add(Patch.growTable, reader.mark, reader.offset)
      return
    default:
      operands.pop(Type.i32)
      operands.pop(code === Op.tableFill ? Type.funcref : Type.i32)
      operands.pop(Type.i32)
      patches.add(Patch.chargeRows, reader.mark, reader.mark)
  }
}

function readTableIndex({ module, reader }: CodeContext): void {
  const index = reader.u32()
  if (index > 0 || module.table === undefined) reader.refuse('table_unknown', { actual: index })
}
