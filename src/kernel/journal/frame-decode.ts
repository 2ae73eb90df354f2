import { ACTION_KEY_PATTERN, isId } from '../base/ids.ts'
import { fault } from '../base/fault.ts'
import { ACTION_BYTES_MAX, FRAME_BYTES_MAX, FRAME_EVENTS_MAX } from '../base/limits.ts'
import { fail, type Result } from '../base/result.ts'
import { CanonicalReader, decodeCanonical } from '../codec/decode.ts'
import { attemptDecode, isNotCanonical } from '../codec/decode-fault.ts'
import type { Link } from '../codec/link.ts'
import type { ValueMap } from '../codec/value.ts'
import {
  type Action,
  areRefsAscending,
  type Frame,
  FRAME_DEPTH,
  FRAME_KEYS,
  type Seal,
  type Via,
  VIAS,
  type WorldEvent,
} from './frame.ts'

const KEY = FRAME_KEYS

/**
 * Reads a frame that somebody else wrote. Accepts exactly what `encodeFrame` gives for a well-shaped frame within the size
 * limits. Faults: `frame.not_canonical` when only the writing is wrong, else `frame.undecodable`; `reason` is a decode reason,
 * `shape` or `oversize`; `path` is `@` and the byte offset.
 */
export function decodeFrame(bytes: Uint8Array): Result<Frame> {
  if (bytes.length > FRAME_BYTES_MAX) return fail(oversize('frame', FRAME_BYTES_MAX, bytes.length))
  const reader = new CanonicalReader(bytes)
  const decoded = attemptDecode(() => {
    const frame = readFrame(reader)
    reader.expectEnd()
    return frame
  })
  if (!decoded.ok) return fail(faultOfFrame(bytes, decoded.fault))
  return decoded
}

function oversize(path: string, expected: number, actual: number): ReturnType<typeof fault> {
  return fault('frame.undecodable', { reason: 'oversize', path, expected, actual })
}

// The reader of known shape stops at a key that is out of order as at one that is unknown. Only then are the bytes read as a
// plain value, to say which.
function faultOfFrame(bytes: Uint8Array, found: ReturnType<typeof fault>): ReturnType<typeof fault> {
  const general = decodeCanonical(bytes)
  const cause = general.ok ? found : general.fault
  return { ...cause, kind: isNotCanonical(cause.reason) ? 'frame.not_canonical' : 'frame.undecodable' }
}

function readFrame(reader: CanonicalReader): Frame {
  const keyCount = reader.readMapHeader()
  expectKey(reader, KEY.v)
  if (reader.readInt() !== 1) reader.refuse('shape')
  expectKey(reader, KEY.seq)
  const seq = readCount(reader, 0)
  const refs = reader.takeKey(KEY.refs) ? readRefs(reader) : undefined
  const seal = reader.takeKey(KEY.seal) ? readSeal(reader) : undefined
  expectKey(reader, KEY.time)
  const time = readCount(reader, 0)
  const calls = reader.takeKey(KEY.calls) ? readCalls(reader) : undefined
  expectKey(reader, KEY.action)
  const actionStart = reader.offset
  const action = readAction(reader)
  if (reader.offset - actionStart > ACTION_BYTES_MAX) reader.refuse('oversize', actionStart)
  expectKey(reader, KEY.events)
  const eventsStart = reader.offset
  const events = readEvents(reader, calls?.length ?? 0)
  expectKey(reader, KEY.parent)
  const parent = reader.isNull() ? reader.readNull() : readDigest(reader)
  if ((parent === null) !== (seq === 0)) reader.refuse('shape')
  expectKey(reader, KEY.firstEvent)
  const firstEvent = readCount(reader, 1)
  checkCauses(reader, eventsStart, firstEvent, action, events)
  const optionals = [refs, seal, calls].filter((part) => part !== undefined).length
  if (keyCount !== 7 + optionals) reader.refuse('shape', 0)
  return {
    v: 1,
    seq,
    time,
    parent,
    action,
    firstEvent,
    events,
    ...(calls === undefined ? {} : { calls }),
    ...(refs === undefined ? {} : { refs }),
    ...(seal === undefined ? {} : { seal }),
  }
}

function readAction(reader: CanonicalReader): Action {
  const start = reader.offset
  const keyCount = reader.readMapHeader()
  expectKey(reader, KEY.v)
  const v = readCount(reader, 1)
  expectKey(reader, KEY.key)
  const key = reader.readText()
  if (!ACTION_KEY_PATTERN.test(key)) reader.refuse('shape')
  const via = reader.takeKey(KEY.via) ? readVia(reader) : undefined
  const auth = reader.takeKey(KEY.auth) ? readAuth(reader) : undefined
  expectKey(reader, KEY.kind)
  const kind = readId(reader)
  expectKey(reader, KEY.actor)
  const actor = readId(reader)
  const cause = reader.takeKey(KEY.cause) ? readCount(reader, 1) : undefined
  expectKey(reader, KEY.origin)
  const origin = reader.readText()
  if (origin !== 'input' && origin !== 'derived') reader.refuse('shape')
  const isInputOnly = via !== undefined || auth !== undefined
  if (origin === 'derived' && (cause === undefined || isInputOnly)) reader.refuse('shape', start)
  expectKey(reader, KEY.payload)
  const payload = reader.readMap(FRAME_DEPTH + 2)
  const optionals = [via, auth, cause].filter((part) => part !== undefined).length
  if (keyCount !== 6 + optionals) reader.refuse('shape', start)
  return {
    kind,
    v,
    payload,
    actor,
    key,
    origin,
    ...(via === undefined ? {} : { via }),
    ...(cause === undefined ? {} : { cause }),
    ...(auth === undefined ? {} : { auth }),
  }
}

