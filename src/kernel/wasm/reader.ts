import { readUtf8 } from '../codec/utf8.ts'
import { NAME_BYTES_MAX } from './limits.ts'
import { ModuleRefused, type RefusalDetail, type RefusalReason } from './refusal.ts'

/**
 * Reads the binary format strictly: integers have no more bytes and no other spare bits than the specification allows (padded
 * ones, as linkers leave them, are allowed), nothing is read past `end`, and a count is checked against the bytes left before
 * anything is made. Its methods throw `ModuleRefused`.
 */
export class WasmReader {
  readonly bytes: Uint8Array
  offset: number
  end: number
  /** Where the item that is being judged begins: what a refusal points at. */
  mark = 0

  constructor(bytes: Uint8Array, offset = 0, end: number = bytes.length) {
    this.bytes = bytes
    this.offset = offset
    this.end = end
  }

  get isAtEnd(): boolean {
    return this.offset >= this.end
  }

  refuse(reason: RefusalReason, detail?: RefusalDetail, offset: number = this.mark): never {
    throw new ModuleRefused(reason, offset, detail)
  }

  byte(): number {
    const byte = this.offset < this.end ? this.bytes[this.offset] : undefined
    if (byte === undefined) this.refuse('truncated', undefined, this.offset)
    this.offset += 1
    return byte
  }

  peek(): number {
    const byte = this.offset < this.end ? this.bytes[this.offset] : undefined
    return byte ?? this.refuse('truncated', undefined, this.offset)
  }

  u32(): number {
    const first = this.byte()
    if (first < 0x80) return first
    const start = this.offset - 1
    let value = first & 0x7f
    for (let shift = 7; shift < 28; shift += 7) {
      const byte = this.byte()
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
    const last = this.byte()
    if (last > 0x0f) this.refuse('integer_form', undefined, start)
    return (value | (last << 28)) >>> 0
  }

  s32(): number {
    const start = this.offset
    let value = 0
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte()
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return (value << (25 - shift)) >> (25 - shift)
    }
    const last = this.byte()
    // Three spare bits repeat the sign, and nothing may follow.
    if (last > 0x07 && (last < 0x78 || last > 0x7f)) this.refuse('integer_form', undefined, start)
    return value | (last << 28)
  }

  /** A type index where a signed 33-bit integer stands for it; it is never negative here. */
  index33(): number {
    const start = this.offset
    let value = 0
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte()
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return (byte & 0x40) === 0 ? value : this.refuse('type_form', undefined, start)
    }
    const last = this.byte()
    if (last > 0x0f) this.refuse('integer_form', undefined, start)
    return (value | (last << 28)) >>> 0
  }

  /** Steps over a signed 64-bit integer: nobody here needs its value. */
  skipS64(): void {
    const start = this.offset
    for (let count = 0; count < 9; count += 1) if (this.byte() < 0x80) return
    const last = this.byte()
    if (last !== 0x00 && last !== 0x7f) this.refuse('integer_form', undefined, start)
  }

  skip(count: number): void {
    if (count > this.end - this.offset) this.refuse('truncated', undefined, this.offset)
    this.offset += count
  }

  /** The number of items that follow, each of at least `bytesEach` bytes and together at most `max`. */
  count(max: number, bytesEach = 1): number {
    const start = this.offset
    const count = this.u32()
    if (count > max) this.refuse('count', { expected: max, actual: count }, start)
    if (count * bytesEach > this.end - this.offset) this.refuse('truncated', undefined, start)
    return count
  }

  name(): string {
    const start = this.offset
    const length = this.count(NAME_BYTES_MAX)
    this.offset += length
    const text = readUtf8(this.bytes, this.offset - length, this.offset)
    return text ?? this.refuse('text_encoding', undefined, start)
  }
}
