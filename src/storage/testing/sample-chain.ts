import { bytesToHex, hexToBytes } from '../../kernel/base/order.ts'
import { encodeCanonical } from '../../kernel/codec/encode.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { linkOf, linkToHex } from '../../kernel/codec/link.ts'
import { encodeFrame } from '../../kernel/journal/frame.ts'
import type { Head } from '../../kernel/journal/path.ts'
import { encodeSegment } from '../../kernel/journal/segment.ts'
import type { ClosedSegment, CommitBatch, TailChunk } from '../port.ts'

/** A frame of a made-up world: canonical, chained and sealed by the rule, with payloads that mean nothing. */
export interface SampleFrame {
  readonly bytes: Uint8Array
  readonly head: Head
  readonly firstEvent: number
  readonly events: number
  readonly claimedAtMs: number
  /** Digests of the blobs that it names. */
  readonly refs: readonly string[]
}

export interface SampleOptions {
  readonly sha256: Sha256
  readonly frames: number
  /** Frames to go on from; a new world without. */
  readonly after?: readonly SampleFrame[]
  /** Bytes of padding in each action's payload. */
  readonly padding?: number
  /** Tells branches apart that go on from the same frame. */
  readonly salt?: string
  /** Blob that a frame names. */
  readonly blobAt?: (seq: number) => Uint8Array | undefined
}

/** The given frames and then as many new ones. */
export function sampleChain(options: SampleOptions): readonly SampleFrame[] {
  const chain = [...(options.after ?? [])]
  for (let made = 0; made < options.frames; made += 1) chain.push(nextFrame(chain.at(-1), options))
  return chain
}

function nextFrame(previous: SampleFrame | undefined, options: SampleOptions): SampleFrame {
  const { sha256, padding = 0, salt = '', blobAt } = options
  const seq = (previous?.head.seq ?? -1) + 1
  const time = (previous?.head.time ?? 0) + (seq > 0 && seq % 7 === 0 ? 1 : 0)
  const firstEvent = previous?.head.nextEvent ?? 1
  const events = Array.from({ length: seq % 3 }, (_, index) => ({
    kind: 'sample.happened',
    v: 1,
    payload: { index, salt },
  }))
  const kind = seq === 0 ? 'genesis' : seq % 7 === 0 ? 'tick' : 'action.sample'
  const isSealed = seq === 0 || seq % 7 === 0 || seq % 1024 === 1023
  const blob = blobAt?.(seq)
  const refs = blob === undefined ? [] : [linkOf('raw', sha256.digest(blob))]
  const bytes = encodeFrame({
    v: 1,
    seq,
    time,
    parent: previous?.head.hash ?? null,
    action: {
      kind,
      v: 1,
      payload: { salt, padding: new Uint8Array(padding).fill(seq) },
      actor: 'host',
      key: `k${seq}`,
      origin: 'input',
      via: 'driver',
    },
    firstEvent,
    events,
    refs,
    ...(isSealed
      ? { seal: { root: sha256.digest(encodeCanonical(seq)), manifest: new Uint8Array(32) } }
      : {}),
  })
  return {
    bytes,
    head: { seq, hash: sha256.digest(bytes), time, nextEvent: firstEvent + events.length },
    firstEvent,
    events: events.length,
    claimedAtMs: 1_700_000_000_000 + seq * 10,
    refs: refs.map(linkToHex),
  }
}

export interface SampleRange {
  readonly first: number
  readonly last: number
}

/** One closed segment of frames that follow each other; `prev` is the digest of the segment before it. */
export function sampleSegment(
  sha256: Sha256,
  chain: readonly SampleFrame[],
  range: SampleRange,
  prev?: string,
): ClosedSegment {
  const frames = chain.slice(range.first, range.last + 1)
  const first = frameAt(chain, range.first)
  const last = frameAt(chain, range.last)
  const prevDigest = (prev === undefined ? undefined : hexToBytes(prev)) ?? new Uint8Array(32)
  const bytes = encodeSegment({
    first: range.first,
    prev: range.first === 0 ? null : linkOf('dag-cbor', prevDigest),
    frames: frames.map((frame) => frame.bytes),
  })
  return {
    digest: bytesToHex(sha256.digest(bytes)),
    first: range.first,
    last: range.last,
    firstEvent: first.firstEvent,
    events: last.head.nextEvent - first.firstEvent,
    lastHash: last.head.hash,
    size: bytes.length,
    refs: frames.flatMap((frame) => frame.refs),
    bytes,
    claimedAtMs: Float64Array.from(frames, (frame) => frame.claimedAtMs),
  }
}

/** One tail chunk of frames that follow each other. */
export function sampleChunk(chain: readonly SampleFrame[], range: SampleRange): TailChunk {
  const frames = chain.slice(range.first, range.last + 1)
  const lengths = Uint32Array.from(frames, (frame) => frame.bytes.length)
  const bytes = new Uint8Array(lengths.reduce((total, length) => total + length, 0))
  let offset = 0
  for (const frame of frames) {
    bytes.set(frame.bytes, offset)
    offset += frame.bytes.length
  }
  return {
    first: range.first,
    lengths,
    refs: frames.flatMap((frame) => frame.refs),
    bytes,
    claimedAtMs: Float64Array.from(frames, (frame) => frame.claimedAtMs),
  }
}

export function frameAt(chain: readonly SampleFrame[], seq: number): SampleFrame {
  const frame = chain[seq]
  if (frame === undefined) throw new Error(`the sample chain has no frame ${seq}`)
  return frame
}

/** A batch that moves a branch from the frame before `first` to `last`, all of it tail. */
export function tailBatch(branch: string, chain: readonly SampleFrame[], range: SampleRange): CommitBatch {
  return {
    branch,
    expectedHead: range.first === 0 ? undefined : frameAt(chain, range.first - 1).head,
    head: frameAt(chain, range.last).head,
    closed: [],
    tail: [sampleChunk(chain, range)],
    blobs: [],
    durability: 'relaxed',
  }
}
