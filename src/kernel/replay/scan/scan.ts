/**
 * Reading canonical bytes that were checked before, without making anything on the way. Unlike `CanonicalReader` it
 * believes the bytes: it looks for what it expects and stops at what it does not, and the caller then reads slowly.
 */
import { DecodeRefused } from '../../codec/decode-fault.ts'
import { CACHED_TEXT_MAX, cachedAscii } from '../../codec/text-cache.ts'
import { readUtf8 } from '../../codec/utf8.ts'

/** A place in bytes. One object is moved along instead of many made. */
export class Scan {
  bytes: Uint8Array
  at = 0
  end = 0

  constructor() {
    this.bytes = new Uint8Array()
  }

  open(bytes: Uint8Array, at: number, end: number): void {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  /** The argument of the next head; moves behind the head. */
  head(major: number): number {
    const { bytes } = this
    const first = bytes[this.at] ?? 0xff
    if (first >> 5 !== major || this.at >= this.end) return this.refuse()
    const short = first & 31
    if (short < 24) {
      this.at += 1
      return short
    }
    return this.argument(short)
  }

  int(): number {
    const first = this.bytes[this.at] ?? 0xff
    return first < 0x20 ? this.head(0) : -1 - this.head(1)
  }

  /** Steps over an encoded key if it is what comes next. */
  key(encoded: Uint8Array): boolean {
    const { bytes, at } = this
    const { length } = encoded
    for (let index = 0; index < length; index += 1) if (bytes[at + index] !== encoded[index]) return false
    this.at = at + length
    return true
  }

  /** `key` where nothing else may come. */
  expect(encoded: Uint8Array): void {
    if (!this.key(encoded)) this.refuse()
  }

  text(): string {
    const length = this.head(3)
    const start = this.at
    const end = start + length
    if (end > this.end) return this.refuse()
    this.at = end
    if (length <= CACHED_TEXT_MAX) {
      const text = cachedAscii(this.bytes, start, end)
      if (text !== undefined) return text
    }
    return readUtf8(this.bytes, start, end) ?? this.refuse()
  }

  /** Moves over one item, whatever it holds. */
  skip(): void {
    const { bytes, end } = this
    let at = this.at
    let pending = 1
    while (pending > 0) {
      if (at >= end) this.refuse()
      pending -= 1
      const first = bytes[at] ?? 0
      const short = first & 31
      const major = first >> 5
      if (short < 24) at += 1
      else if (major === 7) at += short === 27 ? 9 : 1
      const isLong = short >= 24 && major !== 7
      let argument = short
      if (isLong) {
        this.at = at
        argument = this.argument(short)
        at = this.at
      }
      if (major === 2 || major === 3) at += argument
      else if (major === 4) pending += argument
      else if (major === 5) pending += 2 * argument
      else if (major === 6) pending += 1
    }
    if (at > end) this.refuse()
    this.at = at
  }

  refuse(): never {
    throw new DecodeRefused('shape', this.at)
  }

  private argument(short: number): number {
    const size = 1 << (short - 24)
    if (short > 27 || this.at + size >= this.end) return this.refuse()
    let argument = 0
    for (let index = 1; index <= size; index += 1)
      argument = argument * 256 + (this.bytes[this.at + index] ?? 0)
    this.at += 1 + size
    return argument
  }
}
