/** SHA-256, synchronous. A port: adapters give WebAssembly ones, tests the one of Node. */
export interface Sha256 {
  /** The 32 bytes of one digest, in memory of its own. */
  digest(bytes: Uint8Array): Uint8Array
  /** The digests of many blocks, in their order; one call, so that an implementation may hash several at a time. */
  digestAll(blocks: readonly Uint8Array[]): Uint8Array[]
}
