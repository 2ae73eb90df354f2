/** SHA-256, synchronous. A port: adapters give WebAssembly ones, tests the one of Node. */
export interface Sha256 {
  /** The 32 bytes of one digest, in memory of its own. */
  digest(bytes: Uint8Array): Uint8Array
  /** The digests of many blocks, in their order; one call, so that an implementation may hash several at a time. */
  digestAll(blocks: readonly Uint8Array[]): Uint8Array[]
  /** Writes the digests of many blocks over the 32 bytes of as many targets, where an implementation can spare the copies. */
  digestAllInto?(blocks: readonly Uint8Array[], targets: readonly Uint8Array[]): void
}

export const DIGEST_BYTES = 32

/** `digestAllInto` of any implementation. */
export function digestAllInto(
  sha256: Sha256,
  blocks: readonly Uint8Array[],
  targets: readonly Uint8Array[],
): void {
  if (sha256.digestAllInto !== undefined) {
    sha256.digestAllInto(blocks, targets)
    return
  }
  for (const [index, digest] of sha256.digestAll(blocks).entries()) targets[index]?.set(digest)
}
