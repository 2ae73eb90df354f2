import { assert } from '../base/assert.ts'
import { compareBytes } from '../base/order.ts'
import { CanonicalWriter, encodeCanonical, toWords } from '../codec/encode.ts'
import { type Link, linkToCidBytes } from '../codec/link.ts'
import type { ValueMap } from '../codec/value.ts'

/** Through which door an input came. */
export const VIAS = ['person', 'driver', 'clock', 'executor', 'host', 'peer'] as const
export type Via = (typeof VIAS)[number]

/** The only thing that enters a world. */
export interface Action {
  readonly kind: string
  /** Version of the kind, from 1. */
  readonly v: number
  readonly payload: ValueMap
  /** Who acts: an agent, `driver:<world>`, `person:<name>`, `host` or `executor:<key>`. */
  readonly actor: string
  /** Idempotency key: one action for each (actor, key). */
  readonly key: string
  /** `derived` actions are made by the kernel from its queue, re-derived by verification and never believed. */
  readonly origin: 'input' | 'derived'
  /** For inputs only. */
  readonly via?: Via
  /** Earlier event id; a derived action always names the event that queued it. */
  readonly cause?: number
  /** Ed25519 public key and signature over `[genesis, kind, v, payload, actor, key]`. */
  readonly auth?: { readonly key: Uint8Array; readonly sig: Uint8Array }
}

/** The only fact. Its id is its position: `firstEvent` of its frame plus its index. */
export interface WorldEvent {
  readonly kind: string
  readonly v: number
  readonly payload: ValueMap
  /** Index in the frame's `calls` of the module call that made it. */
  readonly by?: number
  /** Earlier event id, when the frame's action is not the cause. */
  readonly cause?: number
}

/** The state after a frame, written by the seal rule of the kernel's contract. */
export interface Seal {
  /** State root, 32 bytes. */
  readonly root: Uint8Array
  /** SHA-256 of the manifest's canonical bytes, 32 bytes. */
  readonly manifest: Uint8Array
}

/** The unit of commit: one action and everything it caused. */
export interface Frame {
  readonly v: 1
  readonly seq: number
  /** World tick after the frame. */
  readonly time: number
  /** Hash of the frame before it, 32 bytes; null for frame 0. */
  readonly parent: Uint8Array | null
  readonly action: Action
  /** Id of the first event; ids count from 1 along a path. */
  readonly firstEvent: number
  readonly events: readonly WorldEvent[]
  readonly calls?: readonly ValueMap[]
  /** Blobs needed first here, ascending by CID bytes. */
  readonly refs?: readonly Link[]
  readonly seal?: Seal
}

/** A frame with its canonical bytes and their SHA-256, which is the frame's hash. */
export interface FrameRecord {
  readonly frame: Frame
  readonly bytes: Uint8Array
  readonly hash: Uint8Array
}

/** Arrays and maps around a frame in its segment: values in a frame may nest `DEPTH_MAX` minus this. */
export const FRAME_DEPTH = 2

/** Keys of a frame, an action and an event as they stand in canonical bytes. Canonical order: shorter first, then bytewise. */
export const FRAME_KEYS = {
  v: encodeCanonical('v'),
  seq: encodeCanonical('seq'),
  refs: encodeCanonical('refs'),
  seal: encodeCanonical('seal'),
  time: encodeCanonical('time'),
  calls: encodeCanonical('calls'),
  action: encodeCanonical('action'),
  events: encodeCanonical('events'),
  parent: encodeCanonical('parent'),
  firstEvent: encodeCanonical('firstEvent'),
  key: encodeCanonical('key'),
  sig: encodeCanonical('sig'),
  via: encodeCanonical('via'),
  auth: encodeCanonical('auth'),
  kind: encodeCanonical('kind'),
  actor: encodeCanonical('actor'),
  cause: encodeCanonical('cause'),
  origin: encodeCanonical('origin'),
  payload: encodeCanonical('payload'),
  by: encodeCanonical('by'),
  root: encodeCanonical('root'),
  manifest: encodeCanonical('manifest'),
} as const

const text = (value: string): Uint8Array => encodeCanonical(value)
const ONE = encodeCanonical(1)

/** What stands between the changing parts of a frame, ready to be written. */
const KEY = {
  vSeq: toWords(FRAME_KEYS.v, ONE, FRAME_KEYS.seq),
  refs: toWords(FRAME_KEYS.refs),
  sealRoot: toWords(FRAME_KEYS.seal, Uint8Array.of(0xa2), FRAME_KEYS.root),
  time: toWords(FRAME_KEYS.time),
  calls: toWords(FRAME_KEYS.calls),
  action: toWords(FRAME_KEYS.action),
  events: toWords(FRAME_KEYS.events),
  parent: toWords(FRAME_KEYS.parent),
  firstEvent: toWords(FRAME_KEYS.firstEvent),
  v: toWords(FRAME_KEYS.v),
  key: toWords(FRAME_KEYS.key),
  sig: toWords(FRAME_KEYS.sig),
  via: toWords(FRAME_KEYS.via),
  auth: toWords(FRAME_KEYS.auth),
  kind: toWords(FRAME_KEYS.kind),
  actor: toWords(FRAME_KEYS.actor),
  cause: toWords(FRAME_KEYS.cause),
  payload: toWords(FRAME_KEYS.payload),
  by: toWords(FRAME_KEYS.by),
  manifest: toWords(FRAME_KEYS.manifest),
} as const

const ORIGIN_AND_PAYLOAD = {
  input: toWords(FRAME_KEYS.origin, text('input'), FRAME_KEYS.payload),
  derived: toWords(FRAME_KEYS.origin, text('derived'), FRAME_KEYS.payload),
} as const

