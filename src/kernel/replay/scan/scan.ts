/**
 * Reading frames of a known form without making anything on the way. What is read is read strictly: shortest heads, safe
 * integers, well-formed texts. What is skipped is believed, and what is checked instead is as strict as
 * `CanonicalReader`. It looks for what it expects and stops at what it does not; the caller then reads slowly.
 */
import { DEPTH_MAX } from '../../base/limits.ts'
import { CanonicalReader } from '../../codec/decode.ts'
import { DecodeRefused } from '../../codec/decode-fault.ts'
import { CACHED_TEXT_MAX, cachedAscii } from '../../codec/text-cache.ts'
import { readUtf8 } from '../../codec/utf8.ts'
import type { ScanKey } from './scan-key.ts'

/** Least arguments that need 1, 2, 4 and 8 bytes. */
const LEAST_ARGUMENT = [24, 0x100, 0x10000, 0x1_0000_0000] as const

/** A place in bytes. One object is moved along instead of many made. */
export class Scan {
  bytes: Uint8Array
  at = 0
  end = 0
  /** The memory in which the bytes lie, mostly with those of many frames, and where in it they begin. */
  private buffer: ArrayBufferLike
  private view: DataView
  private base = 0

  constructor() {
    this.bytes = new Uint8Array()
    this.buffer = this.bytes.buffer
    this.view = new DataView(this.buffer)
  }

  open(bytes: Uint8Array, at: number, end: number): void {
    this.bytes = bytes
    this.at = at
    this.end = Math.min(end, bytes.length)
    const { buffer } = bytes
    if (buffer !== this.buffer) {
      this.buffer = buffer
      this.view = new DataView(buffer)
    }
    this.base = bytes.byteOffset
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
    if (first > 0x3b || this.at >= this.end) return this.refuse()
    const short = first & 31
    let argument = short
    if (short < 24) this.at += 1
    else argument = this.argument(short)
    if (first < 0x20) return argument
    return argument < Number.MAX_SAFE_INTEGER ? -1 - argument : this.refuse()
  }

  /** Steps over an encoded key if it is what comes next. */
  key({ bytes: encoded, words, length }: ScanKey): boolean {
    const { at } = this
    if (at + length > this.end) return false
    if (words.length === 0) {
      const { bytes } = this
      for (let index = 0; index < length; index += 1) if (bytes[at + index] !== encoded[index]) return false
    } else {
      const { view } = this
      const start = this.base + at
      const last = words.length - 1
      for (let index = 0; index < last; index += 1)
        if (view.getInt32(start + 4 * index, true) !== words[index]) return false
      if (view.getInt32(start + length - 4, true) !== words[last]) return false
    }
    this.at = at + length
    return true
  }

  /** `key` where nothing else may come. */
  expect(encoded: ScanKey): void {
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

  /** Moves over one item that must be canonical; `depth` counts the arrays and maps open around it. */
  check(depth: number): void {
    const first = this.bytes[this.at] ?? 0xff
    switch (first >> 5) {
      case 0:
      case 1:
        this.int()
        return
      case 2: {
        const length = this.head(2)
        this.at += length
        if (this.at > this.end) this.refuse()
        return
      }
      case 3:
        this.skipText()
        return
      case 4:
        if (depth >= DEPTH_MAX) this.refuse()
        for (let count = this.head(4); count > 0; count -= 1) this.check(depth + 1)
        return
      case 5:
        this.checkMap(depth)
        return
      default:
        this.checkRare()
    }
  }

  /** `check` of a map: keys are texts, each after the one before it. */
  checkMap(depth: number): void {
    if (depth >= DEPTH_MAX) this.refuse()
    let before = -1
    for (let count = this.head(5); count > 0; count -= 1) {
      const start = this.at
      this.skipText()
      if (before >= 0 && !this.isAfter(before, start)) this.refuse()
      before = start
      this.check(depth + 1)
    }
  }

  /** Moves over a text, which must be well-formed. */
  skipText(): void {
    const length = this.head(3)
    const start = this.at
    const end = start + length
    if (end > this.end) this.refuse()
    let all = 0
    for (let at = start; at < end; at += 1) all |= this.bytes[at] ?? 0
    if (all >= 0x80 && readUtf8(this.bytes, start, end) === undefined) this.refuse()
    this.at = end
  }

  /** Links, floats and simple values: few frames hold any. */
  private checkRare(): void {
    const reader = new CanonicalReader(this.bytes, this.at, this.end)
    reader.readValue()
    this.at = reader.offset
  }

  /** Whether the key at `start`, read up to here, comes after the one at `before`: header and content, bytewise. */
  private isAfter(before: number, start: number): boolean {
    for (let index = 0; start + index < this.at; index += 1) {
      const difference = (this.bytes[start + index] ?? 0) - (this.bytes[before + index] ?? 0)
      if (difference !== 0) return difference > 0
    }
    return false
  }

  refuse(): never {
    throw new DecodeRefused('shape', this.at)
  }

  private argument(short: number): number {
    const { bytes, at } = this
    const size = 1 << (short - 24)
    if (short > 27 || at + size >= this.end) return this.refuse()
    let argument = bytes[at + 1] ?? 0
    if (size === 2) argument = (argument << 8) | (bytes[at + 2] ?? 0)
    else if (size > 2) argument = this.view.getUint32(this.base + at + 1)
    if (size === 8) argument = argument * 0x1_0000_0000 + this.view.getUint32(this.base + at + 5)
    if (argument < (LEAST_ARGUMENT[short - 24] ?? 0) || argument > Number.MAX_SAFE_INTEGER)
      return this.refuse()
    this.at = at + 1 + size
    return argument
  }
}
