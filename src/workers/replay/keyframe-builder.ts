import { SEAL_INTERVAL } from '../../kernel/base/limits.ts'
import { hexToBytes } from '../../kernel/base/order.ts'
import { ok, type Result } from '../../kernel/base/result.ts'
import { decodeFrame } from '../../kernel/journal/frame-decode.ts'
import { FoldPackWriter } from '../../kernel/replay/fold-pack.ts'
import { encodeKeyframe } from '../../kernel/replay/keyframe.ts'
import { Playback, type PlaybackStart } from '../../kernel/replay/playback.ts'
import { nextEventOf } from '../../kernel/replay/position.ts'
import type { Frame } from '../../kernel/journal/frame.ts'
import { CATALOGUE } from '../../kernel/world/catalogue.ts'
import { sliceBytes } from '../shared/segment-read.ts'
import { Slice } from '../shared/slices.ts'
import type { Activity } from './activity.ts'
import type { FrameReader } from './frame-reader.ts'
import type { JournalIndex } from './journal-index.ts'
import type { StartShelf } from './start-shelf.ts'

/** Events between two keyframes, at least and at most: what a cold seek folds. */
const SPACING_MIN = 4096
const SPACING_MAX = 16_384

/** Bytes of keyframe an event may cost: large states get fewer of them. */
const KEYFRAME_BYTES_PER_EVENT = 64

/** Frames decoded and folded before anybody else gets a turn: about a slice. */
const FRAMES_AT_ONCE = 256

export interface BuilderParts {
  readonly frames: FrameReader
  readonly index: JournalIndex
  readonly shelf: StartShelf
  readonly activity: Activity
}

/**
 * Makes keyframes and the packs between them, while nobody asks for anything. They stand at sealed frames, so that
 * whoever opens a world from one can compare its root.
 */
export class KeyframeBuilder {
  readonly #parts: BuilderParts
  readonly #playback: Playback
  #spacing = SPACING_MIN
  #isBuilding = false

  constructor(parts: BuilderParts) {
    this.#parts = parts
    this.#playback = new Playback({ areFramesChecked: true, blobs: parts.frames.view.blobs.source })
  }

  /** Builds what is missing up to the head. Calls while it builds are answered at once. */
  async build(): Promise<Result<void>> {
    if (this.#isBuilding) return ok(undefined)
    this.#isBuilding = true
    const built = await this.#buildAll()
    this.#isBuilding = false
    return built
  }

  async #buildAll(): Promise<Result<void>> {
    const { activity } = this.#parts
    for (let seq = this.#next(); seq !== undefined; seq = this.#next()) {
      const built = await this.#buildAt(seq)
      if (!built.ok || !built.value || activity.isEnded) return built.ok ? ok(undefined) : built
    }
    return ok(undefined)
  }

  /** The frame at which the next keyframe belongs; `undefined` when the journal does not reach that far yet. */
  #next(): number | undefined {
    const { index, shelf, frames } = this.#parts
    const { columns } = index
    const last = shelf.seqs.at(-1)
    if (last === undefined) return 0
    const dueEvents = columns.eventsBefore(last + 1) + this.#spacing
    const headSeq = frames.view.head.seq
    if (columns.eventCount < dueEvents || columns.frameCount <= headSeq) return undefined
    for (let seq = columns.seqOfEvent(dueEvents); seq <= headSeq; seq += 1)
      if (this.#isSealed(seq)) return seq
    return undefined
  }

  #isSealed(seq: number): boolean {
    const kind = this.#parts.index.columns.actionKindOf(seq)
    return seq % SEAL_INTERVAL === SEAL_INTERVAL - 1 || CATALOGUE.actions.get(kind)?.isSealed === true
  }

  /** False when it could not be stored. */
  async #buildAt(seq: number): Promise<Result<boolean>> {
    const { shelf, activity } = this.#parts
    const begun = await this.#begin()
    if (!begun.ok) return begun
    const from = this.#playback.position.seq + 1
    const writer = new FoldPackWriter()
    const slice = new Slice()
    while (this.#playback.position.seq < seq) {
      const taken = await this.#takeRow(seq, writer)
      if (!taken.ok) return taken
      if (activity.isEnded) return ok(false)
      await activity.quiet()
      await slice.pause()
    }
    const start = await this.#startHere()
    if (!start.ok) return start
    const pack = from === 0 ? undefined : { first: from, bytes: writer.finish() }
    const keyframe = encodeKeyframe(start.value)
    this.#spacing = Math.min(
      SPACING_MAX,
      Math.max(SPACING_MIN, Math.ceil(keyframe.length / KEYFRAME_BYTES_PER_EVENT)),
    )
    return ok(await shelf.put(seq, keyframe, pack))
  }

  /** Stands at the last keyframe that is stored. */
  async #begin(): Promise<Result<void>> {
    const { shelf } = this.#parts
    const last = shelf.seqs.at(-1)
    if (last === undefined) this.#playback.load()
    else if (this.#playback.position.seq !== last) {
      const start = await shelf.start(last)
      if (start !== undefined) this.#playback.load(start)
      else {
        // It vanished: everything after it is made again from what is left.
        await shelf.dropAfter(last - 1)
        return this.#begin()
      }
    }
    return ok(undefined)
  }

  async #takeRow(until: number, writer: FoldPackWriter): Promise<Result<void>> {
    const { frames } = this.#parts
    const from = this.#playback.position.seq + 1
    const row = await frames.view.load(from)
    if (!row.ok) return row
    const { first, slices } = row.value
    const taken: Frame[] = []
    // Decoded here and not by the reader: nobody will ask for them again soon.
    for (const slice of slices.slice(from - first, Math.min(until, from + FRAMES_AT_ONCE - 1) - first + 1)) {
      const frame = decodeFrame(sliceBytes(slice))
      if (!frame.ok) return frame
      if (frame.value.seq > 0) writer.add(frame.value)
      taken.push(frame.value)
    }
    const folded = this.#playback.fold(taken)
    return folded.ok ? ok(undefined) : folded
  }

  async #startHere(): Promise<Result<PlaybackStart>> {
    const { position, state } = this.#playback
    const { seq, time, events } = position
    const facts = await this.#parts.frames.facts(seq)
    if (!facts.ok) return facts
    const hash = hexToBytes(facts.value.hash) ?? new Uint8Array(32)
    return ok({ state, events, head: { seq, hash, time, nextEvent: nextEventOf(position) } })
  }
}