/** Encodes frames into one reused buffer. */
export interface FrameEncoder {
  /**
   * The canonical bytes of a frame: a view of memory that is never written again, but shared with other frames, so it must
   * not be transferred. Throws `EncodeRefused` for payloads that must not be hashed.
   */
  encode(frame: Frame): Uint8Array
  /** Canonical bytes of the action of the frame encoded last, for its size limit. */
  actionBytes(): number
}

/** Frames lie side by side in buffers of this size: memory of its own for each would cost more than writing it. */
const ARENA_BYTES = 1 << 16
/** What is left free for a frame; a larger one makes its buffer grow. */
const FRAME_ROOM_BYTES = 1 << 12

/** Makes an encoder. Several may be in use at once; one encodes one frame at a time. */
export function createFrameEncoder(): FrameEncoder {
  const writer = new CanonicalWriter(ARENA_BYTES)
  let actionBytes = 0
  return {
    encode: (frame) => {
      writer.makeRoom(FRAME_ROOM_BYTES, ARENA_BYTES)
      const start = writer.mark()
      actionBytes = writeFrame(writer, frame)
      return writer.view(start)
    },
    actionBytes: () => actionBytes,
  }
}

const shared = createFrameEncoder()

/** The canonical bytes of a frame, a view as of {@link FrameEncoder.encode}. Empty `calls` and `refs` are left out. */
export function encodeFrame(frame: Frame): Uint8Array {
  return shared.encode(frame)
}

/** Writes the fields in canonical key order and returns the size of the action. */
function writeFrame(writer: CanonicalWriter, frame: Frame): number {
  const { action, calls, events, parent, refs, seal } = frame
  const hasCalls = calls !== undefined && calls.length > 0
  const hasRefs = refs !== undefined && refs.length > 0
  writer.writeMapHeader(7 + (hasCalls ? 1 : 0) + (hasRefs ? 1 : 0) + (seal === undefined ? 0 : 1))
  writer.writeWords(KEY.vSeq)
  writer.writeInt(frame.seq)
  if (hasRefs) writeRefs(writer, refs)
  if (seal !== undefined) writeSeal(writer, seal)
  writer.writeWords(KEY.time)
  writer.writeInt(frame.time)
  if (hasCalls) {
    writer.writeWords(KEY.calls)
    writer.writeValue(calls, FRAME_DEPTH + 1)
  }
  writer.writeWords(KEY.action)
  const start = writer.mark()
  writeAction(writer, action)
  const actionBytes = writer.mark() - start
  writer.writeWords(KEY.events)
  writer.writeArrayHeader(events.length)
  for (const event of events) writeEvent(writer, event)
  writer.writeWords(KEY.parent)
  if (parent === null) writer.writeNull()
  else writer.writeBytes(parent)
  writer.writeWords(KEY.firstEvent)
  writer.writeInt(frame.firstEvent)
  return actionBytes
}

function writeAction(writer: CanonicalWriter, action: Action): void {
  const { auth, cause, via } = action
  const optionals = (via === undefined ? 0 : 1) + (auth === undefined ? 0 : 1) + (cause === undefined ? 0 : 1)
  writer.writeMapHeader(6 + optionals)
  writer.writeWords(KEY.v)
  writer.writeInt(action.v)
  writer.writeWords(KEY.key)
  writer.writeText(action.key)
  if (via !== undefined) {
    writer.writeWords(KEY.via)
    writer.writeText(via)
  }
  if (auth !== undefined) {
    writer.writeWords(KEY.auth)
    writer.writeMapHeader(2)
    writer.writeWords(KEY.key)
    writer.writeBytes(auth.key)
    writer.writeWords(KEY.sig)
    writer.writeBytes(auth.sig)
  }
  writer.writeWords(KEY.kind)
  writer.writeText(action.kind)
  writer.writeWords(KEY.actor)
  writer.writeText(action.actor)
  if (cause !== undefined) {
    writer.writeWords(KEY.cause)
    writer.writeInt(cause)
  }
  writer.writeWords(ORIGIN_AND_PAYLOAD[action.origin])
  writer.writeValue(action.payload, FRAME_DEPTH + 2)
}

function writeEvent(writer: CanonicalWriter, event: WorldEvent): void {
  const { by, cause } = event
  writer.writeMapHeader(3 + (by === undefined ? 0 : 1) + (cause === undefined ? 0 : 1))
  writer.writeWords(KEY.v)
  writer.writeInt(event.v)
  if (by !== undefined) {
    writer.writeWords(KEY.by)
    writer.writeInt(by)
  }
  writer.writeWords(KEY.kind)
  writer.writeText(event.kind)
  if (cause !== undefined) {
    writer.writeWords(KEY.cause)
    writer.writeInt(cause)
  }
  writer.writeWords(KEY.payload)
  writer.writeValue(event.payload, FRAME_DEPTH + 3)
}

function writeSeal(writer: CanonicalWriter, seal: Seal): void {
  writer.writeWords(KEY.sealRoot)
  writer.writeBytes(seal.root)
  writer.writeWords(KEY.manifest)
  writer.writeBytes(seal.manifest)
}

function writeRefs(writer: CanonicalWriter, refs: readonly Link[]): void {
  assert(areRefsAscending(refs), 'Refs are distinct and ascend by the bytes of their CIDs.')
  writer.writeWords(KEY.refs)
  writer.writeArrayHeader(refs.length)
  for (const ref of refs) writer.writeLink(ref)
}

/** Whether links are distinct and ascend by the bytes of their CIDs. */
export function areRefsAscending(refs: readonly Link[]): boolean {
  let previous: Uint8Array | undefined
  for (const ref of refs) {
    const cid = linkToCidBytes(ref)
    if (previous !== undefined && compareBytes(previous, cid) >= 0) return false
    previous = cid
  }
  return true
}
