// Every instruction that is taken, declared once: code, name, effect on the operands, class of cost, feature. What is not here is
// refused. Source of codes and types: WebAssembly Core Specification 2.0, §5.4 and the index of instructions.
import type { CostClass } from './schedule.ts'
import type { RefusalReason } from './refusal.ts'
import { type Feature, Type } from './types.ts'

/** What follows the opcode, and who knows the effect on the operands. */
export const Form = {
  /** No immediates, operands as declared. */
  plain: 1,
  i32: 2,
  i64: 3,
  f32: 4,
  f64: 5,
  /** Alignment and offset, operands as declared. */
  access: 6,
  /** The checker knows it by its code. */
  special: 7,
} as const
type FormName = keyof typeof Form

/** Codes after the prefix 0xfc stand from here on in every table. */
export const PREFIXED = 0x100
const CODES = PREFIXED + 32

/** Codes that the checker treats by name. */
export const Op = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  drop: 0x1a,
  select: 0x1b,
  selectTyped: 0x1c,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  tableGet: 0x25,
  tableSet: 0x26,
  i32Load: 0x28,
  f32Store: 0x38,
  f64Store: 0x39,
  memorySize: 0x3f,
  memoryGrow: 0x40,
  i32Const: 0x41,
  i64Const: 0x42,
  f32Const: 0x43,
  f64Const: 0x44,
  f32Copysign: 0x98,
  f64Copysign: 0xa6,
  i32ReinterpretF32: 0xbc,
  i64ReinterpretF64: 0xbd,
  refNull: 0xd0,
  refIsNull: 0xd1,
  refFunc: 0xd2,
  memoryInit: PREFIXED + 8,
  dataDrop: PREFIXED + 9,
  memoryCopy: PREFIXED + 10,
  memoryFill: PREFIXED + 11,
  tableInit: PREFIXED + 12,
  elemDrop: PREFIXED + 13,
  tableCopy: PREFIXED + 14,
  tableGrow: PREFIXED + 15,
  tableSize: PREFIXED + 16,
  tableFill: PREFIXED + 17,
} as const

/** Consecutive codes with one form, effect and cost. Effect: operands, `>`, result; i I f F are i32 i64 f32 f64. */
interface Run {
  readonly first: number
  readonly names: string
  readonly form: FormName
  readonly effect: string
  readonly cost: CostClass
  readonly feature?: Feature
  /** Exponents of the natural alignments, one digit a name. */
  readonly alignments?: string
}

const special = (first: number, cost: CostClass, names: string, feature?: Feature): Run => ({
  first,
  names,
  form: 'special',
  effect: '>',
  cost,
  ...(feature === undefined ? {} : { feature }),
})
const plain = (
  first: number,
  effect: string,
  names: string,
  cost: CostClass = 'simple',
  feature?: Feature,
): Run => ({ first, names, form: 'plain', effect, cost, ...(feature === undefined ? {} : { feature }) })
const access = (first: number, effect: string, alignments: string, names: string): Run => ({
  first,
  names,
  form: 'access',
  effect,
  cost: 'access',
  alignments,
})
const constant = (first: number, form: FormName, effect: string): Run => ({
  first,
  names: `${form}.const`,
  form,
  effect,
  cost: 'simple',
})

