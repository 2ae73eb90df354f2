import type { CodePlan } from './code.ts'
import { checkOutput, type CodeTarget, writeFunction } from './code-writer.ts'
import { Section } from './forms.ts'
import { TABLE_ROWS_MAX } from './limits.ts'
import {
  GLOBAL_OFFSETS,
  type Helper,
  HELPER_TYPES,
  type MeterGlobals,
  writeChargeLength,
  writeGrowMemory,
  writeGrowTable,
} from './meter.ts'
import { Op } from './opcodes.ts'
import type { GasSchedule } from './schedule.ts'
import { EXTERNAL_KINDS, type ExternalKind, isFloat, Type, type WasmModule } from './types.ts'
import { WasmWriter } from './writer.ts'

/**
 * Exports of ours. Set `gas` and `stack` before every call; after a trap the first that holds says whose it was: `gas` below 0: gas
 * is used up; `stack` below 0: the stack is; `hostFault` not 0: the host had no room below the limit; else the module's own.
 */
export const METER_EXPORTS = {
  /** Mutable i64: gas left. Starts at 0, so that a host that forgets it learns so at the first call. */
  gas: 'orrery:gas',
  /** Mutable i32: slots left. Starts at 0. */
  stack: 'orrery:stack',
  /** Mutable i32. */
  hostFault: 'orrery:host_fault',
  /** The start function, if the module has one: to be called before all others, with gas and stack set. */
  start: 'orrery:start',
} as const

const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0] as const
const FUNCTION_TYPE = 0x60

export interface RewriteOptions {
  readonly schedule: GasSchedule
  readonly memoryPagesMax: number
}

/** Writes a planned module anew. What is added comes last in every index space, so nothing of the module is renumbered. */
export function rewriteModule(module: WasmModule, plan: CodePlan, options: RewriteOptions): Uint8Array {
  return new ModuleRewriter(module, plan, options).write()
}

class ModuleRewriter {
  readonly #module: WasmModule
  readonly #plan: CodePlan
  readonly #options: RewriteOptions
  readonly #globals: MeterGlobals
  readonly #output: WasmWriter
  readonly #section = new WasmWriter(4096)
  readonly #addedTypes: number[][] = []
  readonly #typeByKey = new Map<string, number>()
  readonly #helpers: Helper[] = []

