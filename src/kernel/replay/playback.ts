/** Playback folds events and never executes (design §8): a state that moves along a path of frames, forward and back. */
import { assert } from '../base/assert.ts'
import { fault, type Fault } from '../base/fault.ts'
import { fail, ok, type Result } from '../base/result.ts'
import type { Frame } from '../journal/frame.ts'
import type { Head } from '../journal/path.ts'
import { State } from '../state/collection.ts'
import { Recorder, undoChanges, type Change } from '../state/recorder.ts'
import {
  applyEnvelope,
  applyEvent,
  checkEvents,
  envelopeOf,
  NO_BLOBS,
  type BlobSource,
} from '../world/apply.ts'
import { CATALOGUE, type Catalogue } from '../world/catalogue.ts'
import { definitionOf, foldBytes, foldFaultOf, foldFrames, type FrameSlice } from './fold.ts'
import { foldPack, type FoldPack } from './fold-pack.ts'
import { isFrameEnd, nextEventOf, positionAt, positionIn, type Position } from './position.ts'
import { UndoRing, type UndoLimits } from './undo-ring.ts'

export interface PlaybackOptions {
  readonly catalogue?: Catalogue
  /** Blobs that folded frames name; fetched before the frame is folded (K2). */
  readonly blobs?: BlobSource
  /**
   * True when all frames come from a journal that was made or verified by this build: payloads are then not checked
   * again. Default false.
   */
  readonly areFramesChecked?: boolean
  readonly undo?: Partial<UndoLimits>
}

/** A state to begin from: a keyframe. The playback owns the state from then on. */
export interface PlaybackStart {
  readonly state: State
  readonly head: Head
  /** Events of the frame `head.seq`. */
  readonly events: number
}

export type StepUnit = 'event' | 'frame'

/** About 10 MB of records at worst; a ring of events, not of frames, because steps go by events. */
const UNDO_DEFAULT: UndoLimits = { stepsMax: 20_000, changesMax: 60_000 }

/** Before any frame: `applyFrame` of frame 0 leads out of it. */
const NOWHERE: Position = { seq: -1, k: 0, events: 0, time: 0, firstEvent: 1 }

/**
 * One state and where it stands. Moving is by frames the caller holds: `frameNeeded` says which one a step forward
 * takes. Faults leave state and position as they were, except those of `fold`.
 */
export class Playback {
  readonly catalogue: Catalogue
  readonly blobs: BlobSource
  private readonly areFramesChecked: boolean
  private readonly ring: UndoRing
  private recorder = new Recorder(new State())
  private at: Position = NOWHERE

  constructor(options: PlaybackOptions = {}) {
    this.catalogue = options.catalogue ?? CATALOGUE
    this.blobs = options.blobs ?? NO_BLOBS
    this.areFramesChecked = options.areFramesChecked ?? false
    this.ring = new UndoRing({ ...UNDO_DEFAULT, ...options.undo })
  }

  /** The state at the position. Changes with every move; keep records, not the state. */
  get state(): State {
    return this.recorder.state
  }

  /** `seq` −1 before frame 0. */
  get position(): Position {
    return this.at
  }

  /** Seq of the frame that a step forward by an event works on. */
  get frameNeeded(): number {
    return isFrameEnd(this.at) ? this.at.seq + 1 : this.at.seq
  }

  /** Begins at a keyframe, or with no argument before frame 0. Nothing can be undone yet. */
  load(start?: PlaybackStart): void {
    this.recorder = new Recorder(start?.state ?? new State())
    this.at = start === undefined ? NOWHERE : positionAt(start.head, start.events)
    this.ring.clear()
  }

  /** Applies the whole next frame so that it can be undone. Faults: `frame.order`, `replay.divergence` and those of checks. */
  applyFrame(frame: Frame): Result<Position, Fault> {
    if (!isFrameEnd(this.at)) return fail(this.orderFault(frame))
    return this.kept(this.advance(frame, frame.events.length))
  }

  /**
   * Folds many whole frames at full speed: nothing is checked beyond their order and nothing can be undone. Frames were
   * checked when they were made or imported. On a fault the state is unusable: load again.
   */
  fold(frames: Iterable<Frame>): Result<Position, Fault> {
    assert(isFrameEnd(this.at), 'Folding begins at the end of a frame.', { seq: this.at.seq })
    this.ring.clear()
    return this.arrive(foldFrames(this.state, this.at, frames, this))
  }

  /** `fold` from canonical bytes, of which only the payloads are decoded. */
  foldBytes(slices: Iterable<FrameSlice>): Result<Position, Fault> {
    assert(isFrameEnd(this.at), 'Folding begins at the end of a frame.', { seq: this.at.seq })
    this.ring.clear()
    return this.arrive(foldBytes(this.state, this.at, slices, this))
  }

  /** `fold` from a fold pack, up to frame `until`. */
  foldPack(pack: FoldPack, until: number = pack.last): Result<Position, Fault> {
    assert(isFrameEnd(this.at), 'Folding begins at the end of a frame.', { seq: this.at.seq })
    this.ring.clear()
    const { catalogue, blobs } = this
    return this.arrive(foldPack(this.state, this.at, pack, { catalogue, blobs, until }))
  }

  /** One step: the next event of the frame at hand or the first of the next one; or up to the next end of a frame. */
  stepForward(frame: Frame, by: StepUnit): Result<Position, Fault> {
    const from = isFrameEnd(this.at) ? 0 : this.at.k
    const k = by === 'frame' ? frame.events.length : Math.min(from + 1, frame.events.length)
    return this.kept(this.advance(frame, k))
  }

