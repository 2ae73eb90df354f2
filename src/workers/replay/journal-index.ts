import { compareBytes } from '../../kernel/base/order.ts'
import { ok, type Result } from '../../kernel/base/result.ts'
import { decodeCanonical } from '../../kernel/codec/decode.ts'
import { encodeCanonical } from '../../kernel/codec/encode.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { isValueMap } from '../../kernel/codec/value.ts'
import { rollback } from '../../kernel/packs/core/actions.ts'
import { JournalColumns } from '../../kernel/replay/columns.ts'
import type { CacheStore } from '../../storage/port.ts'
import { CACHE_KINDS } from '../shared/cache-layout.ts'
import { sliceBytes } from '../shared/segment-read.ts'
import { Slice } from '../shared/slices.ts'
import type { JournalView } from './journal-view.ts'
import { ToneIndex } from './tone-index.ts'

/** Frames of a stored part of the index: mostly below 64 KiB, above which Chromium takes twice as long to read a value. */
const PART_FRAMES = 4096

/** How columns are stored: a first visit has nothing to read yet. */
const loadCodec = async () => import('../../kernel/replay/columns-cache.ts')

export interface IndexSource {
  readonly view: JournalView
  readonly cache: CacheStore | undefined
  readonly sha256: Sha256
}

/** Parts of an index as they are stored, by the first frame of each. */
interface StoredPart {
  readonly from: number
  readonly bytes: Uint8Array | undefined
}

/** Reads what is stored of an index: before anything else of a journal is known, as it takes longest. */
export async function readStoredIndex(
  cache: CacheStore | undefined,
  branch: string,
): Promise<readonly StoredPart[]> {
  const keys = (await cache?.keys(CACHE_KINDS.columns, branch)) ?? []
  return Promise.all(
    keys.map(async (from) => ({ from, bytes: await cache?.get(CACHE_KINDS.columns, branch, from) })),
  )
}

/** Everything about a journal that is known without its frames: columns, counts, directory, tones. */
export class JournalIndex {
  readonly columns = new JournalColumns()
  readonly tones = new ToneIndex(this.columns)
  readonly #view: JournalView
  readonly #cache: CacheStore | undefined
  readonly #sha256: Sha256
  #savedFrames = 0
  /** Event of the first rollback; after it places are not what the last movement said. */
  #rolledBackAt = Number.POSITIVE_INFINITY
  #seenFrames = 0

  private constructor({ view, cache, sha256 }: IndexSource) {
    const { seq, nextEvent } = view.head
    this.columns.reserve(seq + 1, nextEvent - 1)
    this.#view = view
    this.#cache = cache
    this.#sha256 = sha256
  }

  /** What the cache holds of the index, unless it is of other frames than the journal's. */
  static async open(source: IndexSource, stored: readonly StoredPart[] = []): Promise<JournalIndex> {
    const index = new JournalIndex(source)
    if (stored.length === 0 || (await index.#load(stored))) return index
    await index.#forget()
    return new JournalIndex(source)
  }

  /** Reads the frames up to the head of the view. */
  async extend(): Promise<Result<void>> {
    const slice = new Slice()
    const { seq: last } = this.#view.head
    while (this.columns.frameCount <= last) {
      const seq = this.columns.frameCount
      const row = await this.#view.load(seq)
      if (!row.ok) return row
      const { first, slices } = row.value
      this.#view.readAhead(seq)
      for (const { bytes, offset, end } of slices.slice(seq - first, last - first + 1)) {
        const appended = this.columns.appendBytes(bytes, offset, end)
        if (!appended.ok) return appended
      }
      this.#follow()
      await slice.pause()
    }
    return ok(undefined)
  }

  /** Frames that the cache covers. */
  get savedFrames(): number {
    return this.#savedFrames
  }

  /** Stores the next part of what is new; false when there is nothing to store or it could not be stored. */
  async save(): Promise<boolean> {
    const cache = this.#cache
    const from = this.#savedFrames
    const to = from + PART_FRAMES
    if (cache === undefined || to > this.columns.frameCount) return false
    const row = await this.#view.load(to - 1)
    if (!row.ok) return false
    const hash = this.#sha256.digest(sliceBytes(row.value.slices[to - 1 - row.value.first]))
    const { branch } = this.#view
    const { encodeColumns } = await loadCodec()
    const part = { key: from, bytes: encodeColumns(this.columns, from, to) }
    const put = await cache.put(CACHE_KINDS.columns, branch, [part])
    if (!put.ok) return false
    const covered = { key: 0, bytes: encodeCanonical({ frames: to, hash }) }
    const noted = await cache.put(CACHE_KINDS.covered, branch, [covered])
    this.#savedFrames = to
    return noted.ok
  }

  /** True when the movements of the columns say where everybody is after the first `events` events. */
  knowsPlaces(events: number): boolean {
    return events < this.#rolledBackAt
  }

  /** False when what the cache holds cannot be used: nothing of it may stay then, here or there. */
  async #load(stored: readonly StoredPart[]): Promise<boolean> {
    if (!(await this.#isOfThisJournal())) return false
    const { appendColumns } = await loadCodec()
    for (const { from, bytes } of stored) {
      // A part that is missing ends what can be used; the frames say the rest.
      if (from !== this.columns.frameCount || bytes === undefined) break
      if (!appendColumns(this.columns, bytes).ok) return false
    }
    if (this.columns.frameCount > this.#view.head.seq + 1) return false
    this.#savedFrames = this.columns.frameCount
    this.#follow()
    return true
  }

  /** Drops everything that is stored of this branch: it was made of other frames. */
  async #forget(): Promise<void> {
    for (const kind of Object.values(CACHE_KINDS)) {
      await this.#cache?.clear({ kind, branch: this.#view.branch })
    }
  }

  #follow(): void {
    const { columns } = this
    this.tones.extend()
    for (
      let seq = this.#seenFrames;
      seq < columns.frameCount && this.#rolledBackAt === Number.POSITIVE_INFINITY;
      seq += 1
    ) {
      if (columns.actionKindOf(seq) === rollback.kind) this.#rolledBackAt = columns.eventsBefore(seq)
    }
    this.#seenFrames = columns.frameCount
  }

  async #isOfThisJournal(): Promise<boolean> {
    const bytes = await this.#cache?.get(CACHE_KINDS.covered, this.#view.branch, 0)
    const noted = bytes === undefined ? undefined : decodeCanonical(bytes)
    if (noted?.ok !== true || !isValueMap(noted.value)) return false
    const { frames, hash } = noted.value
    if (typeof frames !== 'number' || !(hash instanceof Uint8Array) || frames > this.#view.head.seq + 1)
      return false
    const row = await this.#view.load(frames - 1)
    if (!row.ok) return false
    const actual = this.#sha256.digest(sliceBytes(row.value.slices[frames - 1 - row.value.first]))
    return compareBytes(actual, hash) === 0
  }
}
