import { FileRefused } from './file-refused.ts'

/** Fed in small pieces, so that a bomb is noticed before much of it is inflated. */
const PIECE_BYTES = 16 * 1024

/** True for bytes that begin like a gzip file. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * The contents of a gzip file. Stops with `file.expansion` as soon as more than `ratioMax` bytes came out for each one
 * that went in. A file that is cut off gives what there is.
 */
export async function* inflate(
  chunks: AsyncIterable<Uint8Array>,
  ratioMax: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const stream = new DecompressionStream('gzip')
  const reader = stream.readable.getReader()
  const feeder = new Feeder(stream.writable.getWriter())
  const feeding = feeder.feed(chunks)
  let inflated = 0
  try {
    for (;;) {
      const next = await readOrRefuse(reader, feeder)
      if (next === undefined) break
      inflated += next.length
      if (inflated > ratioMax * feeder.fed) {
        throw new FileRefused('file.expansion', {
          expected: ratioMax,
          actual: Math.ceil(inflated / feeder.fed),
        })
      }
      yield next
    }
  } finally {
    feeder.stop()
    await reader.cancel().catch(() => undefined)
    await feeding
  }
}

/** Moves chunks into the inflating stream, as fast as it takes them. */
class Feeder {
  readonly #writer: WritableStreamDefaultWriter<BufferSource>
  /** Bytes handed over. */
  fed = 0
  /** Why the chunks ended before their end. */
  failure: Error | undefined
  #isStopped = false

  constructor(writer: WritableStreamDefaultWriter<BufferSource>) {
    this.#writer = writer
    // The reading side answers every failure of the stream.
    writer.closed.catch(() => undefined)
  }

  stop(): void {
    this.#isStopped = true
  }

  async feed(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      await this.#feedAll(chunks)
    } catch (error) {
      this.failure =
        error instanceof Error ? error : new Error('the chunks of a file failed', { cause: error })
      await settled(this.#writer.abort(error))
    }
  }

  async #feedAll(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        if (this.#isStopped) return
        const piece = chunk.slice(at, at + PIECE_BYTES)
        this.fed += piece.length
        if (!(await settled(this.#writer.write(piece)))) return
      }
    }
    await settled(this.#writer.close())
  }
}

async function settled(promise: Promise<unknown>): Promise<boolean> {
  return promise.then(
    () => true,
    () => false,
  )
}

async function readOrRefuse(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  feeder: Feeder,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const next = await reader.read()
    return next.done ? undefined : next.value
  } catch (error) {
    if (feeder.failure !== undefined) throw feeder.failure
    if (isCutOff(error)) return undefined
    throw new FileRefused('file.malformed', { reason: 'gzip' })
  }
}

/** Engines tell a missing end in their own words; a reader that comes to an early end says so by itself. */
function isCutOff(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === 'Z_BUF_ERROR') || /truncated|unexpected end/i.test(error.message)
}
