import type { Sha256 } from '../kernel/codec/sha256.ts'
import { SHA256_WASM_BASE64 } from './sha256-wasm.gen.ts'

// Memory of the module: tables below 4,096, then four addresses and four digests, then messages.
const ADDRESSES = 4096
const DIGESTS = ADDRESSES + 16
const MESSAGES = 8192
const PAGE = 65_536
const BLOCK = 64
const DIGEST = 32
const LANES = 4
const EMPTY = new Uint8Array()

interface Exports {
  readonly memory: WebAssembly.Memory
  readonly hashOne: (message: number, blocks: number, digest: number) => void
  readonly hashFour: (messages: number, blocks: number, digests: number) => void
}

function isOurs(exports: WebAssembly.Exports): exports is WebAssembly.Exports & Exports {
  const { memory, hashOne, hashFour } = exports
  return (
    memory instanceof WebAssembly.Memory && typeof hashOne === 'function' && typeof hashFour === 'function'
  )
}

/** 64-byte blocks of a message with its padding: one byte of end mark and eight of length (FIPS 180-4 §5.1.1). */
const blocksOf = (bytes: number): number => (bytes + 9 + BLOCK - 1) >>> 6

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index)
  return bytes
}

class SimdSha256 implements Sha256 {
  private readonly wasm: Exports
  private memory: Uint8Array
  private words: DataView

  constructor(wasm: Exports) {
    this.wasm = wasm
    this.memory = new Uint8Array(wasm.memory.buffer)
    this.words = new DataView(wasm.memory.buffer)
  }

  digest(bytes: Uint8Array): Uint8Array {
    this.hashOne(bytes)
    return this.memory.slice(DIGESTS, DIGESTS + DIGEST)
  }

  digestAll(messages: readonly Uint8Array[]): Uint8Array[] {
    const digests = messages.map(() => new Uint8Array(DIGEST))
    this.digestAllInto(messages, digests)
    return digests
  }

  digestAllInto(messages: readonly Uint8Array[], targets: readonly Uint8Array[]): void {
    const waitingByBlocks = new Map<number, number[]>()
    for (let index = 0; index < messages.length; index += 1) {
      const blocks = blocksOf(messages[index]?.length ?? 0)
      let waiting = waitingByBlocks.get(blocks)
      if (waiting === undefined) {
        waiting = []
        waitingByBlocks.set(blocks, waiting)
      }
      waiting.push(index)
      if (waiting.length === LANES) {
        this.digestFour(messages, waiting, blocks, targets)
        waiting.length = 0
      }
    }
    for (const waiting of waitingByBlocks.values()) {
      for (const index of waiting) {
        this.hashOne(messages[index] ?? EMPTY)
        this.copyDigest(0, targets[index])
      }
    }
  }

  private hashOne(bytes: Uint8Array): void {
    const blocks = blocksOf(bytes.length)
    this.reserve(blocks * BLOCK)
    this.lay(bytes, MESSAGES, blocks)
    this.wasm.hashOne(MESSAGES, blocks, DIGESTS)
  }

  private copyDigest(lane: number, target: Uint8Array | undefined): void {
    if (target === undefined) return
    const { memory } = this
    const start = DIGESTS + lane * DIGEST
    for (let byte = 0; byte < DIGEST; byte += 1) target[byte] = memory[start + byte] ?? 0
  }

  private digestFour(
    messages: readonly Uint8Array[],
    lanes: readonly number[],
    blocks: number,
    targets: readonly Uint8Array[],
  ): void {
    const size = blocks * BLOCK
    this.reserve(size * LANES)
    for (let lane = 0; lane < LANES; lane += 1) {
      const address = MESSAGES + lane * size
      this.words.setUint32(ADDRESSES + lane * 4, address, true)
      const message = messages[lanes[lane] ?? 0]
      if (message !== undefined) this.lay(message, address, blocks)
    }
    this.wasm.hashFour(ADDRESSES, blocks, DIGESTS)
    for (let lane = 0; lane < LANES; lane += 1) this.copyDigest(lane, targets[lanes[lane] ?? 0])
  }

  /** Copies a message and its padding to an address. */
  private lay(bytes: Uint8Array, address: number, blocks: number): void {
    const end = address + blocks * BLOCK
    const { memory } = this
    const mark = address + bytes.length
    memory.set(bytes, address)
    memory[mark] = 0x80
    for (let at = mark + 1; at < end - 8; at += 1) memory[at] = 0
    this.words.setUint32(end - 8, Math.floor(bytes.length / 2 ** 29))
    this.words.setUint32(end - 4, (bytes.length << 3) >>> 0)
  }

  private reserve(bytes: number): void {
    const missing = MESSAGES + bytes - this.memory.length
    if (missing <= 0) return
    this.wasm.memory.grow(Math.ceil(missing / PAGE))
    this.memory = new Uint8Array(this.wasm.memory.buffer)
    this.words = new DataView(this.wasm.memory.buffer)
  }
}

/** Our four-lane SHA-256, or nothing on an engine without WebAssembly SIMD. */
export async function createSimdSha256(): Promise<Sha256 | undefined> {
  const bytes = decodeBase64(SHA256_WASM_BASE64)
  if (!WebAssembly.validate(bytes)) return undefined
  const { instance } = await WebAssembly.instantiate(bytes)
  return isOurs(instance.exports) ? new SimdSha256(instance.exports) : undefined
}
