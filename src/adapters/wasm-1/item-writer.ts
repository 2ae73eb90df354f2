import { assert } from '../../kernel/base/assert.ts'
import { bytesToHex, compareBytes } from '../../kernel/base/order.ts'
import { Link } from '../../kernel/codec/link.ts'
import { isMapObject, type Value, type ValueMap } from '../../kernel/codec/value.ts'
import { numberToHalf } from './half.ts'

const utf8 = new TextEncoder()

/** Initial bytes of the heads with a fixed place. */
const MAJOR = { uint: 0x00, negative: 0x20, text: 0x60, array: 0x80, map: 0xa0 } as const
const FALSE = 0xf4
const TRUE = 0xf5
const NULL = 0xf6
const FLOAT16 = 0xf9
const FLOAT32 = 0xfa
const FLOAT64 = 0xfb
const UINT32_MAX = 0xffff_ffff
/** Bytes up to which a loop is faster than a call of the engine. */
const COPY_BY_HAND_MAX = 40

/**
 * Writes canonical CBOR as the modules of the `wasm-1` profile know it (RFC 7049 §3.9): shortest heads, floats in the fewest
 * bytes that keep their value, keys ordered shorter first, byte strings as arrays of integers. Not the codec of hashed bytes,
 * and it shares nothing with it: what a module sees may never leak into a hash by accident.
 */
export class ItemWriter {
  #bytes = new Uint8Array(1024)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  /** Forgets what was written and keeps the memory. */
  clear(): this {
    this.#length = 0
    return this
  }

  /** What was written, in memory of its own. */
  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  /** The tag that says "this is CBOR". */
  selfDescribe(): this {
    return this.raw(SELF_DESCRIBED)
  }

  null(): this {
    return this.#byte(NULL)
  }

  map(entries: number): this {
    return this.#head(MAJOR.map, entries)
  }

  array(items: number): this {
    return this.#head(MAJOR.array, items)
  }

  boolean(value: boolean): this {
    return this.#byte(value ? TRUE : FALSE)
  }

  /** An integer; a bigint for those that a number cannot hold. */
  int(value: number | bigint): this {
    if (typeof value === 'bigint') return this.#bigint(value)
    assert(Number.isSafeInteger(value), 'A number beyond the safe integers is written as a bigint.')
    return value < 0 ? this.#head(MAJOR.negative, -1 - value) : this.#head(MAJOR.uint, value)
  }

  /** A finite float, also where its value is whole: modules in the wild tell 1.0 from 1. */
  float(value: number): this {
    assert(Number.isFinite(value), 'Only finite floats are sent to modules.')
    this.#reserve(9)
    const half = numberToHalf(value)
    if (half !== undefined) {
      this.#byte(FLOAT16)
      this.#view.setUint16(this.#length, half)
      this.#length += 2
    } else if (Math.fround(value) === value) {
      this.#byte(FLOAT32)
      this.#view.setFloat32(this.#length, value)
      this.#length += 4
    } else {
      this.#byte(FLOAT64)
      this.#view.setFloat64(this.#length, value)
      this.#length += 8
    }
    return this
  }

  text(text: string): this {
    const { length } = text
    this.#reserve(length * 3 + 9)
    const start = this.#length
    this.#head(MAJOR.text, length)
    const bytes = this.#bytes
    for (let i = 0; i < length; i += 1) {
      const code = text.charCodeAt(i)
      if (code > 127) return this.#longText(text, start)
      bytes[this.#length + i] = code
    }
    this.#length += length
    return this
  }

  /** Bytes as this profile writes them: an array of integers. */
  byteArray(bytes: Uint8Array): this {
    const { length } = bytes
    this.#reserve(length * 2 + 9)
    this.#head(MAJOR.array, length)
    let at = this.#length
    const to = this.#bytes
    for (let i = 0; i < length; i += 1) {
      const byte = bytes[i] ?? 0
      if (byte > 23) to[at++] = 24
      to[at++] = byte
    }
    this.#length = at
    return this
  }

  /** The same for what another writer holds. */
  byteArrayOf(other: ItemWriter): this {
    return this.byteArray(other.#bytes.subarray(0, other.#length))
  }

  /** Bytes that are CBOR already. */
  raw(bytes: Uint8Array): this {
    const { length } = bytes
    this.#reserve(length)
    if (length > COPY_BY_HAND_MAX) this.#bytes.set(bytes, this.#length)
    else for (let i = 0; i < length; i += 1) this.#bytes[this.#length + i] = bytes[i] ?? 0
    this.#length += length
    return this
  }

  /** Any value of the world. A link is told by the lower-case hex of its hash: modules cannot follow one. */
  value(value: Value): this {
    if (value === null) return this.null()
    if (typeof value === 'number') return Number.isInteger(value) ? this.int(value) : this.float(value)
    if (typeof value === 'string') return this.text(value)
    if (typeof value === 'boolean') return this.boolean(value)
    if (value instanceof Uint8Array) return this.byteArray(value)
    if (value instanceof Link) return this.text(bytesToHex(value.digest))
    if (isMapObject(value)) return this.#valueMap(value)
    this.array(value.length)
    for (const inner of value) this.value(inner)
    return this
  }

  #valueMap(map: ValueMap): this {
    const keys = Object.keys(map).sort(compareKeys)
    this.map(keys.length)
    for (const key of keys) this.text(key).value(map[key] ?? null)
    return this
  }

  #longText(text: string, start: number): this {
    const bytes = utf8.encode(text)
    this.#length = start
    return this.#head(MAJOR.text, bytes.length).raw(bytes)
  }

  #bigint(value: bigint): this {
    const rounded = Number(value)
    if (Number.isSafeInteger(rounded)) return this.int(rounded)
    const argument = value < 0n ? -1n - value : value
    assert(BigInt.asUintN(64, argument) === argument, 'Integers of CBOR have 64 bits.')
    this.#reserve(9)
    this.#byte((value < 0n ? MAJOR.negative : MAJOR.uint) | 27)
    this.#view.setBigUint64(this.#length, argument)
    this.#length += 8
    return this
  }

  #head(major: number, argument: number): this {
    this.#reserve(9)
    if (argument < 24) return this.#byte(major | argument)
    if (argument <= 0xff) return this.#byte(major | 24).#byte(argument)
    if (argument <= 0xffff) {
      this.#byte(major | 25)
      this.#view.setUint16(this.#length, argument)
      this.#length += 2
    } else if (argument <= UINT32_MAX) {
      this.#byte(major | 26)
      this.#view.setUint32(this.#length, argument)
      this.#length += 4
    } else {
      this.#byte(major | 27)
      this.#view.setBigUint64(this.#length, BigInt(argument))
      this.#length += 8
    }
    return this
  }

  #byte(value: number): this {
    if (this.#length === this.#bytes.length) this.#reserve(1)
    this.#bytes[this.#length++] = value
    return this
  }

  #reserve(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

/** The bytes of {@link ItemWriter.selfDescribe}: tag 55799. */
export const SELF_DESCRIBED = Uint8Array.of(0xd9, 0xd9, 0xf7)

/** Order of keys in canonical CBOR: the shorter encoding first, then bytewise. */
export function compareKeys(a: string, b: string): number {
  const left = utf8.encode(a)
  const right = utf8.encode(b)
  return left.length - right.length || compareBytes(left, right)
}
