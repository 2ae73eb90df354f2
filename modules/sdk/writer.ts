import { singleToHalf } from './half'
import { Text } from './text'

/** Writes CBOR: shortest heads, shortest floats, maps in the order in which their entries are written. */
export class Writer {
  private start: usize
  private length: usize = 0
  private capacity: usize

  constructor(capacity: usize = 256) {
    this.capacity = capacity
    this.start = heap.alloc(capacity)
  }

  get pointer(): usize {
    return this.start
  }

  get size(): usize {
    return this.length
  }

  /** Begins a map: `entries` times a key and a value must follow. */
  map(entries: i32): this {
    return this.head(0xa0, entries)
  }

  /** Begins an array. */
  array(items: i32): this {
    return this.head(0x80, items)
  }

  null(): this {
    return this.byte(0xf6)
  }

  uint(value: u64): this {
    return this.head(0, value)
  }

  int(value: i64): this {
    return value < 0 ? this.head(0x20, -1 - value) : this.head(0, value)
  }

  /** A float in the fewest bytes that keep its value. */
  float(value: f64): this {
    if (value != value) return this.head16(0x7e00)
    const single = <f32>value
    if (<f64>single != value) return this.byte(0xfb).bigEndian(reinterpret<u64>(value), 8)
    if (abs(single) == Infinity) return this.head16(single > 0 ? 0x7c00 : 0xfc00)
    const half = singleToHalf(single)
    return half >= 0 ? this.head16(half) : this.byte(0xfa).bigEndian(reinterpret<u32>(single), 4)
  }

  text(text: Text): this {
    this.head(0x60, text.length)
    this.copy(text.start, text.length)
    return this
  }

  /** A sentence or a key. */
  string(text: string): this {
    const length = String.UTF8.byteLength(text)
    this.head(0x60, length)
    this.reserve(length)
    String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, this.start + this.length)
    this.length += length
    return this
  }

  /** An item that was written elsewhere. */
  item(other: Writer): this {
    this.copy(other.start, other.length)
    return this
  }

  /** What was written elsewhere, as this profile writes byte strings: an array of integers. */
  bytes(other: Writer): this {
    this.array(<i32>other.length)
    this.reserve(other.length * 2)
    let to = this.start + this.length
    for (let i: usize = 0; i < other.length; i++) {
      const byte = load<u8>(other.start + i)
      if (byte > 23) store<u8>(to++, 0x18)
      store<u8>(to++, byte)
    }
    this.length = to - this.start
    return this
  }

  private head(major: u8, argument: u64): this {
    if (argument < 24) return this.byte(major | <u8>argument)
    if (argument <= 0xff) return this.byte(major | 24).byte(<u8>argument)
    if (argument <= 0xffff) return this.byte(major | 25).bigEndian(argument, 2)
    if (argument <= 0xffffffff) return this.byte(major | 26).bigEndian(argument, 4)
    return this.byte(major | 27).bigEndian(argument, 8)
  }

  private head16(half: u32): this {
    return this.byte(0xf9).bigEndian(half, 2)
  }

  private byte(value: u8): this {
    this.reserve(1)
    store<u8>(this.start + this.length++, value)
    return this
  }

  private bigEndian(value: u64, width: i32): this {
    for (let shift = (width - 1) * 8; shift >= 0; shift -= 8) this.byte(<u8>(value >> shift))
    return this
  }

  private copy(from: usize, length: usize): void {
    this.reserve(length)
    memory.copy(this.start + this.length, from, length)
    this.length += length
  }

  private reserve(length: usize): void {
    if (this.length + length <= this.capacity) return
    this.capacity = max(this.capacity * 2, this.length + length)
    this.start = heap.realloc(this.start, this.capacity)
  }
}
