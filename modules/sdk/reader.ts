import { halfToFloat } from './half'
import { Text } from './text'

const UINT: u32 = 0
const NEGATIVE: u32 = 1
const TEXT: u32 = 3
const ARRAY: u32 = 4
const MAP: u32 = 5
const TAG: u32 = 6
const SIMPLE: u32 = 7
const SELF_DESCRIBED: u64 = 55799

/**
 * Reads CBOR items of definite length. There are no exceptions in WebAssembly: after the first item that is not what was
 * asked for the reader is broken, stays so, stands at its end and answers zeros, so that a module asks once, at the end.
 */
export class Reader {
  isBroken: bool = false
  private argument: u64 = 0

  constructor(
    /** Address of the next item. */
    public at: usize,
    readonly end: usize,
  ) {}

  /** Whether everything was read and nothing was wrong. */
  isDone(): bool {
    return !this.isBroken && this.at == this.end
  }

  /** A reader of the same bytes from here on. */
  fork(): Reader {
    return new Reader(this.at, this.end)
  }

  break(): void {
    this.isBroken = true
    this.at = this.end
  }

  /** Steps over the tag that says "this is CBOR", where there is one. */
  skipTag(): void {
    if (this.peekMajor() == TAG && (this.head() != TAG || this.argument != SELF_DESCRIBED)) this.break()
  }

  isNull(): bool {
    return this.at < this.end && load<u8>(this.at) == 0xf6
  }

  isMap(): bool {
    return this.peekMajor() == MAP
  }

  /** Entries of a map: so many times a key and a value follow. */
  mapLength(): i32 {
    return this.lengthOf(MAP, 2)
  }

  /** Items of an array. */
  arrayLength(): i32 {
    return this.lengthOf(ARRAY, 1)
  }

  text(): Text {
    const length = this.lengthOf(TEXT, 1)
    const start = this.at
    this.at += length
    return new Text(start, length)
  }

  uint(): u64 {
    if (this.head() == UINT) return this.argument
    this.break()
    return 0
  }

  int(): i64 {
    const major = this.head()
    if (major <= NEGATIVE && <i64>this.argument >= 0) return major == UINT ? this.argument : -1 - this.argument
    this.break()
    return 0
  }

  /** A number in any of the forms that CBOR has for it. */
  float(): f64 {
    const info = this.at < this.end ? load<u8>(this.at) & 31 : 0
    const major = this.head()
    if (major == UINT) return <f64>this.argument
    if (major == NEGATIVE) return -1.0 - <f64>this.argument
    if (major == SIMPLE) {
      if (info == 25) return halfToFloat(<u32>this.argument)
      if (info == 26) return <f64>reinterpret<f32>(<u32>this.argument)
      if (info == 27) return reinterpret<f64>(this.argument)
    }
    this.break()
    return 0
  }

  /** The bytes of an array of integers from 0 to 255, which is how this profile writes byte strings. */
  bytes(): Reader {
    const length = this.arrayLength()
    const start = heap.alloc(length)
    for (let i = 0; i < length; i++) store<u8>(start + i, this.byte())
    return new Reader(start, start + length)
  }

  /** One of {@link bytes}: two forms are all that hosts write, and there are many bytes. */
  private byte(): u8 {
    const at = this.at
    if (at + 2 <= this.end) {
      const first = load<u8>(at)
      if (first < 24) {
        this.at = at + 1
        return first
      }
      if (first == 24) {
        this.at = at + 2
        return load<u8>(at + 1)
      }
    }
    const value = this.uint()
    if (value > 255) this.break()
    return <u8>value
  }

  /** Steps over one item, whatever it holds. Not recursive: depth costs no stack. */
  skip(): void {
    for (let items: u64 = 1; items > 0; items--) {
      const major = this.head()
      if (this.isBroken) return
      if (major == ARRAY) items += this.argument
      else if (major == MAP) items += this.argument * 2
      else if (major == TAG) items += 1
      else if (major != UINT && major != NEGATIVE && major != SIMPLE) this.at += <usize>this.argument
    }
  }

  private peekMajor(): u32 {
    return this.at < this.end ? load<u8>(this.at) >> 5 : SIMPLE
  }

  private lengthOf(major: u32, bytesEach: u64): i32 {
    if (this.head() == major && this.argument * bytesEach <= <u64>(this.end - this.at)) return <i32>this.argument
    this.break()
    return 0
  }

  /** Reads an initial byte and its argument. No length is greater than the bytes left, so none can overflow. */
  private head(): u32 {
    if (this.at >= this.end) {
      this.break()
      return SIMPLE
    }
    const initial = <u32>load<u8>(this.at++)
    const major = initial >> 5
    const info = initial & 31
    this.argument = info < 24 ? info : this.bigEndian(info)
    if (major != UINT && major != NEGATIVE && major < TAG && this.argument > <u64>(this.end - this.at)) this.break()
    return major
  }

  private bigEndian(info: u32): u64 {
    const width: usize = 1 << (info - 24)
    if (info > 27 || width > this.end - this.at) {
      this.break()
      return 0
    }
    let value: u64 = 0
    for (let i: usize = 0; i < width; i++) value = (value << 8) | load<u8>(this.at + i)
    this.at += width
    return value
  }
}
