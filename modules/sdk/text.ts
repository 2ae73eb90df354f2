// Text that came in is compared and copied where it lies, as UTF-8: no module needs it in any other form.

/** UTF-8 text somewhere in memory. */
export class Text {
  constructor(
    /** Address of its first byte. */
    readonly start: usize,
    /** Bytes. */
    readonly length: i32,
  ) {}

  /** Whether it is this text, given in ASCII. */
  is(ascii: string): bool {
    const length = ascii.length
    if (this.length != length) return false
    // Strings of AssemblyScript have two bytes for each unit; `charCodeAt` would look at the length every time.
    const units = changetype<usize>(ascii)
    for (let i = 0; i < length; i++) {
      if (load<u8>(this.start + i) != load<u16>(units + (i << 1))) return false
    }
    return true
  }

  /** Below, at or above zero: order of the UTF-8 bytes, which is also the order of code points. */
  compare(other: Text): i32 {
    const difference = memory.compare(this.start, other.start, min(this.length, other.length))
    return difference != 0 ? difference : this.length - other.length
  }

  /** The same text as a string of AssemblyScript, for sentences. */
  toString(): string {
    return String.UTF8.decodeUnsafe(this.start, this.length)
  }
}
