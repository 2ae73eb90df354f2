/** Columns of safe integers: stored in the narrowest array above their least value, read as 32-bit ints where they fit. */
import { DecodeRefused } from '../../codec/decode-fault.ts'
import type { Value } from '../../codec/value.ts'
import type { SectionArray, Sections, SectionWriter } from './sections.ts'

/** A column as it is read. Two kinds of array and no more, so that reading stays quick. */
export type NumberColumn = Int32Array | Float64Array

const INT32_MIN = -(2 ** 31)
const INT32_MAX = 2 ** 31 - 1
/** In place of a section: every row holds the base, or base + row. */
const CONSTANT = -1
const RAMP = -2

function narrowest(values: ArrayLike<number>, base: number, range: number): SectionArray {
  const count = values.length
  const array =
    range <= 0xff
      ? new Uint8Array(count)
      : range <= 0xffff
        ? new Uint16Array(count)
        : range <= 0xffff_ffff
          ? new Uint32Array(count)
          : new Float64Array(count)
  const from = array instanceof Float64Array ? 0 : base
  for (let index = 0; index < count; index += 1) array[index] = (values[index] ?? 0) - from
  return array
}

function isRamp(values: ArrayLike<number>): boolean {
  for (let index = 1; index < values.length; index += 1)
    if (values[index] !== (values[0] ?? 0) + index) return false
  return true
}

/** Adds a column and gives its node `[base, section, is int32]`; constants and ramps take no section. */
export function packNumbers(values: ArrayLike<number>, sections: SectionWriter): Value {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0
    if (value < min) min = value
    if (value > max) max = value
  }
  if (values.length === 0) return [0, CONSTANT, true]
  const isInt32 = min >= INT32_MIN && max <= INT32_MAX
  if (min === max) return [min, CONSTANT, isInt32]
  if (isRamp(values)) return [min, RAMP, isInt32]
  const range = max - min
  const array = narrowest(values, min, range)
  return [array instanceof Float64Array ? 0 : min, sections.add(array), isInt32]
}

/** Reads a column of `count` rows. */
export function readNumbers(node: Value, sections: Sections, count: number): NumberColumn {
  const [base, section, isInt32] = Array.isArray(node) ? (node as readonly Value[]) : []
  if (typeof base !== 'number' || typeof section !== 'number' || typeof isInt32 !== 'boolean')
    throw new DecodeRefused('shape', 0)
  const column = isInt32 ? new Int32Array(count) : new Float64Array(count)
  if (section === CONSTANT) return base === 0 ? column : column.fill(base)
  if (section === RAMP) {
    for (let index = 0; index < count; index += 1) column[index] = base + index
    return column
  }
  const array = sections.arrays[section]
  if (array === undefined || array.length < count) throw new DecodeRefused('truncated', 0)
  if (base === 0) column.set(array.length === count ? array : array.subarray(0, count))
  else for (let index = 0; index < count; index += 1) column[index] = base + (array[index] ?? 0)
  return column
}

/** Collects a column. */
export class NumberWriter {
  private readonly values: number[] = []

  push(value: number): void {
    this.values.push(value)
  }

  /** A row without a value: the one before it again, which widens nothing. */
  skip(): void {
    this.values.push(this.values.at(-1) ?? 0)
  }

  get sum(): number {
    return this.values.reduce((total, value) => total + value, 0)
  }

  finish(sections: SectionWriter): Value {
    return packNumbers(this.values, sections)
  }
}

/** Where each of `counts` begins when they lie one after the other; one entry more than counts. */
export function offsetsOf(counts: NumberColumn): Uint32Array {
  const offsets = new Uint32Array(counts.length + 1)
  let total = 0
  for (let index = 0; index < counts.length; index += 1) {
    total += counts[index] ?? 0
    offsets[index + 1] = total
  }
  return offsets
}
