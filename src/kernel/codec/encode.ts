import { assert } from '../base/assert.ts'
import { DEPTH_MAX } from '../base/limits.ts'
import { type EncodedWords, planOf } from './key-order.ts'
import { CID_BYTES, Link, writeCid } from './link.ts'
import { EncodeRefused, findRefusal } from './refusal.ts'
import { utf8Length, writeUtf8 } from './utf8.ts'
import { isMapObject, type Value, type ValueMap } from './value.ts'

export { toWords } from './key-order.ts'
export { EncodeRefused } from './refusal.ts'

const UINT = 0x00
const NEGATIVE = 0x20
const BYTES = 0x40
const TEXT = 0x60
const ARRAY = 0x80
const MAP = 0xa0

/** Tag 42, a byte string of 37, the multibase prefix, then CIDv1, dag-cbor, sha2-256, 32 bytes. */
const BLOCK_LINK_HEAD = Uint8Array.of(0xd8, 0x2a, 0x58, 0x25, 0x00, 0x01, 0x71, 0x12, 0x20)

/** Below this length a loop copies faster than a call of `set`. */
const SHORT_COPY = 40
/** The same where the call would need a view made for it: a record of the state is mostly shorter. */
const SHORT_RECORD = 160
/** A buffer that one large value has grown is let go when the writer is reset. */
const KEPT_CAPACITY = 1 << 20

const float64 = new DataView(new ArrayBuffer(8))

/**
 * Writes canonical DAG-CBOR into one growing buffer. Made once and reset: steady use allocates nothing but the slices that
 * leave. After an {@link EncodeRefused} the buffer holds part of a value; reset before using it again.
 */
export class CanonicalWriter {
  #bytes: Uint8Array
  /** The same memory, for writing four bytes at once. */
  #view: DataView
  #length = 0

  constructor(capacity = 4096) {
    this.#bytes = new Uint8Array(capacity)
    this.#view = new DataView(this.#bytes.buffer)
  }

  /** Bytes written since the last reset; also the mark that {@link slice} takes. */
  mark(): number {
    return this.#length
  }

  /** A copy of what was written between two marks. */
  slice(from = 0, to: number = this.#length): Uint8Array {
    return this.#bytes.slice(from, to)
  }

  /** A view of what was written; valid until the next write or reset. */
  view(from = 0, to: number = this.#length): Uint8Array {
    return this.#bytes.subarray(from, to)
  }

  /** Copies what was written between two marks to a place in `target`. */
  copyTo(target: Uint8Array, at: number, from: number, to: number): void {
    const bytes = this.#bytes
    if (to - from > SHORT_RECORD) target.set(bytes.subarray(from, to), at)
    else for (let i = from; i < to; i += 1) target[at + i - from] = bytes[i] ?? 0
  }

