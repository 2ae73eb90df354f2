import { ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { CacheStore, Storage, WorldStore } from '../../storage/port.ts'
import { Turnstile } from '../../storage/turnstile.ts'
import type { HeadInfo } from '../protocol.ts'
import { CACHE_FORMAT } from '../shared/cache-layout.ts'
import { headToInfo } from '../shared/head-info.ts'
import { Activity } from './activity.ts'
import { EventQuery } from './event-query.ts'
import { FrameReader } from './frame-reader.ts'
import { JournalIndex } from './journal-index.ts'
import { JournalView } from './journal-view.ts'
import { KeyframeBuilder } from './keyframe-builder.ts'
import { MarkerList } from './marker-list.ts'
import { Playhead } from './playhead.ts'
import { StartShelf } from './start-shelf.ts'
import { StateCursor } from './state-cursor.ts'
import { StateQuery } from './state-query.ts'
import { StepQuery } from './step-query.ts'

export interface RecordingSource {
  readonly storage: Storage
  readonly sha256: Sha256
  readonly worldKey: string
  readonly branch: string
}

/** One branch as it is played back: everything that is derived from its journal, up to what was durable when we looked. */
export class Recording {
  readonly worldKey: string
  readonly view: JournalView
  readonly index: JournalIndex
  readonly shelf: StartShelf
  readonly frames: FrameReader
  readonly playhead: Playhead
  readonly events: EventQuery
  readonly steps: StepQuery
  readonly states: StateQuery
  readonly markers: MarkerList
  readonly activity = new Activity()
  readonly #store: WorldStore
  readonly #cache: CacheStore | undefined
  readonly #builder: KeyframeBuilder
  readonly #turnstile = new Turnstile()

  private constructor(
    { sha256, worldKey, branch }: RecordingSource,
    {
      store,
      cache,
      view,
    }: { readonly store: WorldStore; readonly cache: CacheStore | undefined; readonly view: JournalView },
  ) {
    this.worldKey = worldKey
    this.#store = store
    this.#cache = cache
    this.view = view
    this.index = new JournalIndex(view, cache, sha256)
    view.sizeOf = (seq) => (seq < this.index.columns.frameCount ? this.index.columns.sizeOf(seq) : undefined)
    this.shelf = new StartShelf(cache, branch)
    this.frames = new FrameReader(view, sha256)
    const cursor = new StateCursor(this.frames, this.index, this.shelf)
    const { frames, index, shelf, activity } = this
    this.playhead = new Playhead(frames, index, cursor)
    this.events = new EventQuery(frames, index)
    this.steps = new StepQuery(frames, index, cursor)
    this.states = new StateQuery({ frames, cursor, playhead: this.playhead, steps: this.steps })
    this.markers = new MarkerList(frames, index)
    this.#builder = new KeyframeBuilder({ frames, index, shelf, activity })
  }

  static async open(source: RecordingSource): Promise<Result<Recording>> {
    const { storage, worldKey, branch } = source
    const [store, cache] = await Promise.all([
      storage.openWorld(worldKey),
      storage.openCache(worldKey, CACHE_FORMAT),
    ])
    if (!store.ok) {
      if (cache.ok) await cache.value.close()
      return store
    }
    const view = await JournalView.open(store.value, branch)
    const parts = { store: store.value, cache: cache.ok ? cache.value : undefined }
    if (!view.ok) {
      await Promise.all([parts.store.close(), parts.cache?.close()])
      return view
    }
    const recording = new Recording(source, { ...parts, view: view.value })
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
        this.#buildBehind()
      }
      return ok(headToInfo(this.view.head))
    })
  }

  async close(): Promise<void> {
    this.activity.end()
    await Promise.all([this.#store.close(), this.#cache?.close()])
  }

  /** Reads the index, from the cache as far as it goes. */
  async #read(): Promise<Result<void>> {
    await this.index.load()
    const extended = await this.index.extend()
    if (!extended.ok) return extended
    this.playhead.begin()
    await this.shelf.load()
    await this.shelf.dropAfter(this.view.head.seq)
    this.#buildBehind()
    return ok(undefined)
  }

  /** Stores the index and makes keyframes, in the pauses. What cannot be stored now is made again another time. */
  #buildBehind(): void {
    const build = async (): Promise<void> => {
      await this.activity.quiet()
      if (this.activity.isEnded) return
      await this.index.save()
      await this.#builder.build()
    }
    void build()
  }
}
