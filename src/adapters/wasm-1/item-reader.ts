import { emptyMap } from '../../kernel/codec/value.ts'
import { type CallFaultDetail, CallRefused } from './call-fault.ts'
import { halfToNumber } from './half.ts'

/** What the bytes of a module can say. Whole floats are numbers like integers; a bigint stands for what a number cannot hold. */
export type Item = null | boolean | number | bigint | string | readonly Item[] | ItemMap
export interface ItemMap {
  readonly [key: string]: Item
}

/**
 * Nested arrays and maps of one answer. A payload stands three deep in an answer and six deep in a journalled segment, where
 * 64 are allowed: what is accepted here can always be journalled.
 */
const DEPTH_MAX = 48

const Major = { uint: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, tag: 6, simple: 7 } as const
const INDEFINITE = 31
const BREAK = 0xff
const NULL = 0xf6

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads what a module wrote. As lenient as modules in the wild need (any order of keys, any width of heads, indefinite
 * lengths, the self-describing tag) and strict in all else; every length is held against the bytes left before anything is
 * made. Its methods throw `CallRefused`: run them in `attempt`.
 */
export class ItemReader {
  offset = 0
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #depth = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (bytes[0] === 0xd9 && bytes[1] === 0xd9 && bytes[2] === 0xf7) this.offset = 3
  }

  /** Refuses bytes behind the last item. */
  finish(): void {
    if (this.offset !== this.#bytes.length) this.refuse('trailing_bytes')
  }

  refuse(detail: CallFaultDetail, offset = this.offset): never {
    throw new CallRefused({ code: 'invalid_output', detail, offset })
  }

  readItem(): Item {
    const start = this.offset
    const initial = this.#peek()
    switch (initial >> 5) {
      case Major.uint:
      case Major.negative:
        return this.#readInt()
      case Major.text:
        return this.readText()
      case Major.array: {
        const items: Item[] = []
        this.readArray(() => items.push(this.readItem()))
        return items
      }
      case Major.map: {
        const map = emptyMap() as Record<string, Item>
        this.readMap((key, at) => {
          if (map[key] !== undefined) this.refuse('duplicate_key', at)
          map[key] = this.readItem()
        })
        return map
      }
      case Major.bytes:
        // Modules of this profile read and write byte strings as arrays of integers; a real one is a mistake of theirs.
        return this.refuse('byte_string', start)
      case Major.tag:
        return this.refuse('tag', start)
      default:
        return this.#readSimple()
    }
  }

  readText(): string {
    const start = this.offset
    const length = this.#enter(Major.text)
    if (length !== undefined) return this.#textOf(length)
    let text = ''
    while (!this.#takeBreak())
      text += this.#textOf(this.#enter(Major.text) ?? this.refuse('reserved_head', start))
    return text
  }

  /** Calls back once for every item, which the callback must read. */
  readArray(onItem: () => void): void {
    const count = this.#enter(Major.array)
    this.#nest()
    if (count === undefined) while (!this.#takeBreak()) onItem()
    else for (let i = 0; i < count; i += 1) onItem()
    this.#depth -= 1
  }

  /** Calls back once for every key and where it stands, itself standing at the value, which the callback must read. */
  readMap(onKey: (key: string, at: number) => void): void {
    const count = this.#enter(Major.map)
    this.#nest()
    if (count === undefined) while (!this.#takeBreak()) this.#readEntry(onKey)
    else for (let i = 0; i < count; i += 1) this.#readEntry(onKey)
    this.#depth -= 1
  }

  /** Bytes as this profile writes them, or null. */
  readByteArrayOrNull(): Uint8Array | null {
    if (this.#peek() === NULL) {
      this.offset += 1
      return null
    }
    if (this.#peek() >> 5 === Major.bytes) this.refuse('byte_string')
    const count = this.#enter(Major.array)
    if (count === undefined) {
      const bytes: number[] = []
      while (!this.#takeBreak()) bytes.push(this.#readByte())
      return Uint8Array.from(bytes)
    }
    const bytes = new Uint8Array(count)
    for (let i = 0; i < count; i += 1) bytes[i] = this.#readByte()
    return bytes
  }

  /** An integer from 0 to 255, mostly in the two forms that need no more looking. */
  #readByte(): number {
    const start = this.offset
    const initial = this.#peek()
    if (initial < 24) {
      this.offset += 1
      return initial
    }
    const byte = initial === 24 ? this.#bytes[start + 1] : undefined
    if (byte !== undefined) {
      this.offset += 2
      return byte
    }
    const item = this.readItem()
    if (typeof item === 'number' && Number.isInteger(item) && item >= 0 && item <= 255) return item
    return this.refuse('not_a_byte', start)
  }

  #readEntry(onKey: (key: string, at: number) => void): void {
    const at = this.offset
    if (this.#peek() >> 5 !== Major.text) this.refuse('key_not_text')
    onKey(this.readText(), at)
  }

  #readInt(): number | bigint {
    const isNegative = this.#peek() >> 5 === Major.negative
    if ((this.#peek() & 31) !== 27) {
      const argument = this.#readArgument()
      return isNegative ? -1 - argument : argument
    }
    this.#need(9)
    const wide = this.#view.getBigUint64(this.offset + 1)
    this.offset += 9
    const value = isNegative ? -1n - wide : wide
    const rounded = Number(value)
    return Number.isSafeInteger(rounded) ? rounded : value
  }

  #readSimple(): null | boolean | number {
    const start = this.offset
    const initial = this.#peek()
    this.offset += 1
    if (initial === 0xf4) return false
    if (initial === 0xf5) return true
    if (initial === NULL) return null
    const info = initial & 31
    if (info < 25 || info > 27) this.refuse(info === INDEFINITE ? 'reserved_head' : 'simple', start)
    this.#need(1 << (info - 24))
    const at = this.offset
    this.offset += 1 << (info - 24)
    const value =
      info === 25
        ? halfToNumber(this.#view.getUint16(at))
        : info === 26
          ? this.#view.getFloat32(at)
          : this.#view.getFloat64(at)
    if (!Number.isFinite(value)) this.refuse('not_finite', start)
    return value === 0 ? 0 : value
  }

  /** Reads a head of one kind; the length that follows fits the bytes left. Nothing for an indefinite one. */
  #enter(major: number): number | undefined {
    const start = this.offset
    const initial = this.#peek()
    if (initial >> 5 !== major) this.refuse('unexpected_type')
    if ((initial & 31) === INDEFINITE) {
      this.offset += 1
      return undefined
    }
    const length = this.#readArgument()
    const bytesEach = major === Major.map ? 2 : 1
    if (length * bytesEach > this.#bytes.length - this.offset) this.refuse('truncated', start)
    return length
  }

  #textOf(length: number): string {
    const start = this.offset
    this.offset += length
    if (length < 32) {
      const text = this.#asciiOf(start, length)
      if (text !== undefined) return text
    }
    try {
      return strictUtf8.decode(this.#bytes.subarray(start, start + length))
    } catch {
      return this.refuse('text_encoding', start)
    }
  }

  #asciiOf(start: number, length: number): string | undefined {
    let text = ''
    for (let i = start; i < start + length; i += 1) {
      const code = this.#bytes[i] ?? 0
      if (code > 127) return undefined
      text += String.fromCharCode(code)
    }
    return text
  }

  #readArgument(): number {
    const start = this.offset
    const info = this.#peek() & 31
    if (info > 27) this.refuse('reserved_head', start)
    const width = info < 24 ? 0 : 1 << (info - 24)
    this.#need(1 + width)
    this.offset += 1 + width
    if (width === 0) return info
    if (width === 1) return this.#view.getUint8(start + 1)
    if (width === 2) return this.#view.getUint16(start + 1)
    if (width === 4) return this.#view.getUint32(start + 1)
    return Number(this.#view.getBigUint64(start + 1))
  }

  #takeBreak(): boolean {
    if (this.#peek() !== BREAK) return false
    this.offset += 1
    return true
  }

  #nest(): void {
    this.#depth += 1
    if (this.#depth > DEPTH_MAX) this.refuse('too_deep')
  }

  #peek(): number {
    return this.#bytes[this.offset] ?? this.refuse('truncated')
  }

  #need(count: number): void {
    if (count > this.#bytes.length - this.offset) this.refuse('truncated')
  }
}