  /**
   * Goes on in a new buffer when less than `room` bytes are free, or when a large value has grown the old one; views of
   * what was written stay valid.
   */
  makeRoom(room: number, capacity: number): void {
    const { length } = this.#bytes
    if (length <= capacity && length - this.#length >= room) return
    this.#adopt(new Uint8Array(capacity))
    this.#length = 0
  }

  /** Forgets what was written, or what was written after a mark. */
  reset(mark = 0): void {
    assert(mark >= 0 && mark <= this.#length, 'A mark lies within what was written.')
    this.#length = mark
    if (mark === 0 && this.#bytes.length > KEPT_CAPACITY) this.#adopt(new Uint8Array(4096))
  }

  writeArrayHeader(count: number): void {
    this.#writeHead(ARRAY, count)
  }

  /** The caller then writes `count` keys and values in canonical key order. */
  writeMapHeader(count: number): void {
    this.#writeHead(MAP, count)
  }

  writeNull(): void {
    this.#putSimple(0xf6)
  }

  writeInt(value: number): void {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw refusalOf(value, 0)
    if (value >= 0) this.#writeHead(UINT, value)
    else this.#writeHead(NEGATIVE, -1 - value)
  }

  writeText(text: string): void {
    if (!this.#putText(text)) throw refusalOf(text, 0)
  }

  writeBytes(bytes: Uint8Array): void {
    this.#writeHead(BYTES, bytes.length)
    this.writeEncoded(bytes)
  }

  /** The link to a dag-cbor block by its digest, without a link object. */
  writeBlockLink(digest: Uint8Array): void {
    this.writeEncoded(BLOCK_LINK_HEAD)
    this.writeEncoded(digest)
  }

  writeLink(link: Link): void {
    this.#reserve(5 + CID_BYTES)
    const bytes = this.#bytes
    const at = this.#length
    bytes[at] = 0xd8
    bytes[at + 1] = 0x2a
    bytes[at + 2] = 0x58
    bytes[at + 3] = CID_BYTES + 1
    bytes[at + 4] = 0
    writeCid(link, bytes, at + 5)
    this.#length = at + 5 + CID_BYTES
  }

  /** Copies bytes that already are canonical: a key encoded beforehand, a frame in a segment. */
  writeEncoded(encoded: Uint8Array): void {
    const { length } = encoded
    this.#reserve(length)
    const bytes = this.#bytes
    const at = this.#length
    if (length > SHORT_COPY) bytes.set(encoded, at)
    else for (let i = 0; i < length; i += 1) bytes[at + i] = encoded[i] ?? 0
    this.#length = at + length
  }

  /** Copies canonical bytes that {@link toWords} made ready: keys, and whatever else stands in every frame. */
  writeWords({ length, words }: EncodedWords): void {
    // What the last word brings too much is written over, or lies behind the end.
    this.#reserve(length + 3)
    const view = this.#view
    const at = this.#length
    for (let i = 0; i < words.length; i += 1) view.setInt32(at + 4 * i, words[i] ?? 0, true)
    this.#length = at + length
  }

  /** Writes any value. `depth` counts the arrays and maps already open around it. */
  writeValue(value: Value, depth = 0): void {
    if (!this.#put(value, depth)) throw refusalOf(value, depth)
  }

  #put(value: Value, depth: number): boolean {
    switch (typeof value) {
      case 'string':
        return this.#putText(value)
      case 'number':
        return this.#putNumber(value)
      case 'boolean':
        this.#putSimple(value ? 0xf5 : 0xf4)
        return true
      case 'object':
        return this.#putObject(value, depth)
      default:
        return false
    }
  }

  #putNumber(value: number): boolean {
    if (Number.isSafeInteger(value)) {
      if (value > 0) this.#writeHead(UINT, value)
      else if (value < 0) this.#writeHead(NEGATIVE, -1 - value)
      else if (Object.is(value, -0)) return false
      else this.#writeHead(UINT, 0)
      return true
    }
    if (!Number.isFinite(value) || Number.isInteger(value)) return false
    this.#reserve(9)
    float64.setFloat64(0, value)
    this.#bytes[this.#length++] = 0xfb
    for (let i = 0; i < 8; i += 1) this.#bytes[this.#length++] = float64.getUint8(i)
    return true
  }

  #putObject(value: Exclude<Value, boolean | number | string>, depth: number): boolean {
    if (value === null) {
      this.writeNull()
      return true
    }
    if (isMapObject(value)) return this.#putMap(value, depth)
    if (value instanceof Uint8Array) this.writeBytes(value)
    else if (value instanceof Link) this.writeLink(value)
    else return Array.isArray(value) && this.#putArray(value, depth)
    return true
  }

  #putSimple(byte: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = byte
  }

  #putArray(values: readonly Value[], depth: number): boolean {
    if (depth >= DEPTH_MAX) return false
    this.#writeHead(ARRAY, values.length)
    for (const value of values) if (!this.#put(value, depth + 1)) return false
    return true
  }

  #putMap(map: ValueMap, depth: number): boolean {
    if (depth >= DEPTH_MAX) return false
    const plan = planOf(map)
    if (plan === undefined) return false
    const { keys, encoded } = plan
    this.#writeHead(MAP, keys.length)
    for (let i = 0; i < keys.length; i += 1) {
      const name = keys[i]
      const key = encoded[i]
      if (name === undefined || key === undefined) return false
      const value = map[name]
      if (value === undefined) return false
      this.writeWords(key)
      if (!this.#put(value, depth + 1)) return false
    }
    return true
  }

  #putText(text: string): boolean {
    const { length } = text
    this.#reserve(9 + length)
    if (length > 0xff) return this.#putLongText(text)
    const start = this.#length
    const bytes = this.#bytes
    let at = start
    if (length < 24) bytes[at++] = TEXT | length
    else {
      bytes[at++] = 0x78
      bytes[at++] = length
    }
    for (let i = 0; i < length; i += 1) {
      const unit = text.charCodeAt(i)
      if (unit >= 0x80) return this.#putLongText(text)
      bytes[at + i] = unit
    }
    this.#length = at + length
    return true
  }

  #putLongText(text: string): boolean {
    const length = utf8Length(text)
    if (length < 0) return false
    this.#writeHead(TEXT, length)
    this.#reserve(length)
    this.#length = writeUtf8(text, this.#bytes, this.#length)
    return true
  }

  /** A major type with its shortest argument. */
  #writeHead(major: number, argument: number): void {
    this.#reserve(9)
    const bytes = this.#bytes
    if (argument < 24) {
      bytes[this.#length++] = major | argument
    } else if (argument < 0x100) {
      bytes[this.#length++] = major | 24
      bytes[this.#length++] = argument
    } else if (argument < 0x10000) {
      bytes[this.#length++] = major | 25
      bytes[this.#length++] = argument >>> 8
      bytes[this.#length++] = argument & 0xff
    } else if (argument < 0x1_0000_0000) {
      bytes[this.#length++] = major | 26
      this.#writeUint32(argument)
    } else {
      bytes[this.#length++] = major | 27
      this.#writeUint32(Math.floor(argument / 0x1_0000_0000))
      this.#writeUint32(argument % 0x1_0000_0000)
    }
  }

  #writeUint32(value: number): void {
    this.#view.setUint32(this.#length, value)
    this.#length += 4
  }

  #reserve(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#adopt(grown)
  }

  #adopt(bytes: Uint8Array): void {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer)
  }
}

function refusalOf(value: Value, depth: number): Error {
  return findRefusal(value, depth) ?? new EncodeRefused('', 'not_a_value')
}

const shared = new CanonicalWriter(1 << 16)

/** The canonical bytes of a value, in memory of their own. Throws {@link EncodeRefused} for what must not be hashed. */
export function encodeCanonical(value: Value): Uint8Array {
  shared.reset()
  shared.writeValue(value)
  return shared.slice()
}
