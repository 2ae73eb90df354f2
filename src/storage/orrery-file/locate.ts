import { type Fault, fault } from '../../kernel/base/fault.ts'
import { bytesToHex, compareBytes } from '../../kernel/base/order.ts'
import { CanonicalReader } from '../../kernel/codec/decode.ts'
import { attemptDecode } from '../../kernel/codec/decode-fault.ts'
import { CanonicalWriter } from '../../kernel/codec/encode.ts'
import type { Link } from '../../kernel/codec/link.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { encodeFrame, type Frame } from '../../kernel/journal/frame.ts'
import { decodeFrame } from '../../kernel/journal/frame-decode.ts'
import type { IndexEntry } from './shapes.ts'

/** A segment block that is damaged or cut off, and what is known of it from elsewhere. */
export interface DamagedSegment {
  readonly bytes: Uint8Array
  /** From the index, whose hash held. */
  readonly entry: IndexEntry
  /** The segment before it. */
  readonly prev: Link | null
  /** Hash of the frame before its first one; undefined at genesis. */
  readonly prevHash: Uint8Array | undefined
  readonly sha256: Sha256
}

export interface Located {
  /** Names the first frame that does not hold. */
  readonly fault: Fault
  /** The frames before it. Each is vouched for by its successor, which names its hash. */
  readonly frames: readonly Uint8Array[]
}

interface Found {
  readonly bytes: Uint8Array
  readonly hash: Uint8Array
  readonly frame: Frame
}

/**
 * Finds the first frame of a damaged segment that does not hold. A frame holds when it can be read and its hash is the
 * one that its successor names as parent or, for the last, the index.
 */
export function locateDamage(damaged: DamagedSegment): Located {
  const { bytes, entry, prev, sha256 } = damaged
  const count = entry.last - entry.first + 1
  const header = segmentHeader(entry.first, prev, count)
  const reader = new CanonicalReader(bytes, header.length)
  const found: Found[] = []
  while (found.length < count) {
    const start = reader.offset
    const next = readNext(reader)
    if ('kind' in next) {
      const last = found.at(-1)
      const bad = last === undefined || holdsBytes(bytes, last.hash, start) ? found.length : found.length - 1
      return located(found, bad, bad === found.length ? next : undefined, entry)
    }
    found.push({ ...next, hash: sha256.digest(next.bytes) })
  }
  const bad = firstBroken(found, damaged)
  if (bad < count) return located(found, bad, undefined, entry)
  // All frames hold, so the damage lies in what holds them together; nothing of the block is used.
  return {
    fault: fault('file.block_hash', {
      seq: entry.first,
      path: 'segment',
      expected: bytesToHex(entry.segment.digest),
    }),
    frames: [],
  }
}

function located(
  found: readonly Found[],
  bad: number,
  reason: Fault | undefined,
  entry: IndexEntry,
): Located {
  const seq = entry.first + bad
  const frames = found.slice(0, bad).map((frame) => frame.bytes)
  if (reason !== undefined) return { fault: { ...reason, seq }, frames }
  const expected = found[bad + 1]?.frame.parent ?? entry.lastHash
  const actual = found[bad]?.hash
  return {
    fault: fault('frame.hash', {
      seq,
      expected: bytesToHex(expected),
      ...(actual === undefined ? {} : { actual: bytesToHex(actual) }),
    }),
    frames,
  }
}

function readNext(reader: CanonicalReader): { readonly bytes: Uint8Array; readonly frame: Frame } | Fault {
  const start = reader.offset
  const skipped = attemptDecode(() => reader.skipValue())
  if (!skipped.ok) return { ...skipped.fault, kind: 'frame.undecodable' }
  const bytes = reader.bytes.subarray(start, reader.offset)
  const decoded = decodeFrame(bytes)
  return decoded.ok ? { bytes, frame: decoded.value } : decoded.fault
}

/** Index of the first frame that does not hold; their number when all do. */
function firstBroken(found: readonly Found[], damaged: DamagedSegment): number {
  const { entry, prevHash, sha256 } = damaged
  const first = found[0]?.frame.parent ?? undefined
  if (prevHash !== undefined && (first === undefined || compareBytes(first, prevHash) !== 0)) return 0
  for (let index = 0; index < found.length; index += 1) {
    const here = found[index]
    if (here === undefined || compareBytes(here.hash, expectedHash(found, index, entry)) === 0) continue
    const next = found[index + 1]
    if (next === undefined) return index
    // Either this frame was changed or what the next one says of it. In the second case the next frame is right again
    // once it says the truth.
    const mended = sha256.digest(encodeFrame({ ...next.frame, parent: here.hash }))
    return compareBytes(mended, expectedHash(found, index + 1, entry)) === 0 ? index + 1 : index
  }
  return found.length
}

function expectedHash(found: readonly Found[], index: number, entry: IndexEntry): Uint8Array {
  return found[index + 1]?.frame.parent ?? entry.lastHash
}

/** What stands before the frames of a segment. */
function segmentHeader(first: number, prev: Link | null, count: number): Uint8Array {
  const writer = new CanonicalWriter(128)
  writer.writeMapHeader(4)
  writer.writeText('v')
  writer.writeInt(1)
  writer.writeText('prev')
  writer.writeValue(prev)
  writer.writeText('first')
  writer.writeInt(first)
  writer.writeText('frames')
  writer.writeArrayHeader(count)
  return writer.slice()
}

function holdsBytes(bytes: Uint8Array, wanted: Uint8Array, from: number): boolean {
  const lead = wanted[0] ?? 0
  for (let at = bytes.indexOf(lead, from); at >= 0; at = bytes.indexOf(lead, at + 1)) {
    if (at + wanted.length > bytes.length) return false
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return true
  }
  return false
}
