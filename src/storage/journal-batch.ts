import { bytesToHex, hexToBytes } from '../kernel/base/order.ts'
import { ok, type Result } from '../kernel/base/result.ts'
import { linkOf, type Link } from '../kernel/codec/link.ts'
import type { Sha256 } from '../kernel/codec/sha256.ts'
import type { Head } from '../kernel/journal/path.ts'
import { SegmentBuilder } from '../kernel/journal/segment.ts'
import type { FrameRecord } from '../kernel/journal/frame.ts'
import { headOf } from './chain.ts'
import { type FrameRun, readOpenRun } from './frames.ts'
import type {
  BranchJournal,
  ClosedSegment,
  CommitBatch,
  Durability,
  StoredBlob,
  TailChunk,
  WorldStore,
} from './port.ts'

/** A frame and the blobs that must be durable with it. */
export interface StorableFrame extends FrameRecord {
  readonly blobs: readonly Uint8Array[]
}

/** Where a branch stands when somebody goes on writing it. */
export interface WritingStart {
  readonly branch: string
  /** What storage holds; undefined for a branch that is not there yet. */
  readonly durable: Head | undefined
  /** Frames after the last closed segment, and the blobs they name. */
  readonly open: FrameRun & { readonly refs: readonly string[] }
  /** Id of the first event after the last closed segment. */
  readonly firstEvent: number
  /** The last closed segment; undefined when none is closed. */
  readonly lastSegment: Link | undefined
}

/** Where a branch that does not exist yet begins. */
export function startOfBranch(branch: string): WritingStart {
  const open = { first: 0, frames: [], claimedAtMs: new Float64Array(0), refs: [] }
  return { branch, durable: undefined, open, firstEvent: 1, lastSegment: undefined }
}

/** What a writer needs of a stored branch to go on with it. */
export async function readWritingStart(
  store: WorldStore,
  journal: BranchJournal,
): Promise<Result<WritingStart>> {
  const open = await readOpenRun(store, journal)
  if (!open.ok) return open
  const whole = journal.path.findLast((row) => !row.isClipped)
  const digest = whole === undefined ? undefined : hexToBytes(whole.digest)
  return ok({
    branch: journal.branch.name,
    durable: journal.branch.head,
    open: open.value,
    firstEvent: whole === undefined ? 1 : whole.firstEvent + whole.events,
    lastSegment: digest === undefined ? undefined : linkOf('dag-cbor', digest),
  })
}

/** Frames of the open segment with what a row says of them besides. */
interface OpenSegment {
  readonly firstEvent: number
  readonly claimedAtMs: number[]
  readonly refs: Set<string>
}

/**
 * Turns executed frames into what one commit writes: segments that closed since the last commit, then the frames after
 * them as one tail chunk. Hashing happens here, before a transaction is opened.
 */
export class JournalBatch {
  readonly #branch: string
  readonly #sha256: Sha256
  readonly #segment: SegmentBuilder
  #open: OpenSegment
  #lastSegment: Link | undefined
  #expectedHead: Head | undefined
  #head: Head | undefined
  #closed: ClosedSegment[] = []
  #blobs: StoredBlob[] = []
  /** Frames of the open segment that were committed already. */
  #committed: number
  /** Blobs that the other ones name. */
  #tailRefs: string[] = []
  #bytes = 0

  constructor(start: WritingStart, sha256: Sha256) {
    const { first, frames, claimedAtMs, refs } = start.open
    this.#branch = start.branch
    this.#sha256 = sha256
    this.#segment = new SegmentBuilder(first)
    this.#open = { firstEvent: start.firstEvent, claimedAtMs: [...claimedAtMs], refs: new Set(refs) }
    for (const frame of frames) this.#segment.push(frame)
    this.#committed = frames.length
    this.#lastSegment = start.lastSegment
    this.#expectedHead = start.durable
    this.#head = start.durable
  }

  /** Position of the last frame that was pushed. */
  get head(): Head | undefined {
    return this.#head
  }

  /** Bytes that wait for a commit. */
  get bytes(): number {
    return this.#bytes
  }

  /** Takes the next frame. `claimedAtMs` is 0 for whoever claims no time. */
  push(executed: StorableFrame, claimedAtMs: number): void {
    const { frame, bytes, hash, blobs } = executed
    this.#open.claimedAtMs.push(claimedAtMs)
    for (const { digest } of frame.refs ?? NO_REFS) this.#refer(bytesToHex(digest))
    for (const blob of blobs) this.#blobs.push({ digest: bytesToHex(this.#sha256.digest(blob)), bytes: blob })
    this.#head = headOf(frame, hash)
    this.#bytes += bytes.length
    if (this.#segment.push(bytes)) this.#close(this.#head)
  }

  /** Everything pushed since the last call, as one commit; undefined when that is nothing and no head was noted. */
  take(durability: Durability): CommitBatch | undefined {
    const head = this.#head
    if (head === undefined) return undefined
    const chunk = this.#tailChunk()
    const batch: CommitBatch = {
      branch: this.#branch,
      expectedHead: this.#expectedHead,
      head,
      closed: this.#closed,
      tail: chunk === undefined ? [] : [chunk],
      blobs: this.#blobs,
      durability,
    }
    this.#expectedHead = head
    this.#closed = []
    this.#blobs = []
    this.#committed = this.#segment.count
    this.#tailRefs = []
    this.#bytes = 0
    return batch
  }

  #refer(blob: string): void {
    this.#open.refs.add(blob)
    this.#tailRefs.push(blob)
  }

  #tailChunk(): TailChunk | undefined {
    const { first, count } = this.#segment
    const from = this.#committed
    if (from === count) return undefined
    const claimedAtMs = Float64Array.from(this.#open.claimedAtMs.slice(from))
    const refs = [...new Set(this.#tailRefs)]
    return { first: first + from, ...this.#segment.framesFrom(from), claimedAtMs, refs }
  }

  #close(head: Head): void {
    const { first } = this.#segment
    const bytes = this.#segment.close(this.#lastSegment ?? null)
    const digest = this.#sha256.digest(bytes)
    this.#lastSegment = linkOf('dag-cbor', digest)
    this.#closed.push({
      digest: bytesToHex(digest),
      first,
      last: head.seq,
      firstEvent: this.#open.firstEvent,
      events: head.nextEvent - this.#open.firstEvent,
      lastHash: head.hash,
      size: bytes.length,
      refs: [...this.#open.refs],
      bytes,
      claimedAtMs: Float64Array.from(this.#open.claimedAtMs),
    })
    this.#committed = 0
    this.#tailRefs = []
    this.#open = { firstEvent: head.nextEvent, claimedAtMs: [], refs: new Set() }
  }
}

const NO_REFS: readonly Link[] = []
