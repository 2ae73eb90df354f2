// The instructions that the instrumenter adds: counting gas and stack, and making NaN canonical.
import { Op } from './opcodes.ts'
import { type Signature, Type } from './types.ts'
import type { WasmWriter } from './writer.ts'

/** Our globals, counted from the module's own number of globals. */
export const GLOBAL_OFFSETS = { gas: 0, stack: 1, hostFault: 2 } as const

/** Indexes of our globals in one module. */
export interface MeterGlobals {
  readonly gas: number
  readonly stack: number
  readonly hostFault: number
}

const Code = {
  i32LtS: 0x48,
  i32GtU: 0x4b,
  i32Eq: 0x46,
  i64LtS: 0x53,
  f32Eq: 0x5b,
  f64Eq: 0x61,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i64Add: 0x7c,
  i64Sub: 0x7d,
  i64Mul: 0x7e,
  i64ShrU: 0x88,
  i64ExtendI32U: 0xad,
  emptyBlock: 0x40,
} as const

/** Subtracts what lies on the operands, above the gas, and ends the call when gas is used up. */
function settleGas(into: WasmWriter, { gas }: MeterGlobals): void {
  into.byte(Code.i64Sub)
  into.byte(Op.globalSet)
  into.u32(gas)
  into.byte(Op.globalGet)
  into.u32(gas)
  into.all(Op.i64Const, 0, Code.i64LtS, Op.if, Code.emptyBlock, Op.unreachable, Op.end)
}

/** Pays a fixed amount. A negative rest is how the host knows the trap from one of the module's own. */
export function writeCharge(into: WasmWriter, globals: MeterGlobals, gas: number): void {
  if (gas === 0) return
  into.byte(Op.globalGet)
  into.u32(globals.gas)
  into.byte(Op.i64Const)
  into.signed(gas)
  settleGas(into, globals)
}

/** Takes a call's slots from the stack. */
export function writeStackEntry(into: WasmWriter, { stack }: MeterGlobals, weight: number): void {
  into.byte(Op.globalGet)
  into.u32(stack)
  into.byte(Op.i32Const)
  into.signed(weight)
  into.byte(Code.i32Sub)
  into.byte(Op.globalSet)
  into.u32(stack)
  into.byte(Op.globalGet)
  into.u32(stack)
  into.all(Op.i32Const, 0, Code.i32LtS, Op.if, Code.emptyBlock, Op.unreachable, Op.end)
}

/** A function that calls nobody only asks whether its slots are there: nobody could see them taken. */
export function writeLeafEntry(into: WasmWriter, { stack }: MeterGlobals, weight: number): void {
  into.byte(Op.globalGet)
  into.u32(stack)
  into.byte(Op.i32Const)
  into.signed(weight)
  into.all(Code.i32LtS, Op.if, Code.emptyBlock, Op.i32Const, 0x7f, Op.globalSet)
  into.u32(stack)
  into.all(Op.unreachable, Op.end)
}

/** Gives a call's slots back. */
export function writeStackExit(into: WasmWriter, { stack }: MeterGlobals, weight: number): void {
  into.byte(Op.globalGet)
  into.u32(stack)
  into.byte(Op.i32Const)
  into.signed(weight)
  into.byte(Code.i32Add)
  into.byte(Op.globalSet)
  into.u32(stack)
}

/** Quiet, positive, no payload; little-endian as in `f32.const` and `f64.const`. */
const CANONICAL_F32 = [0, 0, 0xc0, 0x7f] as const
const CANONICAL_F64 = [0, 0, 0, 0, 0, 0, 0xf8, 0x7f] as const

/** Replaces a NaN on top of the operands by the canonical one, through a local of ours: `x = x ? x : NaN` by selection. */
export function writeCanonical(into: WasmWriter, type: number, local: number): void {
  const isF32 = type === Type.f32
  into.byte(Op.localTee)
  into.u32(local)
  if (isF32) into.all(Op.f32Const, ...CANONICAL_F32)
  else into.all(Op.f64Const, ...CANONICAL_F64)
  into.byte(Op.localGet)
  into.u32(local)
  into.byte(Op.localGet)
  into.u32(local)
  into.all(isF32 ? Code.f32Eq : Code.f64Eq, Op.select)
}

/** Functions of ours that patches call, with their types. */
export const HELPER_TYPES = {
  chargeBytes: { params: [Type.i32], results: [Type.i32] },
  chargeRows: { params: [Type.i32], results: [Type.i32] },
  growMemory: { params: [Type.i32], results: [Type.i32] },
  growTable: { params: [Type.funcref, Type.i32], results: [Type.i32] },
} as const satisfies Readonly<Record<string, Signature>>
export type Helper = keyof typeof HELPER_TYPES

/** `(length) → (length)`: pays for a length, one gas for `2 ** shift` of them, rounded up. */
export function writeChargeLength(into: WasmWriter, globals: MeterGlobals, shift: number): void {
  into.byte(Op.globalGet)
  into.u32(globals.gas)
  writeLength(into, 0, shift)
  settleGas(into, globals)
  into.all(Op.localGet, 0)
}

function writeLength(into: WasmWriter, local: number, shift: number): void {
  into.all(Op.localGet, local, Code.i64ExtendI32U, Op.i64Const)
  into.signed(2 ** shift - 1)
  into.all(Code.i64Add, Op.i64Const, shift, Code.i64ShrU)
}

/** `(pages) → (pages before or −1)`: beyond `max` −1, as every memory answers; up to it the host must have the room. */
export function writeGrowMemory(
  into: WasmWriter,
  globals: MeterGlobals,
  { page, max }: { readonly page: number; readonly max: number },
): void {
  writeLimit(into, { local: 0, max, size: [Op.memorySize, 0] })
  into.byte(Op.globalGet)
  into.u32(globals.gas)
  into.all(Op.localGet, 0, Code.i64ExtendI32U, Op.i64Const)
  into.signed(page)
  into.byte(Code.i64Mul)
  settleGas(into, globals)
  into.all(Op.localGet, 0, Op.memoryGrow, 0)
  writeHostFault(into, globals, 0)
}

/** `(reference, rows) → (rows before or −1)`. */
export function writeGrowTable(
  into: WasmWriter,
  globals: MeterGlobals,
  { shift, max }: { readonly shift: number; readonly max: number },
): void {
  writeLimit(into, { local: 1, max, size: [0xfc, 0x10, 0] })
  into.byte(Op.globalGet)
  into.u32(globals.gas)
  writeLength(into, 1, shift)
  settleGas(into, globals)
  into.all(Op.localGet, 0, Op.localGet, 1, 0xfc, 0x0f, 0)
  writeHostFault(into, globals, 1)
}

function writeLimit(
  into: WasmWriter,
  { local, max, size }: { readonly local: number; readonly max: number; readonly size: readonly number[] },
): void {
  into.all(Op.localGet, local, Op.i32Const)
  into.signed(max)
  into.all(...size, Code.i32Sub, Code.i32GtU, Op.if, Code.emptyBlock, Op.i32Const, 0x7f, Op.return, Op.end)
}

/** Growing failed although the limit allows it: not the module's doing, so it must not become its result. */
function writeHostFault(into: WasmWriter, { hostFault }: MeterGlobals, local: number): void {
  into.all(
    Op.localTee,
    local,
    Op.i32Const,
    0x7f,
    Code.i32Eq,
    Op.if,
    Code.emptyBlock,
    Op.i32Const,
    1,
    Op.globalSet,
  )
  into.u32(hostFault)
  into.all(Op.unreachable, Op.end, Op.localGet, local)
}
