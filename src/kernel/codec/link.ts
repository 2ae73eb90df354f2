import { assert } from '../base/assert.ts'
import { fault } from '../base/fault.ts'
import { bytesToHex } from '../base/order.ts'
import { fail, ok, type Result } from '../base/result.ts'

export type LinkCodec = 'dag-cbor' | 'raw'

/** Bytes of a CID in this project: version 1, codec, sha2-256, length 32, digest. */
export const CID_BYTES = 36

const DAG_CBOR = 0x71
const RAW = 0x55

/** A content identifier: what the block is (dag-cbor or raw bytes) and its SHA-256. */
export class Link {
  readonly codec: LinkCodec
  readonly digest: Uint8Array

  constructor(codec: LinkCodec, digest: Uint8Array) {
    assert(digest.length === 32, 'A digest has 32 bytes.')
    this.codec = codec
    this.digest = digest
  }
}

/** Names a block by its digest. The digest is kept, not copied. */
export function linkOf(codec: LinkCodec, digest: Uint8Array): Link {
  return new Link(codec, digest)
}

/** The 36 bytes of a CID version 1. */
export function linkToCidBytes(link: Link): Uint8Array {
  const bytes = new Uint8Array(CID_BYTES)
  writeCid(link, bytes, 0)
  return bytes
}

/** Writes the 36 bytes of a CID into a buffer. */
export function writeCid(link: Link, target: Uint8Array, offset: number): void {
  target[offset] = 0x01
  target[offset + 1] = link.codec === 'raw' ? RAW : DAG_CBOR
  target[offset + 2] = 0x12
  target[offset + 3] = 0x20
  const { digest } = link
  for (let i = 0; i < 32; i += 1) target[offset + 4 + i] = digest[i] ?? 0
}

/** Reads a CID of exactly this project's form. Fault: `file.malformed` with reason `link`. */
export function cidBytesToLink(bytes: Uint8Array): Result<Link> {
  const codec = bytes.length === CID_BYTES ? codecOfCid(bytes, 0) : undefined
  if (codec === undefined) return fail(fault('file.malformed', { reason: 'link' }))
  return ok(new Link(codec, bytes.slice(4)))
}

/** The codec that the four bytes before a digest name; `undefined` when they are not of this project's form. */
export function codecOfCid(bytes: Uint8Array, offset: number): LinkCodec | undefined {
  if (bytes[offset] !== 0x01 || bytes[offset + 2] !== 0x12 || bytes[offset + 3] !== 0x20) {
    return undefined
  }
  const codec = bytes[offset + 1]
  return codec === DAG_CBOR ? 'dag-cbor' : codec === RAW ? 'raw' : undefined
}

/** The digest as lower-case hex: the name of a block outside files. */
export function linkToHex(link: Link): string {
  return bytesToHex(link.digest)
}
