import { ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { ValueMap } from '../../kernel/codec/value.ts'
import type { Frame } from '../../kernel/journal/frame.ts'
import { decodeFrame } from '../../kernel/journal/frame-decode.ts'
import { type FramePeek, peekFrame, readPayload } from '../../kernel/journal/frame-peek.ts'
import { Lru } from '../shared/lru.ts'
import { sliceBytes } from '../shared/segment-read.ts'
import type { FactShelf } from './fact-shelf.ts'
import { type FrameFacts, factsOf } from './frame-facts.ts'
import type { JournalView } from './journal-view.ts'

/** Bytes of frames whose decoded form is kept; a decoded frame takes a few times as much. */
const DECODED_BYTES_MAX = 2 * 1024 * 1024

/** Single frames as values. Rows are loaded by the caller where a method does not wait. */
export class FrameReader {
  readonly view: JournalView
  readonly #sha256: Sha256
  readonly #frames = new Lru<number, Frame>(DECODED_BYTES_MAX)
  readonly #peeks = new Lru<number, FramePeek>(DECODED_BYTES_MAX)
  /** Facts of large frames: hashing the genesis of a big world takes milliseconds. */
  readonly #facts = new Lru<number, FrameFacts>(DECODED_BYTES_MAX)
  readonly #shelf: FactShelf

  constructor(view: JournalView, shelf: FactShelf, sha256: Sha256) {
    this.view = view
    this.#shelf = shelf
    this.#sha256 = sha256
  }

  /** A decoded frame whose row is in memory. */
  at(seq: number): Frame | undefined {
    const known = this.#frames.get(seq)
    if (known !== undefined) return known
    const slice = this.view.sliceAt(seq)
    if (slice === undefined) return undefined
    const decoded = decodeFrame(sliceBytes(slice))
    if (!decoded.ok) return undefined
    this.#frames.set(seq, decoded.value, slice.end - slice.offset)
    return decoded.value
  }

  async read(seq: number): Promise<Result<Frame>> {
    const row = await this.view.load(seq)
    if (!row.ok) return row
    const known = this.at(seq)
    return known === undefined ? decodeFrame(sliceBytes(row.value.slices[seq - row.value.first])) : ok(known)
  }

  /** Payload of one event, without decoding the others of its frame. */
  async payload(seq: number, index: number): Promise<Result<ValueMap>> {
    const row = await this.view.load(seq)
    if (!row.ok) return row
    const bytes = sliceBytes(row.value.slices[seq - row.value.first])
    let peek = this.#peeks.get(seq)
    if (peek === undefined) {
      const peeked = peekFrame(bytes)
      if (!peeked.ok) return { ...peeked, fault: { ...peeked.fault, seq } }
      peek = peeked.value
      this.#peeks.set(seq, peek, bytes.length)
    }
    return ok(readPayload(bytes, peek, index))
  }

  /** Hash of a frame and the root that its seal names. */
  async facts(seq: number): Promise<Result<FrameFacts>> {
    // A row that is in memory is quicker than anything that is stored.
    const isAtHand = this.view.rowAt(seq) !== undefined
    const known = this.#facts.get(seq) ?? (isAtHand ? undefined : await this.#shelf.at(seq))
    if (known !== undefined) return ok(known)
    const row = await this.view.load(seq)
    if (!row.ok) return row
    const bytes = sliceBytes(row.value.slices[seq - row.value.first])
    const facts = factsOf(bytes, this.#sha256)
    this.#facts.set(seq, facts, bytes.length)
    return ok(facts)
  }
}
