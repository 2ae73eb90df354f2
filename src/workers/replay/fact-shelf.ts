import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { CacheStore } from '../../storage/port.ts'
import { CACHE_KINDS } from '../shared/cache-layout.ts'
import { Lru } from '../shared/lru.ts'
import { sliceBytes } from '../shared/segment-read.ts'
import { encodeFacts, factsIn, type FactRecord, type FrameFacts, parseFacts } from './frame-facts.ts'
import type { JournalView } from './journal-view.ts'

/** Frames of a record: 32 KiB. Chromium puts values above 64 KiB into files of their own, which takes twice as long to read. */
const RECORD_FRAMES = 1024

const RECORDS_BYTES_MAX = 1024 * 1024

/** Hashes and roots of frames by their number, so that a jump need not read a segment for the sake of one frame. */
export class FactShelf {
  readonly #cache: CacheStore | undefined
  readonly #branch: string
  readonly #records = new Lru<number, FactRecord>(RECORDS_BYTES_MAX)
  /** Frames whose facts are stored. */
  #stored = 0

  constructor(cache: CacheStore | undefined, branch: string) {
    this.#cache = cache
    this.#branch = branch
  }

  /** Looks how far the stored facts go; those beyond the first `frames` frames may be of others. */
  async open(frames: number): Promise<void> {
    const keys = (await this.#cache?.keys(CACHE_KINDS.facts, this.#branch)) ?? []
    const holes = keys.findIndex((key, index) => key !== index * RECORD_FRAMES)
    const records = holes === -1 ? keys.length : holes
    this.#stored = Math.min(records, Math.floor(frames / RECORD_FRAMES)) * RECORD_FRAMES
  }

  /** The facts of a frame, when they are stored. */
  async at(seq: number): Promise<FrameFacts | undefined> {
    if (seq >= this.#stored) return undefined
    const first = seq - (seq % RECORD_FRAMES)
    const record = this.#records.get(first) ?? (await this.#read(first))
    return record === undefined ? undefined : factsIn(record, seq - first)
  }

  /** Stores the next record, of frames below `end`; false when there is none to store or it could not be stored. */
  async save(view: Pick<JournalView, 'load'>, end: number, sha256: Sha256): Promise<boolean> {
    const first = this.#stored
    if (this.#cache === undefined || first + RECORD_FRAMES > end) return false
    const frames: Uint8Array[] = []
    while (frames.length < RECORD_FRAMES) {
      const from = first + frames.length
      const row = await view.load(from)
      if (!row.ok) return false
      const wanted = row.value.slices.slice(from - row.value.first, first + RECORD_FRAMES - row.value.first)
      frames.push(...wanted.map(sliceBytes))
    }
    const record = { key: first, bytes: encodeFacts(frames, sha256) }
    const put = await this.#cache.put(CACHE_KINDS.facts, this.#branch, [record])
    if (put.ok) this.#stored = first + RECORD_FRAMES
    return put.ok
  }

  async #read(first: number): Promise<FactRecord | undefined> {
    const bytes = await this.#cache?.get(CACHE_KINDS.facts, this.#branch, first)
    const record = bytes === undefined ? undefined : parseFacts(bytes)
    if (bytes !== undefined && record !== undefined) this.#records.set(first, record, bytes.length)
    return record
  }
}