  /**
   * One step back, from the undo ring; `undefined` when it does not reach that far, and then nothing moved: seek. Before
   * the first event of a frame lies the end of the frame before it.
   */
  stepBack(by: StepUnit): Position | undefined {
    const { k } = this.at
    const steps = by === 'frame' ? k + 1 : k === 1 ? 2 : 1
    if (this.at.seq <= 0 && steps > k) return undefined
    if (this.ring.length < steps) return undefined
    for (let count = 0; count < steps; count += 1) this.undoOne()
    return this.at
  }

  /**
   * Moves to (seq, k), `k` absent = the end of the frame: back through the ring, forward through frames. `ok(false)` when
   * the ring does not reach or a frame is not at hand; it then stands somewhere on the way.
   */
  moveTo(
    target: { readonly seq: number; readonly k?: number },
    frameAt: (seq: number) => Frame | undefined,
  ): Result<boolean, Fault> {
    while (this.isBeyond(target)) if (!this.undoOne()) return ok(false)
    while (this.isBefore(target)) {
      const frame = frameAt(this.frameNeeded)
      if (frame === undefined) return ok(false)
      const { length } = frame.events
      const k = frame.seq === target.seq ? Math.min(target.k ?? length, length) : length
      const moved = this.kept(this.advance(frame, k))
      if (!moved.ok) return moved
    }
    return ok(true)
  }

  /** What frame `seq` did, while the ring holds all of it. Nothing is computed: these are the writes that were made. */
  changesOf(seq: number): readonly Change[] | undefined {
    let back = 0
    let first = this.at
    if (first.seq < seq || (first.seq === seq && !isFrameEnd(first))) return undefined
    while (first.seq > seq) {
      const step = this.ring.peek(back)
      if (step === undefined) return undefined
      back += 1
      first = step.from
    }
    const groups: (readonly Change[])[] = []
    while (first.seq === seq) {
      const step = this.ring.peek(back)
      if (step === undefined) return undefined
      groups.push(step.changes)
      back += 1
      first = step.from
    }
    return groups.toReversed().flat()
  }

  /** What the next frame would do: applied, read off and taken back. */
  previewChanges(frame: Frame): Result<readonly Change[], Fault> {
    if (!isFrameEnd(this.at)) return fail(this.orderFault(frame))
    const before = this.at
    const advanced = this.advance(frame, frame.events.length)
    if (!advanced.ok) return advanced
    const changes = this.changesOf(frame.seq) ?? []
    this.backTo(before)
    return ok(changes)
  }

  private isBeyond(target: { readonly seq: number; readonly k?: number }): boolean {
    const { seq, k } = this.at
    return seq > target.seq || (seq === target.seq && target.k !== undefined && k > target.k)
  }

  private isBefore(target: { readonly seq: number; readonly k?: number }): boolean {
    const { seq, k, events } = this.at
    return seq < target.seq || (seq === target.seq && k < Math.min(target.k ?? events, events))
  }

  private arrive(folded: Result<Position, Fault>): Result<Position, Fault> {
    if (folded.ok) this.at = folded.value
    return folded
  }

  /** The ring may grow over its bounds within one frame, so that a frame that fails can be taken back. */
  private kept(advanced: Result<Position, Fault>): Result<Position, Fault> {
    this.ring.trim()
    return advanced
  }

  private backTo(position: Position): void {
    while (this.at !== position)
      assert(this.undoOne(), 'What was just done can be taken back.', { seq: this.at.seq })
  }

  private undoOne(): boolean {
    const step = this.ring.pop()
    if (step === undefined) return false
    undoChanges(this.recorder.state, step.changes)
    this.at = step.from
    return true
  }

  private orderFault(frame: Frame): Fault {
    return fault('frame.order', { seq: frame.seq, expected: this.frameNeeded, actual: frame.seq })
  }

  /** Applies a frame up to `k` of its events, beginning with what is not applied yet. */
  private advance(frame: Frame, k: number): Result<Position, Fault> {
    const isNew = isFrameEnd(this.at)
    if (frame.seq !== this.frameNeeded) return fail(this.orderFault(frame))
    if (isNew && frame.firstEvent !== nextEventOf(this.at)) {
      const place = { seq: frame.seq, path: 'firstEvent' }
      return fail(
        fault('frame.order', { ...place, expected: nextEventOf(this.at), actual: frame.firstEvent }),
      )
    }
    if (isNew && !this.areFramesChecked) {
      const broken = checkEvents(this.catalogue, frame, this.blobs)
      if (broken !== undefined) return fail(broken)
    }
    const before = this.at
    try {
      if (isNew) this.pass(positionIn(frame, 0), () => applyEnvelope(this.recorder, envelopeOf(frame)))
      while (this.at.k < k) this.passEvent(frame)
      return ok(this.at)
    } catch (error) {
      const found = foldFaultOf(error, frame.seq)
      this.recorder.rollbackTo(0)
      this.backTo(before)
      return fail(found)
    }
  }

  private passEvent(frame: Frame): void {
    const { k } = this.at
    const event = frame.events[k]
    assert(event !== undefined, 'A frame has the events it counts.', { seq: frame.seq })
    definitionOf(this.catalogue, event.kind, frame.seq)
    const place = { eventId: frame.firstEvent + k, seq: frame.seq, time: frame.time }
    this.pass(positionIn(frame, k + 1), () =>
      applyEvent(this.catalogue, this.recorder, event, place, this.blobs),
    )
  }

  private pass(next: Position, apply: () => void): void {
    apply()
    this.ring.push({ from: this.at, changes: this.recorder.takeChanges() })
    this.at = next
  }
}
