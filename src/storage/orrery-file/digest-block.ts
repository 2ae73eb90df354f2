import type { Sha256 } from '../../kernel/codec/sha256.ts'

/** From here on handing bytes to another thread costs less than hashing them here. */
const ELSEWHERE_BYTES_MIN = 32 * 1024

/** SHA-256 of a large block, beside what this thread does meanwhile where the platform can. */
export async function digestBlock(bytes: Uint8Array, sha256: Sha256): Promise<Uint8Array> {
  // Absent on pages that were not loaded over a secure connection.
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle
  if (bytes.length < ELSEWHERE_BYTES_MIN || subtle === undefined) return sha256.digest(bytes)
  return new Uint8Array(await subtle.digest('SHA-256', new Uint8Array(bytes)))
}
