import { ed25519 } from '@noble/curves/ed25519.js'

/** The one verifier of signatures (kernel contract K8): strict, so that every machine gives one answer. */
export function verifyEd25519(message: Uint8Array, signature: Uint8Array, key: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, key, { zip215: false })
  } catch {
    // noble throws for what is no key or no signature at all.
    return false
  }
}
