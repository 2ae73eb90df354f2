import { ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { CacheStore, Storage, WorldStore } from '../../storage/port.ts'
import { Turnstile } from '../../storage/turnstile.ts'
import type { HeadInfo } from '../protocol.ts'
import { CACHE_FORMAT } from '../shared/cache-layout.ts'
import { headToInfo } from '../shared/head-info.ts'
import { sleep } from '../shared/slices.ts'
import { Activity } from './activity.ts'
import { FactShelf } from './fact-shelf.ts'
import { FrameReader } from './frame-reader.ts'
import type { Inspection } from './inspection.ts'
import { JournalIndex, readStoredIndex } from './journal-index.ts'
import { JournalView } from './journal-view.ts'
import { Playhead } from './playhead.ts'
import { warmUp } from './warm-up.ts'

export interface RecordingSource {
  readonly storage: Storage
  readonly sha256: Sha256
  readonly worldKey: string
  readonly branch: string
}

/** Time left to the first picture before anything is made that it does not need. */
const FIRST_PICTURE_MS = 2500

interface RecordingParts {
  readonly store: WorldStore
  readonly cache: CacheStore | undefined
  readonly view: JournalView
  readonly index: JournalIndex
  readonly facts: FactShelf
}

/** One branch as it is played back: everything that is derived from its journal, up to what was durable when we looked. */
export class Recording {
  readonly view: JournalView
  readonly index: JournalIndex
  readonly frames: FrameReader
  readonly playhead: Playhead
  readonly activity = new Activity()
  readonly #store: WorldStore
  readonly #cache: CacheStore | undefined
  readonly #facts: FactShelf
  readonly #sha256: Sha256
  readonly #turnstile = new Turnstile()
  #inspection: Promise<Inspection> | undefined
  #isBuilding = false

  private constructor(sha256: Sha256, parts: RecordingParts) {
    const { store, cache, view, index, facts } = parts
    this.#store = store
    this.#cache = cache
    this.#facts = facts
    this.#sha256 = sha256
    this.view = view
    this.index = index
    view.sizeOf = (seq) => (seq < index.columns.frameCount ? index.columns.sizeOf(seq) : undefined)
    this.frames = new FrameReader(view, facts, sha256)
    this.playhead = new Playhead(this.frames, index, async () => (await this.inspection()).cursor)
  }

  static async open(source: RecordingSource): Promise<Result<Recording>> {
    const { storage, sha256, worldKey, branch } = source
    const opening = Promise.all([storage.openWorld(worldKey), storage.openCache(worldKey, CACHE_FORMAT)])
    warmUp()
    const [store, cache] = await opening
    if (!store.ok) {
      if (cache.ok) await cache.value.close()
      return store
    }
    const parts = { store: store.value, cache: cache.ok ? cache.value : undefined }
    const stored = readStoredIndex(parts.cache, branch)
    const view = await JournalView.open(store.value, branch)
    if (!view.ok) {
      await Promise.all([parts.store.close(), parts.cache?.close()])
      return view
    }
    const index = await JournalIndex.open({ view: view.value, cache: parts.cache, sha256 }, await stored)
    const facts = new FactShelf(parts.cache, branch)
    await facts.open(index.savedFrames)
    const recording = new Recording(sha256, { ...parts, view: view.value, index, facts })
    const read = await recording.#read()
    if (!read.ok) await recording.close()
    return read.ok ? ok(recording) : read
  }

  /** Takes in what became durable since; answers how far pictures now go. */
  async advance(head: HeadInfo): Promise<Result<HeadInfo>> {
    return this.#turnstile.pass(async () => {
      if (head.seq > this.view.head.seq) {
        const refreshed = await this.view.refresh()
        if (!refreshed.ok) return refreshed
        const extended = await this.index.extend()
        if (!extended.ok) return extended
        void this.#buildBehind()
      }
      return ok(headToInfo(this.view.head))
    })
  }

  /** What looks into frames and states. */
  async inspection(): Promise<Inspection> {
    this.#inspection ??= this.#inspect()
    return this.#inspection
  }

  async close(): Promise<void> {
    this.activity.end()
    await Promise.all([this.#store.close(), this.#cache?.close()])
  }

  /** Reads what the index does not know yet. */
  async #read(): Promise<Result<void>> {
    const extended = await this.index.extend()
    if (!extended.ok) return extended
    this.playhead.begin()
    void this.#buildBehind(FIRST_PICTURE_MS)
    return ok(undefined)
  }

  /** Stores the index and makes keyframes, in the pauses. What cannot be stored now is made again another time. */
  async #buildBehind(afterMs = 0): Promise<void> {
    if (this.#isBuilding) return
    this.#isBuilding = true
    await sleep(afterMs)
    do await this.activity.quiet()
    while (!this.activity.isEnded && (await this.index.save()))
    do await this.activity.quiet()
    while (!this.activity.isEnded && (await this.#saveFacts()))
    if (!this.activity.isEnded) await (await this.inspection()).builder.build()
    this.#isBuilding = false
  }

  async #saveFacts(): Promise<boolean> {
    return this.#facts.save(this.view, this.index.savedFrames, this.#sha256)
  }

  async #inspect(): Promise<Inspection> {
    const { createInspection } = await import('./inspection.ts')
    const { frames, index, activity, playhead } = this
    return createInspection({ frames, index, activity, cache: this.#cache, place: () => playhead.place })
  }
}
