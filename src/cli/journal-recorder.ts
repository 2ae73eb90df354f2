import { assert } from '../kernel/base/assert.ts'
import { bytesToHex } from '../kernel/base/order.ts'
import { ok, type Result } from '../kernel/base/result.ts'
import { type Link, linkOf } from '../kernel/codec/link.ts'
import type { Sha256 } from '../kernel/codec/sha256.ts'
import type { FrameRecord } from '../kernel/journal/frame.ts'
import type { Head } from '../kernel/journal/path.ts'
import { type ClosedRun, encodeSegment, SegmentCutter } from '../kernel/journal/segment.ts'
import { headAfter } from '../kernel/world/world.ts'
import { runToChunk } from '../storage/frames.ts'
import type { ClosedSegment, StoredBlob, WorldStore } from '../storage/port.ts'

/** A frame as the kernel makes it. Frame 0 names no blobs. */
export type RecordedFrame = FrameRecord & { readonly blobs?: readonly Uint8Array[] }

/**
 * Writes a world that is run once, from its first frame to its last, a commit a segment. Claims no wall times, so that
 * equal runs make equal files.
 */
export class JournalRecorder {
  readonly #store: WorldStore
  readonly #branch: string
  readonly #sha256: Sha256
  readonly #cutter = new SegmentCutter()
  #committed: Head | undefined
  #head: Head | undefined
  #prev: Link | null = null
  #firstEvent = 1
  #refs = new Set<string>()
  #blobs: StoredBlob[] = []

  constructor(store: WorldStore, branch: string, sha256: Sha256) {
    this.#store = store
    this.#branch = branch
    this.#sha256 = sha256
  }

  async add({ frame, bytes, hash, blobs = [] }: RecordedFrame): Promise<Result<void>> {
    this.#head = headAfter(frame, hash)
    for (const { digest } of frame.refs ?? []) this.#refs.add(bytesToHex(digest))
    for (const blob of blobs) this.#blobs.push({ digest: bytesToHex(this.#sha256.digest(blob)), bytes: blob })
    const run = this.#cutter.push(bytes)
    return run === undefined ? ok(undefined) : this.#commit([this.#close(run, this.#head)])
  }

  /** Writes the open end. */
  async finish(): Promise<Result<void>> {
    return this.#head?.seq === this.#committed?.seq ? ok(undefined) : this.#commit([])
  }

  async #commit(closed: readonly ClosedSegment[]): Promise<Result<void>> {
    const head = this.#head
    assert(head !== undefined, 'A journal begins with a frame.')
    const frames = this.#cutter.openFrames
    const claimedAtMs = new Float64Array(frames.length)
    const tail = runToChunk({ first: this.#cutter.first, frames, claimedAtMs }, [...this.#refs])
    const committed = await this.#store.commit({
      branch: this.#branch,
      expectedHead: this.#committed,
      head,
      closed,
      tail: tail === undefined ? [] : [tail],
      blobs: this.#blobs,
      durability: 'relaxed',
    })
    this.#committed = head
    this.#blobs = []
    return committed
  }

  #close({ first, frames }: ClosedRun, head: Head): ClosedSegment {
    const bytes = encodeSegment({ first, prev: this.#prev, frames })
    const digest = this.#sha256.digest(bytes)
    const segment = {
      digest: bytesToHex(digest),
      first,
      last: head.seq,
      firstEvent: this.#firstEvent,
      events: head.nextEvent - this.#firstEvent,
      lastHash: head.hash,
      size: bytes.length,
      refs: [...this.#refs],
      bytes,
      claimedAtMs: new Float64Array(frames.length),
    }
    this.#prev = linkOf('dag-cbor', digest)
    this.#firstEvent = head.nextEvent
    this.#refs = new Set()
    return segment
  }
}
