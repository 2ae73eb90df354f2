import { createHash } from 'node:crypto'
import type { Sha256 } from '../codec/sha256.ts'

function digest(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(bytes).digest())
}

/** SHA-256 for tests that run in Node. */
export const nodeSha256: Sha256 = { digest, digestAll: (blocks) => blocks.map(digest) }
