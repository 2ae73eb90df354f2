import { fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { FrameSlice } from '../../kernel/replay/fold.ts'
import { Playback } from '../../kernel/replay/playback.ts'
import { isFrameEnd } from '../../kernel/replay/position.ts'
import { Turnstile } from '../../storage/turnstile.ts'
import { Slice } from '../shared/slices.ts'
import type { FrameReader } from './frame-reader.ts'
import type { JournalIndex } from './journal-index.ts'
import type { Place } from './place.ts'
import type { StartShelf } from './start-shelf.ts'

/** Up to this many events a move forward goes frame by frame, so that it can be undone. */
const STEPPED_EVENTS_MAX = 256

/** Up to this many events back the undo ring is asked. */
const UNDONE_EVENTS_MAX = 16_384

/** Frames before a place that are stepped and not folded, so that a few steps back cost nothing. */
const STEPPED_FRAMES = 32

/** Packed frames folded before messages get their turn. */
const FOLDED_FRAMES = 4096

const SUPERSEDED = fault('input.invalid', { reason: 'superseded' })

/** The one state of this worker and where it stands. Who needs the state somewhere moves it there first. */
export class StateCursor {
  readonly playback: Playback
  readonly #frames: FrameReader
  readonly #index: JournalIndex
  readonly #shelf: StartShelf
  readonly #turnstile = new Turnstile()

  constructor(frames: FrameReader, index: JournalIndex, shelf: StartShelf) {
    this.#frames = frames
    this.#index = index
    this.#shelf = shelf
    this.playback = new Playback({ areFramesChecked: true, blobs: frames.view.blobs.source })
  }

  /**
   * Moves the state to a place and, before anybody else may move it, looks at it. `isWanted` is asked now and then; when
   * it says no the move ends with reason `superseded`, wherever the state is then. A place that is a function is asked
   * for when everybody who came before is done.
   */
  async at<T>(
    place: Place | (() => Place),
    look: (playback: Playback) => T,
    isWanted: () => boolean = () => true,
  ): Promise<Result<T>> {
    return this.#turnstile.pass(async () => {
      const moved = await this.#move(typeof place === 'function' ? place() : place, isWanted)
      return moved.ok ? ok(look(this.playback)) : moved
    })
  }

  async #move(place: Place, isWanted: () => boolean): Promise<Result<void>> {
    const { seq, k } = this.playback.position
    if (seq === place.seq && k === place.k) return ok(undefined)
    if (!isWanted()) return fail(SUPERSEDED)
    const distance = this.#eventsAt(place) - this.#eventsAt({ seq, k })
    if (seq >= 0 && distance <= STEPPED_EVENTS_MAX && distance >= -UNDONE_EVENTS_MAX) {
      const stepped = await this.#step(place)
      if (!stepped.ok || stepped.value) return stepped.ok ? ok(undefined) : stepped
    }
    const begun = await this.#begin(place.seq)
    if (!begun.ok) return begun
    const folded = await this.#fold(Math.max(0, place.seq - STEPPED_FRAMES), isWanted)
    if (!folded.ok) return folded
    const stepped = await this.#step(place)
    if (!stepped.ok) return stepped
    return stepped.value ? ok(undefined) : fail(fault('storage.torn_tail', { seq: place.seq }))
  }

  /** Goes by the undo ring and by single frames; false when that does not lead there. */
  async #step(place: Place): Promise<Result<boolean>> {
    const { frameNeeded } = this.playback
    for (let seq = frameNeeded; seq <= place.seq; ) {
      const row = await this.#frames.view.load(seq)
      if (!row.ok) return row
      seq = row.value.first + row.value.slices.length
    }
    const moved = this.playback.moveTo(place, (seq) => this.#frames.at(seq))
    if (!moved.ok) this.playback.load()
    return moved
  }

  /** Stands at the best beginning before a frame: here, at a keyframe, or before everything. */
  async #begin(seq: number): Promise<Result<void>> {
    const { position } = this.playback
    const keyframe = this.#shelf.seqBefore(seq)
    const isHereUsable = position.seq >= 0 && position.seq <= seq && isFrameEnd(position)
    if (isHereUsable && position.seq >= (keyframe ?? -1)) return ok(undefined)
    const start = keyframe === undefined ? undefined : await this.#shelf.start(keyframe)
    if (start !== undefined) this.playback.load(start)
    else if (!isHereUsable) this.playback.load()
    return ok(undefined)
  }

  /** Folds whole frames up to `until`: packed ones where there are packs, canonical ones elsewhere. */
  async #fold(until: number, isWanted: () => boolean): Promise<Result<void>> {
    const slice = new Slice()
    while (this.playback.position.seq < until) {
      if (!isWanted()) return fail(SUPERSEDED)
      const packed = await this.#foldPacked(until)
      const folded = packed ?? (await this.#foldRow(until))
      if (!folded.ok) {
        this.playback.load()
        return folded
      }
      await slice.pause()
    }
    return ok(undefined)
  }

  /** `undefined` when there is no pack for the next frame. */
  async #foldPacked(until: number): Promise<Result<void> | undefined> {
    const { position } = this.playback
    const keyframe = this.#shelf.seqBefore(position.seq)
    const pack = keyframe === undefined ? undefined : await this.#shelf.pack(keyframe + 1)
    if (pack === undefined || pack.last <= position.seq) return undefined
    const folded = this.playback.foldPack(pack, Math.min(until, pack.last, position.seq + FOLDED_FRAMES))
    return folded.ok ? ok(undefined) : folded
  }

  async #foldRow(until: number): Promise<Result<void>> {
    const from = this.playback.position.seq + 1
    const row = await this.#frames.view.load(from)
    if (!row.ok) return row
    const { first, slices } = row.value
    const wanted: readonly FrameSlice[] = slices.slice(from - first, until - first + 1)
    const folded = this.playback.foldBytes(wanted)
    return folded.ok ? ok(undefined) : folded
  }

  #eventsAt({ seq, k }: Place): number {
    return this.#index.columns.eventsBefore(seq) + k
  }
}
