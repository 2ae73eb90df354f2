import { bytesToHex } from '../kernel/base/order.ts'

/** A name for a world on this machine: 16 random bytes. It is never hashed and never leaves the machine. */
export function createWorldKey(): string {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(16)))
}
