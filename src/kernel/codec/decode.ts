import { DEPTH_MAX } from '../base/limits.ts'
import type { Result } from '../base/result.ts'
import { attemptDecode, DecodeRefused, type DecodeReason } from './decode-fault.ts'
import { CID_BYTES, codecOfCid, Link } from './link.ts'
import { CACHED_TEXT_MAX, cachedAscii } from './text-cache.ts'
import { readUtf8 } from './utf8.ts'
import { emptyMap, type Value, type ValueMap } from './value.ts'

/** Major types of CBOR. */
const MajorType = {
  uint: 0,
  negative: 1,
  bytes: 2,
  text: 3,
  array: 4,
  map: 5,
  tag: 6,
  simple: 7,
} as const

const FALSE = 0xf4
const TRUE = 0xf5
const NULL = 0xf6
const FLOAT64 = 0xfb

const float64 = new DataView(new ArrayBuffer(8))

/**
 * Reads strict DAG-CBOR from a range of bytes. Every length is checked against the bytes left before anything is made; what
 * another writing of the same value would change is refused. Its methods throw `DecodeRefused`: run them in `attemptDecode`.
 */
export class CanonicalReader {
  readonly bytes: Uint8Array
  /** Where the next item begins. May be moved by the caller to an offset that this reader gave. */
  offset: number
  readonly end: number

  constructor(bytes: Uint8Array, offset = 0, end: number = bytes.length) {
    this.bytes = bytes
    this.offset = offset
    this.end = Math.min(end, bytes.length)
  }

  /** Major type of the next item. */
  peekType(): number {
    return this.#peekByte() >> 5
  }

  isNull(): boolean {
    return this.#peekByte() === NULL
  }

  /** Steps over the given encoded text if it is what comes next: how a reader of known shape finds its keys. */
  takeKey(encodedKey: Uint8Array): boolean {
    const { bytes, offset } = this
    const { length } = encodedKey
    if (offset + length > this.end) return false
    for (let i = 0; i < length; i += 1) if (bytes[offset + i] !== encodedKey[i]) return false
    this.offset = offset + length
    return true
  }

  readNull(): null {
    if (this.#peekByte() !== NULL) this.refuse('unexpected_type')
    this.offset += 1
    return null
  }

  readInt(): number {
    const start = this.offset
    const type = this.peekType()
    if (type > MajorType.negative) this.refuse('unexpected_type')
    const argument = this.#readArgument()
    const value = type === MajorType.uint ? argument : -1 - argument
    if (!Number.isSafeInteger(value)) this.refuse('unsafe_integer', start)
    return value
  }

  readArrayHeader(): number {
    const start = this.offset
    const count = this.#readHead(MajorType.array)
    if (count > this.end - this.offset) this.refuse('truncated', start)
    return count
  }

  readMapHeader(): number {
    const start = this.offset
    const count = this.#readHead(MajorType.map)
    if (2 * count > this.end - this.offset) this.refuse('truncated', start)
    return count
  }

  /** A byte string in memory of its own. */
  readBytes(): Uint8Array {
    const start = this.#enterSized(MajorType.bytes)
    return this.bytes.slice(start, this.offset)
  }

  readText(): string {
    const start = this.#enterSized(MajorType.text)
    const { bytes, offset } = this
    if (offset - start <= CACHED_TEXT_MAX) {
      const text = cachedAscii(bytes, start, offset)
      if (text !== undefined) return text
    }
    return readUtf8(bytes, start, offset) ?? this.refuse('text_encoding', start)
  }

  readLink(): Link {
    const start = this.offset
    const codec = this.#enterLink(start)
    return new Link(codec, this.bytes.slice(this.offset - 32, this.offset))
  }

  /** Reads any value. `depth` counts the arrays and maps already open around it. */
  readValue(depth = 0): Value {
    switch (this.peekType()) {
      case MajorType.uint:
      case MajorType.negative:
        return this.readInt()
      case MajorType.bytes:
        return this.readBytes()
      case MajorType.text:
        return this.readText()
      case MajorType.array:
        return this.#readArray(depth)
      case MajorType.map:
        return this.readMap(depth)
      case MajorType.tag:
        return this.readLink()
      default:
        return this.#readSimple()
    }
  }

  /** Reads a map of any keys. */
  readMap(depth = 0): ValueMap {
    if (depth >= DEPTH_MAX) this.refuse('too_deep')
    const count = this.readMapHeader()
    const map = emptyMap()
    let previous = -1
    for (let i = 0; i < count; i += 1) {
      const start = this.offset
      if (this.peekType() !== MajorType.text) this.refuse('key_not_text')
      const key = this.readText()
      if (previous >= 0 && !this.#isKeyAfter(previous, start)) this.refuse('key_order', start)
      previous = start
      map[key] = this.readValue(depth + 1)
    }
    return map
  }

  /**
   * Steps over one item by its lengths alone, in constant memory. For bytes already checked, and to find the slices that are
   * checked next: it sees what runs past the end and nothing else.
   */
  skipValue(): void {
    let pending = 1
    while (pending > 0) {
      pending -= 1
      const type = this.peekType()
      if (type === MajorType.simple) {
        this.offset += this.#peekByte() === FLOAT64 ? 9 : 1
      } else {
        const argument = this.#readArgument()
        if (type === MajorType.bytes || type === MajorType.text) this.offset += argument
        else if (type === MajorType.array) pending += argument
        else if (type === MajorType.map) pending += 2 * argument
        else if (type === MajorType.tag) pending += 1
      }
      if (this.offset + pending > this.end) this.refuse('truncated')
    }
  }

  /** Ends a read that must have used every byte. */
  expectEnd(): void {
    if (this.offset !== this.end) this.refuse('trailing_bytes')
  }

  refuse(reason: DecodeReason, offset: number = this.offset): never {
    throw new DecodeRefused(reason, offset)
  }

  #readArray(depth: number): readonly Value[] {
    if (depth >= DEPTH_MAX) this.refuse('too_deep')
    const count = this.readArrayHeader()
    const values: Value[] = []
    for (let i = 0; i < count; i += 1) values.push(this.readValue(depth + 1))
    return values
  }

  #readSimple(): null | boolean | number {
    const start = this.offset
    const byte = this.#peekByte()
    this.offset += 1
    if (byte === FALSE) return false
    if (byte === TRUE) return true
    if (byte === NULL) return null
    if (byte === 0xf9 || byte === 0xfa) this.refuse('float_form', start)
    if (byte !== FLOAT64) this.refuse('unknown_simple', start)
    if (this.end - this.offset < 8) this.refuse('truncated', start)
    for (let i = 0; i < 8; i += 1) float64.setUint8(i, this.bytes[this.offset + i] ?? 0)
    const value = float64.getFloat64(0)
    if (!Number.isFinite(value)) this.refuse('not_finite', start)
    if (Number.isInteger(value)) this.refuse('float_form', start)
    this.offset += 8
    return value
  }