function readEvents(reader: CanonicalReader, callCount: number): readonly WorldEvent[] {
  const start = reader.offset
  const count = reader.readArrayHeader()
  if (count > FRAME_EVENTS_MAX) reader.refuse('oversize', start)
  const events: WorldEvent[] = []
  for (let i = 0; i < count; i += 1) events.push(readEvent(reader, callCount))
  return events
}

/** Reads one event where the reader stands. `callCount` bounds its `by`. */
export function readEvent(reader: CanonicalReader, callCount: number): WorldEvent {
  const start = reader.offset
  const keyCount = reader.readMapHeader()
  expectKey(reader, KEY.v)
  const v = readCount(reader, 1)
  const by = reader.takeKey(KEY.by) ? readCount(reader, 0) : undefined
  if (by !== undefined && by >= callCount) reader.refuse('shape', start)
  expectKey(reader, KEY.kind)
  const kind = readId(reader)
  const cause = reader.takeKey(KEY.cause) ? readCount(reader, 1) : undefined
  expectKey(reader, KEY.payload)
  const payload = reader.readMap(FRAME_DEPTH + 3)
  if (keyCount !== 3 + (by === undefined ? 0 : 1) + (cause === undefined ? 0 : 1)) {
    reader.refuse('shape', start)
  }
  if (by === undefined && cause === undefined) return { kind, v, payload }
  return {
    kind,
    v,
    payload,
    ...(by === undefined ? {} : { by }),
    ...(cause === undefined ? {} : { cause }),
  }
}

/** Causes lie before their effects, so every chain ends. */
function checkCauses(
  reader: CanonicalReader,
  offset: number,
  firstEvent: number,
  action: Action,
  events: readonly WorldEvent[],
): void {
  if (!Number.isSafeInteger(firstEvent + events.length)) reader.refuse('unsafe_integer')
  if (action.cause !== undefined && action.cause >= firstEvent) reader.refuse('shape', offset)
  let eventId = firstEvent
  for (const event of events) {
    if (event.cause !== undefined && event.cause >= eventId) reader.refuse('shape', offset)
    eventId += 1
  }
}

function readSeal(reader: CanonicalReader): Seal {
  if (reader.readMapHeader() !== 2) reader.refuse('shape')
  expectKey(reader, KEY.root)
  const root = readDigest(reader)
  expectKey(reader, KEY.manifest)
  return { root, manifest: readDigest(reader) }
}

function readAuth(reader: CanonicalReader): NonNullable<Action['auth']> {
  if (reader.readMapHeader() !== 2) reader.refuse('shape')
  expectKey(reader, KEY.key)
  const key = reader.readBytes()
  expectKey(reader, KEY.sig)
  const sig = reader.readBytes()
  if (key.length !== 32 || sig.length !== 64) reader.refuse('shape')
  return { key, sig }
}

function readRefs(reader: CanonicalReader): readonly Link[] {
  const start = reader.offset
  const count = reader.readArrayHeader()
  if (count === 0) reader.refuse('empty_optional', start)
  const refs: Link[] = []
  for (let i = 0; i < count; i += 1) refs.push(reader.readLink())
  if (!areRefsAscending(refs)) reader.refuse('shape', start)
  return refs
}

function readCalls(reader: CanonicalReader): readonly ValueMap[] {
  const start = reader.offset
  const count = reader.readArrayHeader()
  if (count === 0) reader.refuse('empty_optional', start)
  const calls: ValueMap[] = []
  for (let i = 0; i < count; i += 1) calls.push(reader.readMap(FRAME_DEPTH + 2))
  return calls
}

function readVia(reader: CanonicalReader): Via {
  const text = reader.readText()
  return VIAS.find((via) => via === text) ?? reader.refuse('shape')
}

function readId(reader: CanonicalReader): string {
  const text = reader.readText()
  return isId(text) ? text : reader.refuse('shape')
}

function readDigest(reader: CanonicalReader): Uint8Array {
  const digest = reader.readBytes()
  return digest.length === 32 ? digest : reader.refuse('shape')
}

function readCount(reader: CanonicalReader, least: number): number {
  const count = reader.readInt()
  return count >= least ? count : reader.refuse('shape')
}

function expectKey(reader: CanonicalReader, key: Uint8Array): void {
  if (!reader.takeKey(key)) reader.refuse('shape')
}
