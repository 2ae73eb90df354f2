import { assert } from '../base/assert.ts'
import type { CodeContext } from './code-context.ts'
import { Control } from './control.ts'
import { GasCover } from './cover.ts'
import { readValueType } from './forms.ts'
import { canonicalize, readInstruction } from './instructions.ts'
import { STACK_SLOTS_CALL, STACK_SLOTS_FUNCTION_MAX } from './limits.ts'
import {
  ALIGNMENT_OF,
  FIRST_OPERAND,
  Form,
  FORM_OF,
  instructionOf,
  LAST_OPERAND,
  Op,
  PREFIXED,
  refusalOf,
  RESULT_OF,
  TAKEN_CODES,
} from './opcodes.ts'
import { Operands } from './operands.ts'
import { PatchList } from './patches.ts'
import { WasmReader } from './reader.ts'
import type { GasSchedule } from './schedule.ts'
import { isFloat, type Span, type WasmModule } from './types.ts'

/** What one function needs to be written anew. */
export interface FunctionPlan {
  /** Gas for a call: entry, locals, and the costliest path outside loops. */
  readonly cost: number
  /** Slots of the stack that a call takes. */
  readonly weight: number
  /** Calls nobody, so what it takes need not be given back. */
  readonly isLeaf: boolean
  readonly localGroups: Span & { readonly count: number }
  /** Parameters and locals. */
  readonly variables: number
  /** Its instructions without the last `end`. */
  readonly code: Span
  /** Its patches in the list. */
  readonly patches: Span
}

/** What all code of a module says. */
export interface CodePlan {
  readonly functions: readonly FunctionPlan[]
  readonly patches: PatchList
  readonly instructions: number
  readonly loops: number
}

/** Operands that are judged bit by bit, whose NaN must therefore be the canonical one. Source: K7. */
const JUDGED_BY_BITS = [
  Op.f32Store,
  Op.f64Store,
  Op.f32Copysign,
  Op.f64Copysign,
  Op.i32ReinterpretF32,
  Op.i64ReinterpretF64,
] as const

/**
 * Reads the code of a parsed module: checks it as the specification's validation does and plans what to change. Throws
 * `ModuleRefused`. Linear in the length of the code.
 */
export function planCode(module: WasmModule, schedule: GasSchedule): CodePlan {
  const { entry, costs } = schedule
  assert(entry > 0 && costs.simple > 0 && costs.branchTable > 0, 'every round and every call costs gas')
  return new CodeReader(module, schedule).plan()
}

class CodeReader {
  readonly #module: WasmModule
  readonly #schedule: GasSchedule
  readonly #context: CodeContext
  readonly #cover = new GasCover()
  readonly #control: Control
  readonly #costs = new Float64Array(FORM_OF.length)
  readonly #used = new Uint8Array(FORM_OF.length)
  readonly #canonical = new Uint8Array(FORM_OF.length)
  /** Types of the locals of the function being read. */
  readonly #types = new Uint8Array(STACK_SLOTS_FUNCTION_MAX)
  #instructions = 0

