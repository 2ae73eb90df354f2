/** Types of the programs that tests draw. */
export const PROGRAM_TYPES = ['i32', 'i64', 'f32', 'f64'] as const
export type ProgramType = (typeof PROGRAM_TYPES)[number]

export type Cell = number | bigint

/** A trap that the program itself causes. */
export class ProgramTrap extends Error {
  override readonly name = 'ProgramTrap'
}

interface Numeric {
  readonly code: readonly number[]
  readonly params: readonly ProgramType[]
  readonly result: ProgramType
  readonly isDear?: boolean
  readonly run: (a: Cell, b: Cell) => Cell
}

const view = new DataView(new ArrayBuffer(8))

const trap = (): never => {
  throw new ProgramTrap()
}
const i32 = (run: (a: number, b: number) => number) => (a: Cell, b: Cell) => run(Number(a), Number(b)) | 0
const i64 = (run: (a: bigint, b: bigint) => bigint) => (a: Cell, b: Cell) =>
  BigInt.asIntN(64, run(BigInt(a), BigInt(b)))
const f32 = (run: (a: number, b: number) => number) => (a: Cell, b: Cell) =>
  Math.fround(run(Number(a), Number(b)))
const f64 = (run: (a: number, b: number) => number) => (a: Cell, b: Cell) => run(Number(a), Number(b))

const row = (
  code: readonly number[],
  params: readonly ProgramType[],
  result: ProgramType,
  run: Numeric['run'],
): Numeric => ({ code, params, result, run })
const dear = (numeric: Numeric): Numeric => ({ ...numeric, isDear: true })

const isNegative = (value: number): boolean => value < 0 || Object.is(value, -0)
/** A NaN counts as positive here: the canonical one is. */
const copysign = (a: number, b: number): number => (isNegative(a) === isNegative(b) ? a : -a)
const saturate = (value: number): number =>
  Number.isNaN(value) ? 0 : Math.min(2 ** 31 - 1, Math.max(-(2 ** 31), Math.trunc(value))) | 0

function bits64(value: Cell): bigint {
  view.setFloat64(0, Number(value))
  return Number.isNaN(Number(value)) ? 0x7ff8_0000_0000_0000n : view.getBigInt64(0)
}

function bits32(value: Cell): number {
  view.setFloat32(0, Number(value))
  return Number.isNaN(Number(value)) ? 0x7fc0_0000 : view.getInt32(0)
}

function fromBits(value: Cell): number {
  view.setBigInt64(0, BigInt(value))
  return view.getFloat64(0)
}

