import { assert } from '../../kernel/base/assert.ts'
import { fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { Head } from '../../kernel/journal/path.ts'
import type { FrameSlice } from '../../kernel/replay/fold.ts'
import type { BranchJournal, PathRow, TailChunk, WorldStore } from '../../storage/port.ts'
import { Lru } from '../shared/lru.ts'
import { BlobShelf, type FrameRow, layOut, refsOf, tailToRow } from '../shared/segment-read.ts'

/** Bytes of segments kept in memory: about thirty of them. */
const SEGMENT_BYTES_MAX = 8 * 1024 * 1024

/** Rows on their way while one is gone through. */
const ROWS_AHEAD = 4

/** Bytes of a segment's block before its first frame, at most: a link, two numbers and four keys. */
const HEAD_BYTES_MAX = 128

/** The frames of a branch up to the head that is known here, read when they are asked for. */
export class JournalView {
  readonly blobs = new BlobShelf()
  /** Bytes of a frame, where they are known without reading it. */
  sizeOf: ((seq: number) => number | undefined) | undefined
  readonly #store: WorldStore
  readonly #branch: string
  readonly #rows = new Lru<string, FrameRow>(SEGMENT_BYTES_MAX)
  readonly #loading = new Map<string, Promise<Result<FrameRow>>>()
  readonly #path: PathRow[] = []
  #chunks: readonly TailChunk[] = []
  /** All tail frames, as one row. */
  #tail: FrameRow = { first: 0, slices: [], isWhole: false }
  #head: Head

  private constructor(store: WorldStore, branch: string, head: Head) {
    this.#store = store
    this.#branch = branch
    this.#head = head
  }

  static async open(store: WorldStore, branch: string): Promise<Result<JournalView>> {
    const journal = await store.journal(branch)
    if (!journal.ok) return journal
    const view = new JournalView(store, branch, journal.value.branch.head)
    const taken = await view.#take(journal.value, { keepTail: false })
    return taken.ok ? ok(view) : taken
  }

  /** The last frame that can be read. */
  get head(): Head {
    return this.#head
  }

  get store(): WorldStore {
    return this.#store
  }

  get branch(): string {
    return this.#branch
  }

  /** Rows of the closed segments, in order. */
  get path(): readonly PathRow[] {
    return this.#path
  }

  /** Reads the rows that came since, up to what is durable now. Frames that were closed meanwhile stay readable. */
  async refresh(): Promise<Result<void>> {
    const from = this.#head.seq + 1
    const news = await this.#store.journal(this.#branch, from)
    if (!news.ok) return news
    const closed = news.value.path[0]
    if (closed === undefined) return this.#take(news.value, { keepTail: true })
    // A segment that closed just at our head is not among the rows after it.
    if (closed.first === this.#tail.first) return this.#take(news.value, { keepTail: false })
    const all = await this.#store.journal(this.#branch, this.#tail.first)
    return all.ok ? this.#take(all.value, { keepTail: false }) : all
  }

  /** The row that holds a frame, from memory; `undefined` when it has to be read first. */
  rowAt(seq: number): FrameRow | undefined {
    if (seq >= this.#tail.first) return this.#tail
    const row = this.#pathRow(seq)
    return row === undefined ? undefined : this.#rows.get(row.digest)
  }

  /** The row that holds a frame. Faults: `storage.torn_tail`, `file.block_hash`, and those of the store. */
  async load(seq: number): Promise<Result<FrameRow>> {
    const known = this.rowAt(seq)
    if (known !== undefined) return ok(known)
    const row = this.#pathRow(seq)
    if (row === undefined) return fail(fault('storage.torn_tail', { seq }))
    const loading = this.#loading.get(row.digest) ?? this.#read(row)
    this.#loading.set(row.digest, loading)
    const loaded = await loading
    this.#loading.delete(row.digest)
    return loaded
  }

  /** Bytes of a frame whose row is in memory. */
  sliceAt(seq: number): FrameSlice | undefined {
    const row = this.rowAt(seq)
    return row?.slices[seq - row.first]
  }

  /** Starts reading the row of a frame and those around it, so that they are there when somebody looks into them. */
  prefetch(seq: number): void {
    const index = this.#pathIndex(seq)
    for (const row of [this.#path[index], this.#path[index + 1], this.#path[index - 1]]) {
      if (row !== undefined && !this.#rows.has(row.digest)) void this.load(row.first)
    }
  }

  /** Starts reading the rows after a frame's, for whoever goes through all of them: a read takes longer than its use. */
  readAhead(seq: number): void {
    const index = this.#pathIndex(seq)
    for (const row of this.#path.slice(index + 1, index + 1 + ROWS_AHEAD))
      if (!this.#rows.has(row.digest)) void this.load(row.first)
  }

  /** Wall time that the recorder claims for a frame; 0 = none. */
  async claimedAt(seq: number): Promise<number> {
    const chunk = this.#chunks.findLast(({ first }) => first <= seq)
    if (chunk !== undefined) return chunk.claimedAtMs[seq - chunk.first] ?? 0
    const row = this.#pathRow(seq)
    const claimed = row === undefined ? undefined : await this.#store.claimed(row)
    return claimed?.ok === true && row !== undefined ? (claimed.value[seq - row.first] ?? 0) : 0
  }

  async #take(journal: BranchJournal, { keepTail }: { readonly keepTail: boolean }): Promise<Result<void>> {
    const fetched = await this.blobs.fetch(this.#store, refsOf(journal))
    if (!fetched.ok) return fetched
    this.#path.push(...journal.path)
    this.#chunks = keepTail ? [...this.#chunks, ...journal.tail] : journal.tail
    const slices = journal.tail.flatMap((chunk) => tailToRow(chunk).slices)
    this.#tail = {
      first: keepTail ? this.#tail.first : (this.#path.at(-1)?.last ?? -1) + 1,
      slices: keepTail ? [...this.#tail.slices, ...slices] : slices,
      isWhole: false,
    }
    this.#head = journal.branch.head
    const covered = this.#tail.first + this.#tail.slices.length - 1
    assert(covered === this.#head.seq, 'Rows reach the head.', { seq: covered })
    return ok(undefined)
  }

  /** Reads a row without comparing its hash: what is looked at is not verified, and says so until it is. */
  async #read(row: PathRow): Promise<Result<FrameRow>> {
    const stored = await this.#store.segment(row.digest)
    if (!stored.ok) return fail({ ...stored.fault, seq: row.first })
    const read = this.#layOutBySizes(stored.value, row) ?? layOut(stored.value, row)
    if (read.ok) this.#rows.set(row.digest, read.value, row.size)
    return read
  }

  /** Lays the frames out by their known sizes: the first of them begins where what is left over ends. */
  #layOutBySizes(bytes: Uint8Array, row: PathRow): Result<FrameRow> | undefined {
    const { sizeOf } = this
    if (sizeOf === undefined || row.isClipped || sizeOf(row.last) === undefined) return undefined
    const slices: FrameSlice[] = []
    let end = bytes.length
    for (let seq = row.last; seq >= row.first; seq -= 1) {
      const offset = end - (sizeOf(seq) ?? 0)
      slices.push({ bytes, offset, end })
      end = offset
    }
    // A block begins with a map of four; anything else means that the sizes are of other frames.
    return end > 0 && end < HEAD_BYTES_MAX
      ? ok({ first: row.first, slices: slices.toReversed(), isWhole: true })
      : undefined
  }

  #pathRow(seq: number): PathRow | undefined {
    return this.#path[this.#pathIndex(seq)]
  }

  /** Index of the row that holds a frame; the last row for frames after all of them. */
  #pathIndex(seq: number): number {
    let low = 0
    let high = this.#path.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#path[middle]?.first ?? 0) <= seq) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
