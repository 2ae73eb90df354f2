import type { Fault } from '../base/fault.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { CanonicalReader } from '../codec/decode.ts'
import { attemptDecode } from '../codec/decode-fault.ts'
import { encodeCanonical } from '../codec/encode.ts'
import type { ValueMap } from '../codec/value.ts'
import { FRAME_DEPTH, FRAME_KEYS, type WorldEvent } from './frame.ts'
import { readEvent } from './frame-decode.ts'

const KEY = FRAME_KEYS
const DERIVED = encodeCanonical('derived')

/**
 * What fold and columns need of a frame, without its payloads. Offsets count from the start of the bytes that were given. Only
 * for bytes whose hash or form has been checked: a peek sees lengths and the keys it looks for, nothing else.
 */
export interface FramePeek {
  readonly seq: number
  readonly time: number
  readonly firstEvent: number
  /** Kind of the action. */
  readonly kind: string
  readonly actor: string
  /** Idempotency key of the action. */
  readonly key: string
  readonly isDerived: boolean
  readonly hasSeal: boolean
  /** Module calls of the frame: their count, and where the array begins (−1 without calls). */
  readonly callCount: number
  readonly callsAt: number
  readonly eventCount: number
  readonly eventKinds: readonly string[]
  /** Three offsets an event: where its map begins, where its payload begins, where both end. */
  readonly eventSpans: readonly number[]
  /** Where the frame ends. */
  readonly end: number
}

/** Peeks at the frame that begins at `offset`. Fault: `frame.undecodable`, when the bytes are not a frame after all. */
export function peekFrame(bytes: Uint8Array, offset = 0, end: number = bytes.length): Result<FramePeek> {
  const peeked = attemptDecode(() => readPeek(new CanonicalReader(bytes, offset, end)))
  return peeked.ok ? peeked : fail<Fault>({ ...peeked.fault, kind: 'frame.undecodable' })
}

/** The payload of one event of a peeked frame. Throws only for bytes that were never checked. */
export function readPayload(bytes: Uint8Array, peek: FramePeek, index: number): ValueMap {
  const start = peek.eventSpans[3 * index + 1] ?? peek.end
  return new CanonicalReader(bytes, start, peek.end).readMap(FRAME_DEPTH + 3)
}

/** The events of a peeked frame, whole. Fault: `frame.undecodable`. */
export function decodeFrameEvents(bytes: Uint8Array, peek: FramePeek): Result<readonly WorldEvent[]> {
  const decoded = attemptDecode(() => {
    const reader = new CanonicalReader(bytes, 0, peek.end)
    const events: WorldEvent[] = []
    for (let i = 0; i < peek.eventCount; i += 1) {
      reader.offset = peek.eventSpans[3 * i] ?? peek.end
      events.push(readEvent(reader, peek.callCount))
    }
    return events
  })
  return decoded.ok ? ok(decoded.value) : fail<Fault>({ ...decoded.fault, kind: 'frame.undecodable' })
}

function readPeek(reader: CanonicalReader): FramePeek {
  reader.readMapHeader()
  skipField(reader, KEY.v)
  const seq = readIntField(reader, KEY.seq)
  takeOptional(reader, KEY.refs)
  const hasSeal = takeOptional(reader, KEY.seal) >= 0
  const time = readIntField(reader, KEY.time)
  const callsAt = takeOptional(reader, KEY.calls)
  const callCount = callsAt < 0 ? 0 : new CanonicalReader(reader.bytes, callsAt, reader.end).readArrayHeader()

  expectKey(reader, KEY.action)
  reader.readMapHeader()
  skipField(reader, KEY.v)
  const key = readTextField(reader, KEY.key)
  takeOptional(reader, KEY.via)
  takeOptional(reader, KEY.auth)
  const kind = readTextField(reader, KEY.kind)
  const actor = readTextField(reader, KEY.actor)
  takeOptional(reader, KEY.cause)
  expectKey(reader, KEY.origin)
  const isDerived = reader.takeKey(DERIVED)
  if (!isDerived) reader.skipValue()
  skipField(reader, KEY.payload)

  expectKey(reader, KEY.events)
  const eventCount = reader.readArrayHeader()
  const eventKinds: string[] = []
  const eventSpans: number[] = []
  for (let i = 0; i < eventCount; i += 1) {
    const start = reader.offset
    reader.readMapHeader()
    skipField(reader, KEY.v)
    takeOptional(reader, KEY.by)
    eventKinds.push(readTextField(reader, KEY.kind))
    takeOptional(reader, KEY.cause)
    expectKey(reader, KEY.payload)
    const payload = reader.offset
    reader.skipValue()
    eventSpans.push(start, payload, reader.offset)
  }
  skipField(reader, KEY.parent)
  const firstEvent = readIntField(reader, KEY.firstEvent)
  return {
    seq,
    time,
    firstEvent,
    kind,
    actor,
    key,
    isDerived,
    hasSeal,
    callCount,
    callsAt,
    eventCount,
    eventKinds,
    eventSpans,
    end: reader.offset,
  }
}

function expectKey(reader: CanonicalReader, key: Uint8Array): void {
  if (!reader.takeKey(key)) reader.refuse('shape')
}

function skipField(reader: CanonicalReader, key: Uint8Array): void {
  expectKey(reader, key)
  reader.skipValue()
}

function readIntField(reader: CanonicalReader, key: Uint8Array): number {
  expectKey(reader, key)
  return reader.readInt()
}

function readTextField(reader: CanonicalReader, key: Uint8Array): string {
  expectKey(reader, key)
  return reader.readText()
}

/** Where the value of an optional field begins, behind which the reader then stands; −1 when the field is absent. */
function takeOptional(reader: CanonicalReader, key: Uint8Array): number {
  if (!reader.takeKey(key)) return -1
  const start = reader.offset
  reader.skipValue()
  return start
}
