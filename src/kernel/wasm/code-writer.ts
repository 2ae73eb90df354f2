import type { FunctionPlan } from './code.ts'
import { BODY_BYTES_MAX, OUTPUT_BYTES_MAX } from './limits.ts'
import {
  type Helper,
  type MeterGlobals,
  writeCanonical,
  writeCharge,
  writeLeafEntry,
  writeStackEntry,
  writeStackExit,
} from './meter.ts'
import { Op } from './opcodes.ts'
import { Patch, type PatchList } from './patches.ts'
import { ModuleRefused } from './refusal.ts'
import { isFloat, type Signature, Type } from './types.ts'
import type { WasmWriter } from './writer.ts'

/** What writing function bodies needs to know of the module around them. */
export interface CodeTarget {
  readonly bytes: Uint8Array
  readonly patches: PatchList
  readonly globals: MeterGlobals
  /** Index of a function of ours; asking makes it part of the module. */
  readonly helperIndex: (helper: Helper) => number
  /** Index of the type `() → results`; asking makes it part of the module. */
  readonly blockType: (results: readonly number[]) => number
}

export interface WrittenFunction {
  readonly plan: FunctionPlan
  readonly signature: Signature
  /** Its float results cross the module's edge. */
  readonly isEdge: boolean
}

const EMPTY_BLOCK = 0x40

/** Writes the body of one function anew, without its size. */
export function writeFunction(into: WasmWriter, target: CodeTarget, written: WrittenFunction): void {
  const { plan, signature, isEdge } = written
  const { globals } = target
  // Every way out must pass the end: there stack is given back and results become canonical.
  const isWrapped = !plan.isLeaf || isEdge
  const scratch = writeLocals(into, target, written)
  writeCharge(into, globals, plan.cost)
  if (plan.isLeaf) writeLeafEntry(into, globals, plan.weight)
  else writeStackEntry(into, globals, plan.weight)
  if (isWrapped) writeBlock(into, target, signature.results)
  writePatched(into, target, { plan, scratch, isWrapped })
  if (isWrapped) into.byte(Op.end)
  if (!plan.isLeaf) writeStackExit(into, globals, plan.weight)
  if (isEdge) writeEdgeResults(into, signature.results, scratch)
  into.byte(Op.end)
  if (into.length > BODY_BYTES_MAX) {
    throw new ModuleRefused('output_bytes', plan.code.start, {
      expected: BODY_BYTES_MAX,
      actual: into.length,
    })
  }
}

/** Refuses a module whose code would grow beyond what is compiled. */
export function checkOutput(length: number): void {
  if (length > OUTPUT_BYTES_MAX) {
    throw new ModuleRefused('output_bytes', 0, { expected: OUTPUT_BYTES_MAX, actual: length })
  }
}

/** Locals of ours, after the function's own. */
interface Scratch {
  readonly f32: number
  readonly f64: number
  /** The first of one for each result. */
  readonly results: number
}

function writeLocals(
  into: WasmWriter,
  target: CodeTarget,
  { plan, signature, isEdge }: WrittenFunction,
): Scratch {
  const { localGroups, variables } = plan
  const isCanonical = { f32: false, f64: false }
  for (let index = plan.patches.start; index < plan.patches.end; index += 1) {
    if (target.patches.kind[index] === Patch.canonF32) isCanonical.f32 = true
    else if (target.patches.kind[index] === Patch.canonF64) isCanonical.f64 = true
  }
  const results = isEdge ? signature.results : []
  const added = [...(isCanonical.f32 ? [Type.f32] : []), ...(isCanonical.f64 ? [Type.f64] : []), ...results]
  into.u32(localGroups.count + added.length)
  into.copy(target.bytes, localGroups.start, localGroups.end)
  for (const type of added) into.all(1, type)
  const f64 = variables + Number(isCanonical.f32)
  return { f32: variables, f64, results: f64 + Number(isCanonical.f64) }
}

function writeBlock(into: WasmWriter, target: CodeTarget, results: readonly number[]): void {
  into.byte(Op.block)
  const [first] = results
  if (first === undefined) into.byte(EMPTY_BLOCK)
  else if (results.length === 1) into.byte(first)
  else into.signed(target.blockType(results))
}

function writeEdgeResults(into: WasmWriter, results: readonly number[], scratch: Scratch): void {
  for (let index = results.length - 1; index >= 0; index -= 1) {
    into.byte(Op.localSet)
    into.u32(scratch.results + index)
  }
  for (const [index, type] of results.entries()) {
    const local = scratch.results + index
    into.byte(Op.localGet)
    into.u32(local)
    if (isFloat(type)) writeCanonical(into, type, local)
  }
}

interface Patched {
  readonly plan: FunctionPlan
  readonly scratch: Scratch
  readonly isWrapped: boolean
}

function writePatched(into: WasmWriter, target: CodeTarget, { plan, scratch, isWrapped }: Patched): void {
  const { at, resume, kind, value } = target.patches
  let copied = plan.code.start
  for (let index = plan.patches.start; index < plan.patches.end; index += 1) {
    const what = kind[index] ?? 0
    if (what === Patch.leave && !isWrapped) continue
    into.copy(target.bytes, copied, at[index] ?? 0)
    copied = resume[index] ?? 0
    writePatch(into, target, { kind: what, value: value[index] ?? 0, scratch })
  }
  into.copy(target.bytes, copied, plan.code.end)
}

function writePatch(
  into: WasmWriter,
  { globals, helperIndex }: CodeTarget,
  { kind, value, scratch }: { readonly kind: number; readonly value: number; readonly scratch: Scratch },
): void {
  const call = (helper: Helper): void => {
    into.byte(Op.call)
    into.u32(helperIndex(helper))
  }
  switch (kind) {
    case Patch.charge:
      writeCharge(into, globals, value)
      return
    case Patch.canonF32:
      writeCanonical(into, Type.f32, scratch.f32)
      return
    case Patch.canonF64:
      writeCanonical(into, Type.f64, scratch.f64)
      return
    case Patch.chargeBytes:
      call('chargeBytes')
      return
    case Patch.chargeRows:
      call('chargeRows')
      return
    case Patch.growMemory:
      call('growMemory')
      return
    case Patch.growTable:
      call('growTable')
      return
    case Patch.leave:
      into.byte(Op.br)
      into.u32(value)
  }
}
