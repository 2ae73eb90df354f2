/** Where the bytes of a module come from, as somebody signs it (spec A §5.9). */
import { bytesToHex } from '../../base/order.ts'
import { utf8Length, writeUtf8 } from '../../codec/utf8.ts'
import { field } from '../../schema/field.ts'

export const IDENTITY_FIELD = field.record('Where the bytes come from.', {
  source_hash: field.hash('SHA-256 of the source.'),
  build_manifest_hash: field.hash('SHA-256 of what it was built with.'),
  signer_key: field.bytes('Ed25519 key of who says so.', 32),
  artifact_signature: field.bytes('Ed25519 signature.', 64),
})

export type ArtifactIdentity = NonNullable<(typeof IDENTITY_FIELD)['infer']>

/** What an identity's signature covers. A signature that holds says who built the bytes, not that they are good. */
export function identityMessage(
  wasmHash: Uint8Array,
  { source_hash, build_manifest_hash, signer_key }: ArtifactIdentity,
): Uint8Array {
  const parts = [wasmHash, source_hash, build_manifest_hash, signer_key].map(bytesToHex)
  const text = ['modsig:ed25519:v1', ...parts].join('|')
  const message = new Uint8Array(utf8Length(text))
  writeUtf8(text, message, 0)
  return message
}