/** Numeric instructions by name, said once more in JavaScript. */
export const NUMERIC: Readonly<Record<string, Numeric>> = {
  'i32.eqz': row(
    [0x45],
    ['i32'],
    'i32',
    i32((a) => Number(a === 0)),
  ),
  'i32.eq': row(
    [0x46],
    ['i32', 'i32'],
    'i32',
    i32((a, b) => Number(a === b)),
  ),
  'i32.lt_s': row(
    [0x48],
    ['i32', 'i32'],
    'i32',
    i32((a, b) => Number(a < b)),
  ),
  'i32.gt_u': row(
    [0x4b],
    ['i32', 'i32'],
    'i32',
    i32((a, b) => Number(a >>> 0 > b >>> 0)),
  ),
  'i32.clz': row(
    [0x67],
    ['i32'],
    'i32',
    i32((a) => Math.clz32(a)),
  ),
  'i32.add': row(
    [0x6a],
    ['i32', 'i32'],
    'i32',
    i32((a, b) => a + b),
  ),
  'i32.sub': row(
    [0x6b],
    ['i32', 'i32'],
    'i32',
    i32((a, b) => a - b),
  ),
  'i32.mul': row(
    [0x6c],
    ['i32', 'i32'],
    'i32',
    i32((a, b) => Math.imul(a, b)),
  ),
  'i32.div_u': dear(
    row(
      [0x6e],
      ['i32', 'i32'],
      'i32',
      i32((a, b) => (b === 0 ? trap() : Math.floor((a >>> 0) / (b >>> 0)))),
    ),
  ),
  'i32.rem_s': dear(
    row(
      [0x6f],
      ['i32', 'i32'],
      'i32',
      i32((a, b) => (b === 0 ? trap() : a % b)),
    ),
  ),
  'i32.and': row(
    [0x71],
    ['i32', 'i32'],
    'i32',
    i32((a, b) => a & b),
  ),
  'i32.xor': row(
    [0x73],
    ['i32', 'i32'],
    'i32',
    i32((a, b) => a ^ b),
  ),
  'i32.shl': row(
    [0x74],
    ['i32', 'i32'],
    'i32',
    i32((a, b) => a << b),
  ),
  'i32.shr_u': row(
    [0x76],
    ['i32', 'i32'],
    'i32',
    i32((a, b) => a >>> b),
  ),
  'i64.eqz': row([0x50], ['i64'], 'i32', (a) => Number(a === 0n)),
  'i64.lt_s': row([0x53], ['i64', 'i64'], 'i32', (a, b) => Number(a < b)),
  'i64.add': row(
    [0x7c],
    ['i64', 'i64'],
    'i64',
    i64((a, b) => a + b),
  ),
  'i64.mul': row(
    [0x7e],
    ['i64', 'i64'],
    'i64',
    i64((a, b) => a * b),
  ),
  'i64.rem_u': dear(
    row(
      [0x82],
      ['i64', 'i64'],
      'i64',
      i64((a, b) => (b === 0n ? trap() : BigInt.asUintN(64, a) % BigInt.asUintN(64, b))),
    ),
  ),
  'i64.xor': row(
    [0x85],
    ['i64', 'i64'],
    'i64',
    i64((a, b) => a ^ b),
  ),
  'f32.lt': row([0x5d], ['f32', 'f32'], 'i32', (a, b) => Number(a < b)),
  'f32.sqrt': dear(
    row(
      [0x91],
      ['f32'],
      'f32',
      f32((a) => Math.sqrt(a)),
    ),
  ),
  'f32.add': row(
    [0x92],
    ['f32', 'f32'],
    'f32',
    f32((a, b) => a + b),
  ),
  'f32.mul': row(
    [0x94],
    ['f32', 'f32'],
    'f32',
    f32((a, b) => a * b),
  ),
  'f32.div': dear(
    row(
      [0x95],
      ['f32', 'f32'],
      'f32',
      f32((a, b) => a / b),
    ),
  ),
  'f32.copysign': row([0x98], ['f32', 'f32'], 'f32', f32(copysign)),
  'f64.eq': row([0x61], ['f64', 'f64'], 'i32', (a, b) => Number(a === b)),
  'f64.neg': row(
    [0x9a],
    ['f64'],
    'f64',
    f64((a) => -a),
  ),
  'f64.sqrt': dear(
    row(
      [0x9f],
      ['f64'],
      'f64',
      f64((a) => Math.sqrt(a)),
    ),
  ),
  'f64.sub': row(
    [0xa1],
    ['f64', 'f64'],
    'f64',
    f64((a, b) => a - b),
  ),
  'f64.mul': row(
    [0xa2],
    ['f64', 'f64'],
    'f64',
    f64((a, b) => a * b),
  ),
  'f64.div': dear(
    row(
      [0xa3],
      ['f64', 'f64'],
      'f64',
      f64((a, b) => a / b),
    ),
  ),
  'f64.min': row(
    [0xa4],
    ['f64', 'f64'],
    'f64',
    f64((a, b) => Math.min(a, b)),
  ),
  'f64.copysign': row([0xa6], ['f64', 'f64'], 'f64', f64(copysign)),
  'i32.wrap_i64': row([0xa7], ['i64'], 'i32', (a) => Number(BigInt.asIntN(32, BigInt(a)))),
  'i64.extend_i32_s': row([0xac], ['i32'], 'i64', (a) => BigInt(a)),
  'f64.convert_i32_s': row([0xb7], ['i32'], 'f64', (a) => Number(a)),
  'f32.demote_f64': row([0xb6], ['f64'], 'f32', (a) => Math.fround(Number(a))),
  'f64.promote_f32': row([0xbb], ['f32'], 'f64', (a) => Number(a)),
  'i32.reinterpret_f32': row([0xbc], ['f32'], 'i32', (a) => bits32(a)),
  'i64.reinterpret_f64': row([0xbd], ['f64'], 'i64', (a) => bits64(a)),
  'f64.reinterpret_i64': row([0xbf], ['i64'], 'f64', (a) => fromBits(a)),
  'i32.extend8_s': row(
    [0xc0],
    ['i32'],
    'i32',
    i32((a) => (a << 24) >> 24),
  ),
  'i32.trunc_sat_f64_s': row([0xfc, 2], ['f64'], 'i32', (a) => saturate(Number(a))),
}
