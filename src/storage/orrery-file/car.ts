import { encodeCanonical } from '../../kernel/codec/encode.ts'
import { CID_BYTES, type Link, writeCid } from '../../kernel/codec/link.ts'

// CARv1: a header that names the root, then sections of length, CID and bytes. Lengths are unsigned LEB128 varints.

/** The first bytes of an archive with one root. */
export function encodeCarHeader(root: Link): Uint8Array {
  const header = encodeCanonical({ roots: [root], version: 1 })
  const bytes = new Uint8Array(varintLength(header.length) + header.length)
  bytes.set(header, writeVarint(bytes, header.length))
  return bytes
}

/** What stands before the bytes of a block: their length with the CID's, and the CID. */
export function encodeSectionHead(link: Link, blockBytes: number): Uint8Array {
  const length = CID_BYTES + blockBytes
  const bytes = new Uint8Array(varintLength(length) + CID_BYTES)
  writeCid(link, bytes, writeVarint(bytes, length))
  return bytes
}

function varintLength(value: number): number {
  let length = 1
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) length += 1
  return length
}

function writeVarint(target: Uint8Array, value: number): number {
  let offset = 0
  let rest = value
  while (rest >= 128) {
    target[offset++] = (rest % 128) | 128
    rest = Math.floor(rest / 128)
  }
  target[offset++] = rest
  return offset
}

/** Reads a varint of at most `bytesMax` bytes in its shortest form; undefined when it is another or does not end. */
export function readVarint(
  bytes: Uint8Array,
  bytesMax: number,
): { readonly value: number; readonly length: number } | undefined {
  let value = 0
  let scale = 1
  for (let length = 1; length <= Math.min(bytesMax, bytes.length); length += 1) {
    const byte = bytes[length - 1] ?? 0
    value += (byte % 128) * scale
    if (byte < 128)
      return (length === 1 || byte > 0) && Number.isSafeInteger(value) ? { value, length } : undefined
    scale *= 128
  }
  return undefined
}
