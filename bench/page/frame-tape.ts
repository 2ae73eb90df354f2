/** Frames made beforehand, as bytes in one buffer: a hundred thousand objects kept alive would slow what is measured. */
import type { Sha256 } from '../../src/kernel/codec/sha256.ts'
import type { Action, Frame, FrameRecord, WorldEvent } from '../../src/kernel/journal/frame.ts'
import type { StorableFrame } from '../../src/storage/journal-batch.ts'

const ACTION: Action = { kind: 'prebuilt', v: 1, payload: {}, actor: 'host', key: 'k', origin: 'input' }
const EVENT: WorldEvent = { kind: 'prebuilt', v: 1, payload: {} }

export class FrameTape {
  private readonly bytes: Uint8Array
  /** End of each frame in `bytes`. */
  private readonly ends: Float64Array
  /** Events of each frame, and its tick. */
  private readonly events: Uint32Array
  private readonly times: Float64Array
  private readonly sealed: Uint8Array

  constructor(frames: readonly FrameRecord[]) {
    this.bytes = new Uint8Array(frames.reduce((total, { bytes }) => total + bytes.length, 0))
    this.ends = new Float64Array(frames.length)
    this.events = Uint32Array.from(frames, ({ frame }) => frame.events.length)
    this.times = Float64Array.from(frames, ({ frame }) => frame.time)
    this.sealed = Uint8Array.from(frames, ({ frame }) => (frame.seal === undefined ? 0 : 1))
    let end = 0
    for (const [index, { bytes }] of frames.entries()) {
      this.bytes.set(bytes, end)
      end += bytes.length
      this.ends[index] = end
    }
  }

  /** The frames after `before`, each hashed anew and with no more around its bytes than a journal looks at. */
  *rehash(sha256: Sha256, before: Frame): Generator<StorableFrame> {
    const eventsByCount = new Map<number, readonly WorldEvent[]>()
    let seq = before.seq
    let firstEvent = before.firstEvent + before.events.length
    let start = 0
    for (let index = 0; index < this.ends.length; index += 1) {
      const end = this.ends[index] ?? start
      const count = this.events[index] ?? 0
      const events = eventsByCount.get(count) ?? Array.from({ length: count }, () => EVENT)
      eventsByCount.set(count, events)
      const bytes = this.bytes.subarray(start, end)
      seq += 1
      const plain: Frame = {
        v: 1,
        seq,
        time: this.times[index] ?? 0,
        parent: null,
        action: ACTION,
        firstEvent,
        events,
      }
      const frame = this.sealed[index] === 1 ? { ...plain, seal: { root: bytes, manifest: bytes } } : plain
      yield { frame, bytes, hash: sha256.digest(bytes), blobs: [] }
      firstEvent += count
      start = end
    }
  }
}
