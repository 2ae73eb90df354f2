import type { Fault } from '../../kernel/base/fault.ts'
import { SEGMENT_BYTES_CLOSE } from '../../kernel/base/limits.ts'
import { bytesToHex, compareBytes } from '../../kernel/base/order.ts'
import type { Link } from '../../kernel/codec/link.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { Head } from '../../kernel/journal/path.ts'
import { decodeSegment } from '../../kernel/journal/segment.ts'
import type { FrameChain } from '../chain.ts'
import { FileRefused } from './file-refused.ts'
import type { OrreryBranch } from './items.ts'
import { digestHex, type IndexEntry } from './shapes.ts'

/** Where a segment stands in its branch. */
export interface SegmentPlace {
  readonly branch: OrreryBranch
  readonly entry: IndexEntry
  readonly prev: Link | null
  /** Ends where the segment begins; follows its frames. */
  readonly chain: FrameChain
  readonly genesis: Uint8Array
}

export interface CheckedSegment {
  /** Those that hold: all of them unless there is a fault. */
  readonly frames: readonly Uint8Array[]
  readonly fault?: Fault
  /** Blobs that the frames name, with the frame that does. */
  readonly refs: ReadonlyMap<string, number>
  readonly isClosed: boolean
}

/** Compares the frames of a block with the chain and with what the index says of them. */
export function checkSegment(bytes: Uint8Array, place: SegmentPlace, sha256: Sha256): CheckedSegment {
  const { branch, entry, chain, prev, genesis } = place
  const refs = new Map<string, number>()
  const layout = decodeSegment(bytes, entry.last === branch.head.seq)
  const refuse = (fault: Fault, count = 0, frames: readonly Uint8Array[] = []): CheckedSegment => ({
    frames: frames.slice(0, count),
    fault,
    refs,
    isClosed: false,
  })
  if (!layout.ok) return refuse({ ...layout.fault, seq: entry.first, path: `segments/${entry.first}` })
  const frames = layout.value.frames.map(({ offset, length }) => bytes.subarray(offset, offset + length))
  const isFitting =
    layout.value.first === entry.first &&
    frames.length === entry.last - entry.first + 1 &&
    isSameLink(layout.value.prev, prev)
  if (!isFitting)
    return refuse({
      kind: 'file.malformed',
      seq: entry.first,
      path: `segments/${entry.first}`,
      reason: 'index',
    })
  const hashes = sha256.digestAll(frames)
  let size = 0
  for (const [index, frame] of frames.entries()) {
    const hash = hashes[index] ?? sha256.digest(frame)
    const seq = entry.first + index
    if (seq === 0 && compareBytes(hash, genesis) !== 0) {
      return refuse({
        kind: 'frame.hash',
        seq,
        path: 'genesis',
        expected: bytesToHex(genesis),
        actual: bytesToHex(hash),
      })
    }
    const pushed = chain.push(frame, hash)
    if (!pushed.ok) return refuse(pushed.fault, index, frames)
    if (index === 0 && pushed.value.firstEvent !== entry.firstEvent)
      return refuse({ kind: 'file.malformed', seq, path: `segments/${seq}`, reason: 'index' })
    for (const ref of pushed.value.refs ?? []) if (!refs.has(digestHex(ref))) refs.set(digestHex(ref), seq)
    size += frame.length
  }
  const hash = chain.head?.hash
  if (hash === undefined || compareBytes(hash, entry.lastHash) !== 0) {
    const actual = hash === undefined ? {} : { actual: bytesToHex(hash) }
    return refuse(
      { kind: 'frame.hash', seq: entry.last, expected: bytesToHex(entry.lastHash), ...actual },
      frames.length - 1,
      frames,
    )
  }
  return { frames, refs, isClosed: size >= SEGMENT_BYTES_CLOSE }
}

/** The index of a branch covers its frames from genesis to its head. */
export function checkIndex(branch: OrreryBranch, path: string): void {
  let next = 0
  let firstEvent = 1
  for (const entry of branch.segments) {
    const isFollowing = entry.first === next && entry.last >= entry.first && entry.firstEvent >= firstEvent
    if (!isFollowing) throw new FileRefused('file.malformed', { path, reason: 'index', seq: next })
    next = entry.last + 1
    firstEvent = entry.firstEvent
  }
  const last = branch.segments.at(-1)
  const isEnding =
    last !== undefined && last.last === branch.head.seq && compareBytes(last.lastHash, branch.head.hash) === 0
  if (!isEnding) throw new FileRefused('file.malformed', { path, reason: 'head' })
}

export function isSameHead(a: Head, b: Head): boolean {
  return (
    a.seq === b.seq && a.time === b.time && a.nextEvent === b.nextEvent && compareBytes(a.hash, b.hash) === 0
  )
}

function isSameLink(a: Link | null | undefined, b: Link | null | undefined): boolean {
  const [one, other] = [a ?? undefined, b ?? undefined]
  if (one === undefined || other === undefined) return one === other
  return one.codec === other.codec && compareBytes(one.digest, other.digest) === 0
}

export function isSameEntry(a: IndexEntry, b: IndexEntry): boolean {
  return (
    a.first === b.first &&
    a.last === b.last &&
    a.firstEvent === b.firstEvent &&
    compareBytes(a.lastHash, b.lastHash) === 0 &&
    isSameLink(a.claimed, b.claimed)
  )
}
