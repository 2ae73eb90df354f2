/** Parts of frames that verification needs before it knows whether it needs the whole. */
import { CanonicalReader } from '../../codec/decode.ts'
import { DecodeRefused } from '../../codec/decode-fault.ts'
import type { ValueMap } from '../../codec/value.ts'
import { FRAME_DEPTH, FRAME_KEYS, VIAS, type Action } from '../../journal/frame.ts'
import type { Catalogue } from '../../world/catalogue.ts'
import { createPayloadReader } from './payload-reader.ts'
import { scanKey, SCAN_KEYS } from './scan-key.ts'
import { Scan } from './scan.ts'

const KEY = SCAN_KEYS
/** Bytes of the integer that ends a frame, by its first byte. */
const INT_SIZES = [
  { size: 1, least: 0x00, most: 0x17 },
  { size: 2, least: 0x18, most: 0x18 },
  { size: 3, least: 0x19, most: 0x19 },
  { size: 5, least: 0x1a, most: 0x1a },
  { size: 9, least: 0x1b, most: 0x1b },
] as const

function stands(key: Uint8Array, bytes: Uint8Array, at: number): boolean {
  if (at < 0) return false
  for (let index = 0; index < key.length; index += 1) if (bytes[at + index] !== key[index]) return false
  return true
}

/**
 * Where the hash lies that a frame names as its parent's: canonical order puts it at the end. −1 when it is not there: frame
 * 0 has none, and bytes that are no frame have anything. Believed only until the frame is read.
 */
export function parentAtOf(bytes: Uint8Array): number {
  for (const { size, least, most } of INT_SIZES) {
    const first = bytes[bytes.length - size] ?? 0xff
    if (first < least || first > most) continue
    const end = bytes.length - size - FRAME_KEYS.firstEvent.length
    if (!stands(FRAME_KEYS.firstEvent, bytes, end)) continue
    const start = end - 32
    if (bytes[start - 2] !== 0x58 || bytes[start - 1] !== 0x20) continue
    if (stands(FRAME_KEYS.parent, bytes, start - 2 - FRAME_KEYS.parent.length)) return start
  }
  return -1
}

/**
 * Reads the action of a frame and nothing else, believing the bytes: whoever executes it compares what comes out with
 * all of them. Undefined for frames with signatures, calls or blobs, and for what does not look like a frame.
 */
export class ActionScan {
  private readonly scan = new Scan()
  private readonly payloadByKind = new Map<string, (scan: Scan) => ValueMap>()

  constructor(catalogue: Catalogue) {
    for (const { kind, fields } of catalogue.actions.values())
      this.payloadByKind.set(kind, createPayloadReader(fields))
  }

  read(bytes: Uint8Array): Action | undefined {
    try {
      this.scan.open(bytes, 0, bytes.length)
      return this.readFrame()
    } catch (error) {
      if (!(error instanceof DecodeRefused)) throw error
      return undefined
    }
  }

  private readFrame(): Action | undefined {
    const { scan } = this
    scan.head(5)
    scan.expect(KEY.v)
    scan.skip()
    scan.expect(KEY.seq)
    scan.skip()
    if (scan.key(KEY.refs)) return undefined
    if (scan.key(KEY.seal)) scan.skip()
    scan.expect(KEY.time)
    scan.skip()
    scan.expect(KEY.action)
    return this.readAction()
  }

  private readAction(): Action | undefined {
    const { scan } = this
    scan.head(5)
    scan.expect(KEY.v)
    const v = scan.int()
    scan.expect(KEY.key)
    const key = scan.text()
    const via = scan.key(KEY.via) ? scan.text() : undefined
    if (scan.key(KEY.auth)) return undefined
    scan.expect(KEY.kind)
    const kind = scan.text()
    scan.expect(KEY.actor)
    const actor = scan.text()
    const cause = scan.key(KEY.cause) ? scan.int() : undefined
    scan.expect(KEY.origin)
    const origin = scan.key(INPUT) ? 'input' : 'derived'
    if (origin === 'derived') scan.skip()
    scan.expect(KEY.payload)
    const action = { kind, v, payload: this.readPayload(kind), actor, key, origin } as const
    const door = VIAS.find((known) => known === via)
    // What the door does not look at must still have canonical bytes.
    if (door !== via || !Number.isSafeInteger(cause ?? 0)) return undefined
    return {
      ...action,
      ...(door === undefined ? {} : { via: door }),
      ...(cause === undefined ? {} : { cause }),
    }
  }

  private readPayload(kind: string): ValueMap {
    const { scan } = this
    const read = this.payloadByKind.get(kind)
    if (read !== undefined) return read(scan)
    return new CanonicalReader(scan.bytes, scan.at, scan.end).readMap(FRAME_DEPTH + 2)
  }
}

const INPUT = scanKey('input')
