import { assert } from '../base/assert.ts'
import { fault } from '../base/fault.ts'
import { FRAME_BYTES_MAX, SEGMENT_BYTES_CLOSE } from '../base/limits.ts'
import { fail, type Result } from '../base/result.ts'
import { CanonicalReader } from '../codec/decode.ts'
import { attemptDecode } from '../codec/decode-fault.ts'
import { CanonicalWriter, encodeCanonical } from '../codec/encode.ts'
import type { Link } from '../codec/link.ts'

/** A run of frames as one block. Equal frames cut into equal blocks everywhere. */
export interface Segment {
  /** Seq of the first frame. */
  readonly first: number
  /** The segment before it; null for the one that begins at frame 0. */
  readonly prev: Link | null
  /** Canonical bytes of each frame, in order. */
  readonly frames: readonly Uint8Array[]
}

/** Where the frames lie in the block of a segment. */
export interface SegmentLayout {
  readonly first: number
  readonly prev: Link | null
  readonly frames: readonly { readonly offset: number; readonly length: number }[]
}

const KEY_V = encodeCanonical('v')
const KEY_PREV = encodeCanonical('prev')
const KEY_FIRST = encodeCanonical('first')
const KEY_FRAMES = encodeCanonical('frames')

/** The block of a segment: `{v: 1, prev, first, frames}` with the frames inline, so that a frame's bytes are a slice of it. */
export function encodeSegment({ first, prev, frames }: Segment): Uint8Array {
  const builder = new SegmentBuilder(first)
  for (const frame of frames) builder.push(frame)
  return builder.close(prev)
}

/** Everything before the frames. */
function encodeHead(first: number, prev: Link | null, count: number): Uint8Array {
  assert(count > 0, 'A segment holds frames.')
  assert((prev === null) === (first === 0), 'Every segment but the first names the one before it.')
  const writer = new CanonicalWriter(HEAD_BYTES_MAX)
  writer.writeMapHeader(4)
  writer.writeEncoded(KEY_V)
  writer.writeInt(1)
  writer.writeEncoded(KEY_PREV)
  if (prev === null) writer.writeNull()
  else writer.writeLink(prev)
  writer.writeEncoded(KEY_FIRST)
  writer.writeInt(first)
  writer.writeEncoded(KEY_FRAMES)
  writer.writeArrayHeader(count)
  return writer.slice()
}

/** Keys, a link of 41 bytes and two numbers of at most 9 take 83 bytes. */
const HEAD_BYTES_MAX = 96
/** Room for a segment of frames of ordinary size. */
const ROOM_BYTES = HEAD_BYTES_MAX + SEGMENT_BYTES_CLOSE * 2

/**
 * Finds the frames of a segment without copying. It checks the block around them and that it was cut where it must be; each
 * slice is checked when its frame is decoded. `isLast` says that the path may end before the closing mark. Fault:
 * `file.malformed` with a decode reason, `shape`, or `cut` for a block closed too late or too early.
 */
export function decodeSegment(bytes: Uint8Array, isLast = true): Result<SegmentLayout> {
  const decoded = attemptDecode(() => readLayout(bytes))
  if (!decoded.ok) return fail({ ...decoded.fault, kind: 'file.malformed' })
  return isCutRight(decoded.value, isLast) ? decoded : fail(fault('file.malformed', { reason: 'cut' }))
}

function readLayout(bytes: Uint8Array): SegmentLayout {
  const reader = new CanonicalReader(bytes)
  if (reader.readMapHeader() !== 4 || !reader.takeKey(KEY_V)) reader.refuse('shape', 0)
  if (reader.readInt() !== 1 || !reader.takeKey(KEY_PREV)) reader.refuse('shape')
  const prev = reader.isNull() ? reader.readNull() : reader.readLink()
  if (prev?.codec === 'raw' || !reader.takeKey(KEY_FIRST)) reader.refuse('shape')
  const first = reader.readInt()
  if (first < 0 || (prev === null) !== (first === 0) || !reader.takeKey(KEY_FRAMES)) reader.refuse('shape')
  const count = reader.readArrayHeader()
  if (count === 0 || !Number.isSafeInteger(first + count)) reader.refuse('shape')
  const frames: { offset: number; length: number }[] = []
  for (let i = 0; i < count; i += 1) {
    const offset = reader.offset
    reader.skipValue()
    const length = reader.offset - offset
    if (length > FRAME_BYTES_MAX) reader.refuse('oversize', offset)
    frames.push({ offset, length })
  }
  reader.expectEnd()
  return { first, prev, frames }
}

/** The closing mark lies in the last frame: before it nothing closed, behind it nothing follows. */
function isCutRight(layout: SegmentLayout, isLast: boolean): boolean {
  const { frames } = layout
  const sum = frames.reduce((total, frame) => total + frame.length, 0)
  const beforeLast = sum - (frames.at(-1)?.length ?? 0)
  return beforeLast < SEGMENT_BYTES_CLOSE && (isLast || sum >= SEGMENT_BYTES_CLOSE)
}

/**
 * Cuts a path into segments: one closes after the frame that brings its frames to SEGMENT_BYTES_CLOSE. Frames are copied one
 * behind the other as they come, so that a world keeps no object alive for each of them.
 */
export class SegmentBuilder {
  #first: number
  #bytes: Uint8Array = new Uint8Array(ROOM_BYTES)
  /** Where the next frame goes; room for a head is left in front. */
  #end = HEAD_BYTES_MAX
  /** Where each frame ends. */
  #ends: number[] = []

  /** `first` is the seq of the first frame of the open segment. */
  constructor(first = 0) {
    this.#first = first
  }

  /** Seq of the first frame of the open segment. */
  get first(): number {
    return this.#first
  }

  /** Frames of the open segment. */
  get count(): number {
    return this.#ends.length
  }

  /** Adds the next frame. True when it closes the segment, which the caller then takes by {@link close}. */
  push(frame: Uint8Array): boolean {
    const end = this.#end + frame.length
    if (end > this.#bytes.length) this.#grow(end)
    this.#bytes.set(frame, this.#end)
    this.#end = end
    this.#ends.push(end)
    return end - HEAD_BYTES_MAX >= SEGMENT_BYTES_CLOSE
  }

  /** Frames of the open segment from the `index`-th on, side by side, in memory of their own. */
  framesFrom(index: number): { readonly bytes: Uint8Array; readonly lengths: Uint32Array } {
    const start = this.#startOf(index)
    const lengths = new Uint32Array(this.#ends.length - index)
    for (let i = 0; i < lengths.length; i += 1) {
      lengths[i] = (this.#ends[index + i] ?? 0) - this.#startOf(index + i)
    }
    return { bytes: this.#bytes.slice(start, this.#end), lengths }
  }

  /** The block of the open segment as it stands, in memory of its own; the next frame opens another. */
  close(prev: Link | null): Uint8Array {
    const head = encodeHead(this.#first, prev, this.#ends.length)
    const start = HEAD_BYTES_MAX - head.length
    this.#bytes.set(head, start)
    const block = this.#bytes.slice(start, this.#end)
    this.#first += this.#ends.length
    this.#end = HEAD_BYTES_MAX
    this.#ends = []
    // Room that one large frame has made is let go.
    if (this.#bytes.length > ROOM_BYTES) this.#bytes = new Uint8Array(ROOM_BYTES)
    return block
  }

  #startOf(index: number): number {
    return index === 0 ? HEAD_BYTES_MAX : (this.#ends[index - 1] ?? this.#end)
  }

  #grow(needed: number): void {
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length))
    grown.set(this.#bytes.subarray(0, this.#end))
    this.#bytes = grown
  }
}