  /** Canonical order of the keys at two offsets, the first of which has been read. */
  #isKeyAfter(previous: number, start: number): boolean {
    const { bytes } = this
    // Header and content together compare as length first, then bytewise: a longer text has the greater header. The lead
    // bytes of both sizes are within the range read, so neither side runs past its end before a difference shows.
    for (let i = 0; start + i < this.offset; i += 1) {
      const difference = (bytes[start + i] ?? 0) - (bytes[previous + i] ?? 0)
      if (difference !== 0) return difference > 0
    }
    return false
  }

  #enterLink(start: number): Link['codec'] {
    if (this.#readHead(MajorType.tag) !== 42) this.refuse('unknown_tag', start)
    const content = this.#enterSized(MajorType.bytes)
    const isSized = this.offset - content === CID_BYTES + 1 && this.bytes[content] === 0
    const codec = isSized ? codecOfCid(this.bytes, content + 1) : undefined
    return codec ?? this.refuse('link', start)
  }

  /** Reads the header of bytes or text, moves behind the content and gives where the content begins. */
  #enterSized(type: number): number {
    const head = this.offset
    const length = this.#readHead(type)
    if (length > this.end - this.offset) this.refuse('truncated', head)
    const start = this.offset
    this.offset = start + length
    return start
  }

  #readHead(type: number): number {
    if (this.peekType() !== type) this.refuse('unexpected_type')
    return this.#readArgument()
  }

  #peekByte(): number {
    if (this.offset >= this.end) this.refuse('truncated')
    return this.bytes[this.offset] ?? 0
  }

  #readArgument(): number {
    const start = this.offset
    const short = (this.bytes[start] ?? 0) & 31
    if (short < 24) {
      this.offset = start + 1
      return short
    }
    if (short > 27) this.refuse(short === 31 ? 'indefinite_length' : 'unexpected_type')
    const size = 1 << (short - 24)
    if (this.end - start - 1 < size) this.refuse('truncated')
    let argument = 0
    for (let i = 1; i <= size; i += 1) argument = argument * 256 + (this.bytes[start + i] ?? 0)
    if (argument < (LEAST_ARGUMENT[short - 24] ?? 0)) this.refuse('not_shortest')
    this.offset = start + 1 + size
    return argument
  }
}

/** Least arguments that need 1, 2, 4 and 8 bytes. */
const LEAST_ARGUMENT = [24, 0x100, 0x10000, 0x1_0000_0000] as const

/**
 * The value whose canonical bytes these are. Accepts exactly what `encodeCanonical` gives: re-encoding what it returns
 * gives the same bytes. Fault: `input.invalid` with a `DecodeReason`.
 */
export function decodeCanonical(bytes: Uint8Array): Result<Value> {
  return attemptDecode(() => {
    const reader = new CanonicalReader(bytes)
    const value = reader.readValue()
    reader.expectEnd()
    return value
  })
}
