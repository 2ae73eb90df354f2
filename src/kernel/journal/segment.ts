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
export function encodeSegment(segment: Segment): Uint8Array {
  const { first, prev, frames } = segment
  assert(frames.length > 0, 'A segment holds frames.')
  assert((prev === null) === (first === 0), 'Every segment but the first names the one before it.')
  const writer = new CanonicalWriter(SEGMENT_BYTES_CLOSE * 2)
  writer.writeMapHeader(4)
  writer.writeEncoded(KEY_V)
  writer.writeInt(1)
  writer.writeEncoded(KEY_PREV)
  if (prev === null) writer.writeNull()
  else writer.writeLink(prev)
  writer.writeEncoded(KEY_FIRST)
  writer.writeInt(first)
  writer.writeEncoded(KEY_FRAMES)
  writer.writeArrayHeader(frames.length)
  for (const frame of frames) writer.writeEncoded(frame)
  return writer.slice()
}

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

/** Frames of one segment, complete. */
export interface ClosedRun {
  readonly first: number
  readonly frames: readonly Uint8Array[]
  /** Sum of the frames' bytes. */
  readonly frameBytes: number
}

/** Cuts a path into segments. A segment closes after the frame that brings its frames to SEGMENT_BYTES_CLOSE. */
export class SegmentCutter {
  #first: number
  #frames: Uint8Array[] = []
  #frameBytes = 0

  /** `first` is the seq of the first frame of the open segment. */
  constructor(first = 0) {
    this.#first = first
  }

  /** Seq of the first frame of the open segment. */
  get first(): number {
    return this.#first
  }

  /** Bytes of the frames of the open segment. */
  get frameBytes(): number {
    return this.#frameBytes
  }

  /** Frames of the open segment. */
  get openFrames(): readonly Uint8Array[] {
    return this.#frames
  }

  /** Adds the next frame; gives the segment that it closes. The bytes are kept, not copied. */
  push(frameBytes: Uint8Array): ClosedRun | undefined {
    this.#frames.push(frameBytes)
    this.#frameBytes += frameBytes.length
    if (this.#frameBytes < SEGMENT_BYTES_CLOSE) return undefined
    return this.#take()
  }

  /** Closes the open segment as it stands, for a file that ends here. `undefined` when it is empty. */
  finish(): ClosedRun | undefined {
    return this.#frames.length === 0 ? undefined : this.#take()
  }

  #take(): ClosedRun {
    const run = { first: this.#first, frames: this.#frames, frameBytes: this.#frameBytes }
    this.#first += run.frames.length
    this.#frames = []
    this.#frameBytes = 0
    return run
  }
}
