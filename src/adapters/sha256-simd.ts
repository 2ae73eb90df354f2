import type { Sha256 } from '../kernel/codec/sha256.ts'
import { SHA256_WASM_BASE64 } from './sha256-wasm.gen.ts'

// Memory of the module: its own tables in the first page; lengths and digests of a batch in the second; then messages.
const LENGTHS = 65_536
const BATCH_MESSAGES = 1024
const DIGESTS = LENGTHS + 4 * BATCH_MESSAGES
const MESSAGES = 2 * 65_536
/** Messages are copied until they take so much; what is in the cache of the processor is hashed before it leaves. */
const BATCH_BYTES = 1 << 17
const PAGE = 65_536
const DIGEST = 32

interface Exports {
  readonly memory: WebAssembly.Memory
  readonly hashAll: (lengths: number, count: number, messages: number, digests: number) => void
}

function isOurs(exports: WebAssembly.Exports): exports is WebAssembly.Exports & Exports {
  const { memory, hashAll } = exports
  return memory instanceof WebAssembly.Memory && typeof hashAll === 'function'
}

/** Bytes that a message takes with its padding: one byte of end mark, eight of length, up to a whole block. */
const paddedLength = (bytes: number): number => (bytes + 72) & ~63

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index)
  return bytes
}

class SimdSha256 implements Sha256 {
  private readonly wasm: Exports
  private memory = new Uint8Array()
  private lengths = new Uint32Array()

  constructor(wasm: Exports) {
    this.wasm = wasm
    this.reserve(BATCH_BYTES)
  }

  digest(bytes: Uint8Array): Uint8Array {
    this.reserve(bytes.length)
    this.memory.set(bytes, MESSAGES)
    this.lengths[0] = bytes.length
    this.wasm.hashAll(LENGTHS, 1, MESSAGES, DIGESTS)
    return this.memory.slice(DIGESTS, DIGESTS + DIGEST)
  }

  digestAll(messages: readonly Uint8Array[]): Uint8Array[] {
    const digests = messages.map(() => new Uint8Array(DIGEST))
    this.digestAllInto(messages, digests)
    return digests
  }

  digestAllInto(messages: readonly Uint8Array[], targets: readonly Uint8Array[]): void {
    let first = 0
    let used = 0
    for (let index = 0; index < messages.length; index += 1) {
      const message = messages[index]
      if (message === undefined) continue
      if (index - first === BATCH_MESSAGES || (used > 0 && used + message.length > BATCH_BYTES)) {
        this.hashBatch(first, index, targets)
        first = index
        used = 0
      }
      if (used === 0) this.reserve(message.length)
      this.memory.set(message, MESSAGES + used)
      this.lengths[index - first] = message.length
      used += paddedLength(message.length)
    }
    this.hashBatch(first, messages.length, targets)
  }

  private hashBatch(first: number, end: number, targets: readonly Uint8Array[]): void {
    this.wasm.hashAll(LENGTHS, end - first, MESSAGES, DIGESTS)
    const { memory } = this
    let from = DIGESTS
    for (let index = first; index < end; index += 1) {
      const target = targets[index]
      if (target !== undefined)
        for (let byte = 0; byte < DIGEST; byte += 1) target[byte] = memory[from + byte] ?? 0
      from += DIGEST
    }
  }

  /** Makes room for one message beside a batch. */
  private reserve(bytes: number): void {
    const needed = MESSAGES + BATCH_BYTES + paddedLength(bytes)
    if (needed <= this.memory.length) return
    const { memory } = this.wasm
    const missing = needed - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
    this.memory = new Uint8Array(memory.buffer)
    this.lengths = new Uint32Array(memory.buffer, LENGTHS, BATCH_MESSAGES)
  }
}

/** Our four-lane SHA-256, or nothing on an engine without WebAssembly SIMD. */
export async function createSimdSha256(): Promise<Sha256 | undefined> {
  const bytes = decodeBase64(SHA256_WASM_BASE64)
  if (!WebAssembly.validate(bytes)) return undefined
  const { instance } = await WebAssembly.instantiate(bytes)
  return isOurs(instance.exports) ? new SimdSha256(instance.exports) : undefined
}
