import type { Sha256 } from '../kernel/codec/sha256.ts'
import { createSimdSha256 } from './sha256-simd.ts'

/**
 * SHA-256 for a kernel: compiled once here, synchronous from then on. Four messages at a time where the engine has
 * WebAssembly SIMD (`npm run bench -- hash` shows what that is worth), else hash-wasm.
 */
export async function createSha256(): Promise<Sha256> {
  return (await createSimdSha256()) ?? createHashWasmSha256()
}

/** The fallback, and what the benchmark compares with. */
export async function createHashWasmSha256(): Promise<Sha256> {
  const { createSHA256 } = await import('hash-wasm')
  const hasher = await createSHA256()
  const digest = (bytes: Uint8Array): Uint8Array => hasher.init().update(bytes).digest('binary')
  return { digest, digestAll: (blocks) => blocks.map(digest) }
}