const RUNS: readonly Run[] = [
  special(0x00, 'free', 'unreachable'),
  plain(0x01, '>', 'nop', 'free'),
  special(0x02, 'free', 'block loop'),
  special(0x04, 'simple', 'if'),
  special(0x05, 'free', 'else'),
  special(0x0b, 'free', 'end'),
  special(0x0c, 'simple', 'br br_if'),
  special(0x0e, 'branchTable', 'br_table'),
  special(0x0f, 'simple', 'return'),
  special(0x10, 'call', 'call'),
  special(0x11, 'callIndirect', 'call_indirect'),
  special(0x1a, 'free', 'drop'),
  special(0x1b, 'simple', 'select'),
  special(0x1c, 'simple', 'select', 'reference-types'),
  special(0x20, 'simple', 'local.get local.set local.tee global.get global.set'),
  special(0x25, 'access', 'table.get table.set', 'reference-types'),
  access(0x28, 'i>i', '2', 'i32.load'),
  access(0x29, 'i>I', '3', 'i64.load'),
  access(0x2a, 'i>f', '2', 'f32.load'),
  access(0x2b, 'i>F', '3', 'f64.load'),
  access(0x2c, 'i>i', '0011', 'i32.load8_s i32.load8_u i32.load16_s i32.load16_u'),
  access(
    0x30,
    'i>I',
    '001122',
    'i64.load8_s i64.load8_u i64.load16_s i64.load16_u i64.load32_s i64.load32_u',
  ),
  access(0x36, 'ii>', '2', 'i32.store'),
  access(0x37, 'iI>', '3', 'i64.store'),
  access(0x38, 'if>', '2', 'f32.store'),
  access(0x39, 'iF>', '3', 'f64.store'),
  access(0x3a, 'ii>', '01', 'i32.store8 i32.store16'),
  access(0x3c, 'iI>', '012', 'i64.store8 i64.store16 i64.store32'),
  special(0x3f, 'simple', 'memory.size'),
  special(0x40, 'grow', 'memory.grow'),
  constant(0x41, 'i32', '>i'),
  constant(0x42, 'i64', '>I'),
  constant(0x43, 'f32', '>f'),
  constant(0x44, 'f64', '>F'),
  plain(0x45, 'i>i', 'i32.eqz'),
  plain(
    0x46,
    'ii>i',
    'i32.eq i32.ne i32.lt_s i32.lt_u i32.gt_s i32.gt_u i32.le_s i32.le_u i32.ge_s i32.ge_u',
  ),
  plain(0x50, 'I>i', 'i64.eqz'),
  plain(
    0x51,
    'II>i',
    'i64.eq i64.ne i64.lt_s i64.lt_u i64.gt_s i64.gt_u i64.le_s i64.le_u i64.ge_s i64.ge_u',
  ),
  plain(0x5b, 'ff>i', 'f32.eq f32.ne f32.lt f32.gt f32.le f32.ge'),
  plain(0x61, 'FF>i', 'f64.eq f64.ne f64.lt f64.gt f64.le f64.ge'),
  plain(0x67, 'i>i', 'i32.clz i32.ctz i32.popcnt'),
  plain(0x6a, 'ii>i', 'i32.add i32.sub i32.mul'),
  plain(0x6d, 'ii>i', 'i32.div_s i32.div_u i32.rem_s i32.rem_u', 'divide'),
  plain(0x71, 'ii>i', 'i32.and i32.or i32.xor i32.shl i32.shr_s i32.shr_u i32.rotl i32.rotr'),
  plain(0x79, 'I>I', 'i64.clz i64.ctz i64.popcnt'),
  plain(0x7c, 'II>I', 'i64.add i64.sub i64.mul'),
  plain(0x7f, 'II>I', 'i64.div_s i64.div_u i64.rem_s i64.rem_u', 'divide'),
  plain(0x83, 'II>I', 'i64.and i64.or i64.xor i64.shl i64.shr_s i64.shr_u i64.rotl i64.rotr'),
  plain(0x8b, 'f>f', 'f32.abs f32.neg f32.ceil f32.floor f32.trunc f32.nearest'),
  plain(0x91, 'f>f', 'f32.sqrt', 'divide'),
  plain(0x92, 'ff>f', 'f32.add f32.sub f32.mul'),
  plain(0x95, 'ff>f', 'f32.div', 'divide'),
  plain(0x96, 'ff>f', 'f32.min f32.max f32.copysign'),
  plain(0x99, 'F>F', 'f64.abs f64.neg f64.ceil f64.floor f64.trunc f64.nearest'),
  plain(0x9f, 'F>F', 'f64.sqrt', 'divide'),
  plain(0xa0, 'FF>F', 'f64.add f64.sub f64.mul'),
  plain(0xa3, 'FF>F', 'f64.div', 'divide'),
  plain(0xa4, 'FF>F', 'f64.min f64.max f64.copysign'),
  plain(0xa7, 'I>i', 'i32.wrap_i64'),
  plain(0xa8, 'f>i', 'i32.trunc_f32_s i32.trunc_f32_u'),
  plain(0xaa, 'F>i', 'i32.trunc_f64_s i32.trunc_f64_u'),
  plain(0xac, 'i>I', 'i64.extend_i32_s i64.extend_i32_u'),
  plain(0xae, 'f>I', 'i64.trunc_f32_s i64.trunc_f32_u'),
  plain(0xb0, 'F>I', 'i64.trunc_f64_s i64.trunc_f64_u'),
  plain(0xb2, 'i>f', 'f32.convert_i32_s f32.convert_i32_u'),
  plain(0xb4, 'I>f', 'f32.convert_i64_s f32.convert_i64_u'),
  plain(0xb6, 'F>f', 'f32.demote_f64'),
  plain(0xb7, 'i>F', 'f64.convert_i32_s f64.convert_i32_u'),
  plain(0xb9, 'I>F', 'f64.convert_i64_s f64.convert_i64_u'),
  plain(0xbb, 'f>F', 'f64.promote_f32'),
  plain(0xbc, 'f>i', 'i32.reinterpret_f32'),
  plain(0xbd, 'F>I', 'i64.reinterpret_f64'),
  plain(0xbe, 'i>f', 'f32.reinterpret_i32'),
  plain(0xbf, 'I>F', 'f64.reinterpret_i64'),
  plain(0xc0, 'i>i', 'i32.extend8_s i32.extend16_s', 'simple', 'sign-extension'),
  plain(0xc2, 'I>I', 'i64.extend8_s i64.extend16_s i64.extend32_s', 'simple', 'sign-extension'),
  special(0xd0, 'simple', 'ref.null ref.is_null ref.func', 'reference-types'),
  plain(PREFIXED, 'f>i', 'i32.trunc_sat_f32_s i32.trunc_sat_f32_u', 'simple', 'sat-float-to-int'),
  plain(PREFIXED + 2, 'F>i', 'i32.trunc_sat_f64_s i32.trunc_sat_f64_u', 'simple', 'sat-float-to-int'),
  plain(PREFIXED + 4, 'f>I', 'i64.trunc_sat_f32_s i64.trunc_sat_f32_u', 'simple', 'sat-float-to-int'),
  plain(PREFIXED + 6, 'F>I', 'i64.trunc_sat_f64_s i64.trunc_sat_f64_u', 'simple', 'sat-float-to-int'),
  special(PREFIXED + 8, 'bulk', 'memory.init data.drop memory.copy memory.fill', 'bulk-memory'),
  special(PREFIXED + 12, 'bulk', 'table.init elem.drop table.copy', 'bulk-memory'),
  special(PREFIXED + 15, 'grow', 'table.grow', 'reference-types'),
  special(PREFIXED + 16, 'simple', 'table.size', 'reference-types'),
  special(PREFIXED + 17, 'bulk', 'table.fill', 'reference-types'),
]

