import { utf8Length, writeUtf8 } from '../codec/utf8.ts'

/** Writes the binary format into memory that grows by itself. Integers take their shortest form. */
export class WasmWriter {
  #bytes: Uint8Array
  #length = 0

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity)
  }

  get length(): number {
    return this.#length
  }

  /** What was written; valid until the next write. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  clear(): void {
    this.#length = 0
  }

  byte(byte: number): void {
    this.#reserve(1)
    this.#bytes[this.#length] = byte
    this.#length += 1
  }

  all(...bytes: readonly number[]): void {
    for (const byte of bytes) this.byte(byte)
  }

  u32(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80)
      rest >>>= 7
    }
    this.byte(rest)
  }

  /** A signed integer of up to 53 bits: `i32.const`, `i64.const` and block types take the same form. */
  signed(value: number): void {
    let rest = value
    while (rest < -0x40 || rest > 0x3f) {
      const low = ((rest % 0x80) + 0x80) % 0x80
      this.byte(low | 0x80)
      rest = (rest - low) / 0x80
    }
    this.byte(rest & 0x7f)
  }

  name(text: string): void {
    const length = utf8Length(text)
    this.u32(length)
    this.#reserve(length)
    this.#length = writeUtf8(text, this.#bytes, this.#length)
  }

  /** Copies a range of other bytes. */
  copy(from: Uint8Array, start = 0, end: number = from.length): void {
    const length = end - start
    this.#reserve(length)
    const into = this.#bytes
    const at = this.#length
    // Most ranges lie between two patches and are a few bytes long: a view would cost more than the copy.
    if (length < 64) for (let i = 0; i < length; i += 1) into[at + i] = from[start + i] ?? 0
    else into.set(from.subarray(start, end), at)
    this.#length = at + length
  }

  #reserve(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#bytes.length) return
    const wider = new Uint8Array(Math.max(needed, 2 * this.#bytes.length))
    wider.set(this.written())
    this.#bytes = wider
  }
}