  constructor(module: WasmModule, schedule: GasSchedule) {
    this.#module = module
    this.#schedule = schedule
    const reader = new WasmReader(module.bytes)
    this.#context = {
      module,
      reader,
      operands: new Operands(reader),
      patches: new PatchList(),
      visibleFloats: visibleFloats(module),
      signature: { params: [], results: [] },
      locals: new Uint8Array(),
      isLeaf: true,
    }
    this.#control = new Control(this.#context, this.#cover)
    for (const code of TAKEN_CODES) this.#costs[code] = schedule.costs[instructionOf(code)?.cost ?? 'simple']
    for (const code of JUDGED_BY_BITS) this.#canonical[code] = LAST_OPERAND[code] ?? 0
  }

  plan(): CodePlan {
    const { bodies, functions, importedFunctions } = this.#module
    const planned = bodies.map((body, index) => {
      this.#context.signature = functions[importedFunctions + index] ?? this.#context.signature
      return this.#planFunction(body)
    })
    for (const [code, count] of this.#used.entries()) {
      const feature = count > 0 ? instructionOf(code)?.feature : undefined
      if (feature !== undefined) this.#module.features.add(feature)
    }
    const { patches } = this.#context
    return { functions: planned, patches, instructions: this.#instructions, loops: this.#control.loops }
  }

  #planFunction(body: Span): FunctionPlan {
    const context = this.#context
    const { operands, patches, reader } = context
    reader.offset = body.start
    reader.end = body.end
    context.isLeaf = true
    const localGroups = this.#readLocals()
    const variables = context.locals.length
    operands.reset()
    this.#control.openFunction()
    const start = reader.offset
    const firstPatch = patches.length
    let cover: number | undefined
    while (cover === undefined) cover = this.#readInstruction()
    if (!reader.isAtEnd) reader.refuse('trailing_bytes', undefined, reader.offset)
    const weight = STACK_SLOTS_CALL + variables + operands.greatest
    if (weight > STACK_SLOTS_FUNCTION_MAX) this.#refuseWeight(body, weight)
    const zeroed = variables - context.signature.params.length
    return {
      cost: this.#schedule.entry + Math.ceil(zeroed / this.#schedule.localsPerGas) + cover,
      weight,
      isLeaf: context.isLeaf,
      localGroups,
      variables,
      code: { start, end: reader.offset - 1 },
      patches: { start: firstPatch, end: patches.length },
    }
  }

  #readLocals(): FunctionPlan['localGroups'] {
    const { reader, signature } = this.#context
    const begin = reader.offset
    const count = reader.count(reader.end, 2)
    const start = reader.offset
    const types = this.#types
    types.set(signature.params)
    let variables = signature.params.length
    for (let group = 0; group < count; group += 1) {
      const length = reader.u32()
      const type = readValueType(reader)
      const weight = STACK_SLOTS_CALL + variables + length
      if (weight > STACK_SLOTS_FUNCTION_MAX) this.#refuseWeight({ start: begin }, weight)
      types.fill(type, variables, variables + length)
      variables += length
    }
    this.#context.locals = types.subarray(0, variables)
    return { count, start, end: reader.offset }
  }

  #refuseWeight({ start }: { readonly start: number }, actual: number): never {
    this.#context.reader.refuse('stack_weight', { expected: STACK_SLOTS_FUNCTION_MAX, actual }, start)
  }

  /** Reads one instruction; the cost of the function's region after its last `end`. */
  #readInstruction(): number | undefined {
    const { operands, reader } = this.#context
    reader.mark = reader.offset
    let code = reader.byte()
    if (code === 0xfc) code = PREFIXED + Math.min(reader.u32(), FORM_OF.length - PREFIXED - 1)
    this.#instructions += 1
    this.#used[code] = 1
    this.#cover.spend(this.#costs[code] ?? 0)
    switch (FORM_OF[code]) {
      case Form.plain:
        break
      case Form.i32:
        reader.s32()
        break
      case Form.i64:
        reader.skipS64()
        break
      case Form.f32:
        reader.skip(4)
        break
      case Form.f64:
        reader.skip(8)
        break
      case Form.access:
        this.#readAccess(code)
        break
      case Form.special:
        return this.#readSpecial(code)
      default:
        return reader.refuse(refusalOf(code), { actual: `0x${code.toString(16)}` })
    }
    const last = LAST_OPERAND[code] ?? 0
    const first = FIRST_OPERAND[code] ?? 0
    const result = RESULT_OF[code] ?? 0
    if (last > 0) operands.pop(last)
    if (first > 0) operands.pop(first)
    if (result > 0) operands.push(result)
    const canonical = this.#canonical[code] ?? 0
    if (canonical > 0) canonicalize(this.#context, canonical)
    return undefined
  }

  #readAccess(code: number): void {
    const { reader } = this.#context
    if (this.#module.memory === undefined) reader.refuse('memory_unknown')
    const alignment = reader.u32()
    if (alignment >= 64 && alignment < 128) reader.refuse('multi_memory')
    if (alignment > (ALIGNMENT_OF[code] ?? 0)) reader.refuse('alignment', { actual: alignment })
    reader.u32()
  }

  #readSpecial(code: number): number | undefined {
    const control = this.#control
    switch (code) {
      case Op.unreachable:
        control.stop()
        return undefined
      case Op.block:
      case Op.loop:
      case Op.if:
        control.open(code)
        return undefined
      case Op.else:
        control.openElse()
        return undefined
      case Op.end:
        return control.close()
      case Op.br:
        control.branch()
        return undefined
      case Op.brIf:
        control.branchIf()
        return undefined
      case Op.brTable:
        control.branchTable()
        return undefined
      case Op.return:
        control.return()
        return undefined
      case Op.call:
        control.call()
        return undefined
      case Op.callIndirect:
        control.callIndirect()
        return undefined
      default:
        readInstruction(this.#context, code)
        return undefined
    }
  }
}

/** Floats that a host may read between calls are part of the module's edge. */
function visibleFloats({ exports, globals }: WasmModule): Set<number> {
  const shown = exports.filter(({ kind }) => kind === 'global').map(({ index }) => index)
  return new Set(
    shown.filter((index) => {
      const global = globals[index]
      return global !== undefined && global.isMutable && isFloat(global.type)
    }),
  )
}
