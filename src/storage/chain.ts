import { fault } from '../kernel/base/fault.ts'
import { bytesToHex, compareBytes } from '../kernel/base/order.ts'
import { fail, ok, type Result } from '../kernel/base/result.ts'
import type { Frame } from '../kernel/journal/frame.ts'
import { decodeFrame } from '../kernel/journal/frame-decode.ts'
import type { Head } from '../kernel/journal/path.ts'

/** Where a path ends with this frame. */
export function headOf({ seq, time, firstEvent, events }: Frame, hash: Uint8Array): Head {
  return { seq, hash, time, nextEvent: firstEvent + events.length }
}

/**
 * Follows frames from genesis on: each is canonical, counts on from the one before and names its hash. What frames mean
 * is not looked at; seals are compared by verification, which knows the state.
 */
export class FrameChain {
  #head: Head | undefined

  /** `head` is the last frame that is known to hold; undefined begins before genesis. */
  constructor(head?: Head) {
    this.#head = head
  }

  /** The last frame that held. */
  get head(): Head | undefined {
    return this.#head
  }

  /** Seq of the frame that must come next: so many frames hold. */
  get next(): number {
    return this.#head === undefined ? 0 : this.#head.seq + 1
  }

  /** Takes the next frame; `hash` is the hash of its bytes. A frame that does not fit leaves the chain as it was. */
  push(bytes: Uint8Array, hash: Uint8Array): Result<Frame> {
    const decoded = decodeFrame(bytes)
    const seq = this.next
    if (!decoded.ok) return fail({ ...decoded.fault, seq })
    const frame = decoded.value
    const nextEvent = this.#head?.nextEvent ?? 1
    if (frame.seq !== seq)
      return fail(fault('frame.order', { seq, path: 'seq', expected: seq, actual: frame.seq }))
    const parent = this.#head?.hash
    if (parent !== undefined && (frame.parent === null || compareBytes(frame.parent, parent) !== 0)) {
      const actual = frame.parent === null ? 'null' : bytesToHex(frame.parent)
      return fail(fault('frame.hash', { seq, path: 'parent', expected: bytesToHex(parent), actual }))
    }
    if (frame.firstEvent !== nextEvent) {
      return fail(
        fault('frame.order', { seq, path: 'firstEvent', expected: nextEvent, actual: frame.firstEvent }),
      )
    }
    const time = this.#head?.time ?? 0
    if (frame.time < time)
      return fail(fault('frame.order', { seq, path: 'time', expected: time, actual: frame.time }))
    this.#head = headOf(frame, hash)
    return ok(frame)
  }
}
