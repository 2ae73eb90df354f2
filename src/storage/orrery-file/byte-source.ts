/** Bytes that come in chunks of any size, taken in pieces of the size that is wanted. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>
  #buffer: Uint8Array = new Uint8Array(0)
  #at = 0
  #isEnded = false
  #offset = 0

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** Bytes taken so far. */
  get offset(): number {
    return this.#offset
  }

  /** Up to `count` bytes without taking them; fewer only at the end. */
  async peek(count: number): Promise<Uint8Array> {
    if (this.#buffer.length - this.#at < count && !this.#isEnded) await this.#fill(count)
    return this.#buffer.subarray(this.#at, this.#at + count)
  }

  /** Up to `count` bytes; fewer only at the end. A view that stays valid. */
  async take(count: number): Promise<Uint8Array> {
    const bytes = await this.peek(count)
    this.skip(bytes.length)
    return bytes
  }

  /** Takes bytes that were peeked at. */
  skip(count: number): void {
    this.#at += count
    this.#offset += count
  }

  /** Lets go of the chunks that were not asked for. */
  async close(): Promise<void> {
    await this.#chunks.return?.()
  }

  async #fill(count: number): Promise<void> {
    const parts = [this.#buffer.subarray(this.#at)]
    let length = this.#buffer.length - this.#at
    while (length < count && !this.#isEnded) {
      const next = await this.#chunks.next()
      if (next.done === true) this.#isEnded = true
      else {
        parts.push(next.value)
        length += next.value.length
      }
    }
    const [first, second] = parts
    if (parts.length === 2 && first?.length === 0 && second !== undefined) this.#buffer = second
    else {
      this.#buffer = new Uint8Array(length)
      let at = 0
      for (const part of parts) {
        this.#buffer.set(part, at)
        at += part.length
      }
    }
    this.#at = 0
  }
}
