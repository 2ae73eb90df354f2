/**
 * The chain of frames. A frame is passed on once its hash is known to be the recorded one: by the parent
 * in the next frame, or by the segment or head that names it. So a changed byte is told as the frame it is in, and not
 * as what follows from it.
 */
import { fault, type Fault } from '../base/fault.ts'
import { bytesToHex, compareBytes } from '../base/order.ts'
import type { Sha256 } from '../codec/sha256.ts'
import { decodeFrame } from '../journal/frame-decode.ts'
import { parentAtOf } from './scan/action-scan.ts'

/** The bytes of a frame and their hash, which is the one that was recorded. */
export interface ChainedFrame {
  readonly bytes: Uint8Array
  readonly hash: Uint8Array
}

/** A frame that came and is not passed on yet. */
interface HeldFrame extends ChainedFrame {
  /** Where in its bytes the parent's hash lies; −1 without one. */
  readonly parentAt: number
  /** Its hash is named by a segment or a head. */
  readonly isNamed: boolean
}

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => compareBytes(a, b) === 0

const parentIn = ({ bytes, parentAt }: HeldFrame): Uint8Array | null =>
  parentAt < 0 ? null : bytes.subarray(parentAt, parentAt + 32)

/** Whether `child` names the hash of `parent`. */
function isChild({ bytes, parentAt }: HeldFrame, { hash }: ChainedFrame): boolean {
  if (parentAt < 0) return false
  for (let index = 0; index < 32; index += 1) if (bytes[parentAt + index] !== hash[index]) return false
  return true
}

/** Takes frames in order and passes them on, each confirmed. The first fault ends it. */
export class FrameChain {
  private readonly sha256: Sha256
  private readonly judge: (frame: ChainedFrame) => Fault | undefined
  /** Read, waiting for its hash to be confirmed. */
  private held: HeldFrame | undefined
  /** Its parent is not the hash of `held`: one of the two was changed; the next frame tells which. */
  private suspect: HeldFrame | undefined
  private stopped: Fault | undefined
  private passed = 0

  /** `judge` looks at each confirmed frame; its fault ends the chain. */
  constructor(sha256: Sha256, judge: (frame: ChainedFrame) => Fault | undefined) {
    this.sha256 = sha256
    this.judge = judge
  }

  /** Frames that were passed on and hold. */
  get frameCount(): number {
    return this.passed
  }

  /** What ended the chain. */
  get broken(): Fault | undefined {
    return this.stopped
  }

  /**
   * Takes the bytes of the next frame, and its hash where a segment names it. Answers with the fault that ends the
   * verification; it may be of an earlier frame.
   */
  push(bytes: Uint8Array, namedHash?: Uint8Array): Fault | undefined {
    return this.stopped ?? this.take(bytes, this.sha256.digest(bytes), namedHash)
  }

  /** Takes a run of frames, a segment mostly, whose last frame has the hash `lastHash`. */
  pushAll(run: readonly Uint8Array[], lastHash?: Uint8Array): Fault | undefined {
    if (this.stopped !== undefined) return this.stopped
    const hashes = this.sha256.digestAll(run)
    for (let index = 0; index < run.length; index += 1) {
      const bytes = run[index]
      if (bytes === undefined) continue
      const hash = hashes[index] ?? this.sha256.digest(bytes)
      const broken = this.take(bytes, hash, index === run.length - 1 ? lastHash : undefined)
      if (broken !== undefined) return broken
    }
    return undefined
  }

  /** Passes on what waits. `headHash` is the hash that a file or branch gives for its last frame. */
  finish(headHash?: Uint8Array): Fault | undefined {
    return this.settleAll(headHash)
  }

  private take(bytes: Uint8Array, hash: Uint8Array, namedHash: Uint8Array | undefined): Fault | undefined {
    const seq = this.passed + (this.held === undefined ? 0 : 1) + (this.suspect === undefined ? 0 : 1)
    const isNamed = namedHash !== undefined
    if (isNamed && !isEqual(hash, namedHash)) {
      const place = { seq, expected: bytesToHex(namedHash), actual: bytesToHex(hash) }
      return this.settleAll() ?? this.stop(fault('frame.hash', place))
    }
    const parentAt = parentAtOf(bytes)
    // The whole frame is read only where a look at its end does not show a parent.
    const decoded = parentAt < 0 ? decodeFrame(bytes) : undefined
    if (decoded?.ok === false) return this.settleAll() ?? this.stop({ ...decoded.fault, seq })
    const frame: HeldFrame = { bytes, hash, isNamed, parentAt }
    const { held, suspect } = this
    if (suspect !== undefined) return this.accuse(isChild(frame, suspect))
    if (held === undefined || isChild(frame, held)) {
      const broken = this.settleHeld()
      this.held = frame
      return broken
    }
    this.suspect = frame
    if (frame.isNamed) return this.accuse(true)
    return held.isNamed ? this.accuse(false) : undefined
  }

  /** Says which of two frames that do not fit was changed. `isSuspectTrue`: the later one is as it was recorded. */
  private accuse(isSuspectTrue: boolean): Fault | undefined {
    const { held, suspect } = this
    if (held === undefined || suspect === undefined) return undefined
    const heldSeq = this.passed
    this.suspect = undefined
    const decoded = decodeFrame(suspect.bytes)
    const told = decoded.ok ? decoded.value.seq : heldSeq + 1
    if (isSuspectTrue && told === heldSeq + 1) {
      this.held = undefined
      const parent = parentIn(suspect)
      const expected = parent === null ? 'none' : bytesToHex(parent)
      return this.stop(fault('frame.hash', { seq: heldSeq, expected, actual: bytesToHex(held.hash) }))
    }
    const seq = heldSeq + 1
    const wrong = isSuspectTrue
      ? fault('frame.order', { seq, expected: seq, actual: told })
      : fault('frame.hash', {
          seq,
          path: 'parent',
          expected: bytesToHex(held.hash),
          actual: bytesToHex(suspect.hash),
        })
    return this.settleHeld() ?? this.stop(wrong)
  }

  private settleAll(headHash?: Uint8Array): Fault | undefined {
    if (this.stopped !== undefined) return this.stopped
    const last = this.suspect ?? this.held
    if (this.suspect !== undefined)
      return this.accuse(headHash === undefined || isEqual(this.suspect.hash, headHash))
    if (headHash !== undefined && last !== undefined && !isEqual(last.hash, headHash)) {
      const place = { seq: this.passed, expected: bytesToHex(headHash), actual: bytesToHex(last.hash) }
      return this.stop(fault('frame.hash', place))
    }
    return this.settleHeld()
  }

  private settleHeld(): Fault | undefined {
    const { held } = this
    this.held = undefined
    if (held === undefined) return undefined
    const wrong = this.judge(held)
    if (wrong !== undefined) return this.stop(wrong)
    this.passed += 1
    return undefined
  }

  private stop(broken: Fault): Fault {
    this.stopped = broken
    return broken
  }
}