  constructor(module: WasmModule, plan: CodePlan, options: RewriteOptions) {
    this.#module = module
    this.#plan = plan
    this.#options = options
    const first = module.globals.length
    this.#globals = {
      gas: first + GLOBAL_OFFSETS.gas,
      stack: first + GLOBAL_OFFSETS.stack,
      hostFault: first + GLOBAL_OFFSETS.hostFault,
    }
    this.#output = new WasmWriter(2 * module.bytes.length + 1024)
  }

  write(): Uint8Array {
    // Code first: it decides which functions and types are added, and they stand before it.
    const code = this.#writeCode()
    const helperTypes = this.#helpers.map((helper) => {
      const { params, results } = HELPER_TYPES[helper]
      return this.#typeIndex(params, results)
    })
    const output = this.#output
    output.all(...HEADER)
    this.#writeTypes()
    this.#copySection(Section.import)
    this.#writeFunctions(helperTypes)
    this.#writeTable()
    this.#writeMemory()
    this.#writeGlobals()
    this.#writeExports()
    this.#copySection(Section.element)
    if (this.#module.dataCount !== undefined) this.#writeDataCount(this.#module.dataCount)
    this.#writeSection(Section.code, (into) => into.copy(code.written()))
    this.#copySection(Section.data)
    checkOutput(output.length)
    return output.written().slice()
  }

  #writeSection(id: number, write: (into: WasmWriter) => void): void {
    const section = this.#section
    section.clear()
    write(section)
    this.#output.byte(id)
    this.#output.u32(section.length)
    this.#output.copy(section.written())
  }

  /** Writes the items of the module's own section and then ours. */
  #writeItems(id: number, added: number, write: (into: WasmWriter) => void): void {
    const own = this.#module.items.get(id)
    const count = (own?.count ?? 0) + added
    if (count === 0) return
    this.#writeSection(id, (into) => {
      into.u32(count)
      if (own !== undefined) into.copy(this.#module.bytes, own.start, own.end)
      write(into)
    })
  }

  #copySection(id: number): void {
    this.#writeItems(id, 0, () => undefined)
  }

  #writeCode(): WasmWriter {
    const { bytes, functions, importedFunctions } = this.#module
    const edges = this.#edgeFunctions()
    const code = new WasmWriter(2 * bytes.length + 1024)
    const body = new WasmWriter(4096)
    const target: CodeTarget = {
      bytes,
      patches: this.#plan.patches,
      globals: this.#globals,
      helperIndex: (helper) => this.#helperIndex(helper),
      blockType: (results) => this.#typeIndex([], results),
    }
    const finish = (): void => {
      code.u32(body.length)
      code.copy(body.written())
      body.clear()
      checkOutput(code.length)
    }
    for (const [index, plan] of this.#plan.functions.entries()) {
      const signature = functions[importedFunctions + index] ?? { params: [], results: [] }
      writeFunction(body, target, { plan, signature, isEdge: edges.has(importedFunctions + index) })
      finish()
    }
    for (const helper of this.#helpers) {
      body.byte(0)
      this.#writeHelper(body, helper)
      body.byte(Op.end)
      finish()
    }
    return this.#counted(code, this.#plan.functions.length + this.#helpers.length)
  }

  #counted(items: WasmWriter, count: number): WasmWriter {
    const counted = new WasmWriter(items.length + 5)
    counted.u32(count)
    counted.copy(items.written())
    return counted
  }

  /** Functions whose float results a host sees. */
  #edgeFunctions(): Set<number> {
    const { exports, functions } = this.#module
    const shown = exports.filter(({ kind }) => kind === 'function').map(({ index }) => index)
    return new Set(shown.filter((index) => functions[index]?.results.some((type) => isFloat(type)) ?? false))
  }

  #helperIndex(helper: Helper): number {
    const at = this.#helpers.indexOf(helper)
    if (at < 0) this.#helpers.push(helper)
    return this.#module.functions.length + (at < 0 ? this.#helpers.length - 1 : at)
  }

  #writeHelper(into: WasmWriter, helper: Helper): void {
    const { schedule } = this.#options
    const globals = this.#globals
    switch (helper) {
      case 'chargeBytes':
        writeChargeLength(into, globals, schedule.bulkBytesShift)
        return
      case 'chargeRows':
        writeChargeLength(into, globals, schedule.bulkRowsShift)
        return
      case 'growMemory':
        writeGrowMemory(into, globals, { page: schedule.page, max: this.#memoryMax() })
        return
      case 'growTable':
        writeGrowTable(into, globals, { shift: schedule.bulkRowsShift, max: this.#tableMax() })
    }
  }

  #memoryMax(): number {
    return Math.min(this.#module.memory?.max ?? this.#options.memoryPagesMax, this.#options.memoryPagesMax)
  }

  #tableMax(): number {
    return Math.min(this.#module.table?.max ?? TABLE_ROWS_MAX, TABLE_ROWS_MAX)
  }

  /** Index of a type of ours. */
  #typeIndex(params: readonly number[], results: readonly number[]): number {
    const key = `${params.join()}>${results.join()}`
    const known = this.#typeByKey.get(key)
    if (known !== undefined) return known
    const index = this.#module.types.length + this.#addedTypes.length
    this.#addedTypes.push([FUNCTION_TYPE, params.length, ...params, results.length, ...results])
    this.#typeByKey.set(key, index)
    return index
  }

  #writeTypes(): void {
    this.#writeItems(Section.type, this.#addedTypes.length, (into) => {
      for (const type of this.#addedTypes) into.all(...type)
    })
  }

  #writeFunctions(helperTypes: readonly number[]): void {
    this.#writeItems(Section.function, helperTypes.length, (into) => {
      for (const index of helperTypes) into.u32(index)
    })
  }

  #writeTable(): void {
    const { table } = this.#module
    if (table === undefined) return
    this.#writeSection(Section.table, (into) => {
      into.all(1, Type.funcref)
      writeBounds(into, table.min, this.#tableMax())
    })
  }

  #writeMemory(): void {
    const { memory } = this.#module
    if (memory === undefined) return
    this.#writeSection(Section.memory, (into) => {
      into.byte(1)
      writeBounds(into, memory.min, this.#memoryMax())
    })
  }

  #writeGlobals(): void {
    this.#writeItems(Section.global, 3, (into) => {
      into.all(Type.i64, 1, Op.i64Const, 0, Op.end)
      into.all(Type.i32, 1, Op.i32Const, 0, Op.end)
      into.all(Type.i32, 1, Op.i32Const, 0, Op.end)
    })
  }

  #writeExports(): void {
    const { start } = this.#module
    this.#writeItems(Section.export, start === undefined ? 3 : 4, (into) => {
      writeExport(into, METER_EXPORTS.gas, 'global', this.#globals.gas)
      writeExport(into, METER_EXPORTS.stack, 'global', this.#globals.stack)
      writeExport(into, METER_EXPORTS.hostFault, 'global', this.#globals.hostFault)
      if (start !== undefined) writeExport(into, METER_EXPORTS.start, 'function', start)
    })
  }

  #writeDataCount(count: number): void {
    this.#writeSection(Section.dataCount, (into) => into.u32(count))
  }
}

function writeBounds(into: WasmWriter, min: number, max: number): void {
  into.byte(1)
  into.u32(min)
  into.u32(max)
}

function writeExport(into: WasmWriter, name: string, kind: ExternalKind, index: number): void {
  into.name(name)
  into.byte(EXTERNAL_KINDS.indexOf(kind))
  into.u32(index)
}