/** What is known of one instruction. */
export interface Instruction {
  readonly name: string
  readonly cost: CostClass
  readonly feature: Feature | undefined
}

const instructions: (Instruction | undefined)[] = Array.from({ length: CODES }, () => undefined)

/** Form of each code; 0 = refused. The tables below are read for every instruction, so they are dense arrays. */
export const FORM_OF = new Uint8Array(CODES)
/** Last operand and the one below it; 0 = none. */
export const LAST_OPERAND = new Uint8Array(CODES)
export const FIRST_OPERAND = new Uint8Array(CODES)
export const RESULT_OF = new Uint8Array(CODES)
export const ALIGNMENT_OF = new Uint8Array(CODES)

const TYPE_BY_LETTER: Readonly<Record<string, number>> = {
  i: Type.i32,
  I: Type.i64,
  f: Type.f32,
  F: Type.f64,
}

for (const run of RUNS) {
  const [operands = '', result = ''] = run.effect.split('>')
  for (const [index, name] of run.names.split(' ').entries()) {
    const code = run.first + index
    instructions[code] = { name, cost: run.cost, feature: run.feature }
    FORM_OF[code] = Form[run.form]
    LAST_OPERAND[code] = TYPE_BY_LETTER[operands.at(-1) ?? ''] ?? 0
    FIRST_OPERAND[code] = TYPE_BY_LETTER[operands.at(-2) ?? ''] ?? 0
    RESULT_OF[code] = TYPE_BY_LETTER[result] ?? 0
    ALIGNMENT_OF[code] = Number(run.alignments?.charAt(index) ?? 0)
  }
}

/** The instruction of a code; `undefined` when it is refused. */
export function instructionOf(code: number): Instruction | undefined {
  return instructions[code]
}

/** All codes that are taken. */
export const TAKEN_CODES: readonly number[] = instructions.flatMap((instruction, code) =>
  instruction === undefined ? [] : [code],
)

/** Why a code is not taken. Source: the proposals' overviews, as merged in WebAssembly 3.0. */
export function refusalOf(code: number): RefusalReason {
  if (code === 0xfd) return 'simd'
  if (code === 0xfe) return 'threads'
  if (code === 0xfb || (code >= 0xd3 && code <= 0xd6)) return 'garbage_collection'
  if (code === 0x12 || code === 0x13 || code === 0x15) return 'tail_calls'
  if (code === 0x14) return 'function_references'
  if ((code >= 0x06 && code <= 0x0a) || code === 0x18 || code === 0x19 || code === 0x1f) return 'exceptions'
  return 'opcode_unknown'
}
