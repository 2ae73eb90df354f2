/**
 * The strict reading of the frames that recordings mostly hold: known event kinds, no signature, call or blob. It accepts
 * nothing that `decodeFrame` would not, in a third of the time, because it makes the payloads of events and nothing
 * else. What it does not accept is left to `decodeFrame`, which says why.
 */
import { isActionKey, isId } from '../../base/ids.ts'
import { ACTION_BYTES_MAX, FRAME_BYTES_MAX, FRAME_EVENTS_MAX } from '../../base/limits.ts'
import { DecodeRefused } from '../../codec/decode-fault.ts'
import { encodeCanonical } from '../../codec/encode.ts'
import {
  FRAME_DEPTH,
  FRAME_KEYS,
  VIAS,
  type Action,
  type Frame,
  type Seal,
  type WorldEvent,
} from '../../journal/frame.ts'
import type { Catalogue } from '../../world/catalogue.ts'
import { KindTable } from './kind-table.ts'
import { Scan } from './scan.ts'

const KEY = FRAME_KEYS
const ORIGINS = { input: encodeCanonical('input'), derived: encodeCanonical('derived') } as const
const VIA_TEXTS = VIAS.map((via) => encodeCanonical(via))

/** A frame whose form is checked. What its action asked for is not read: folding does not need it. */
export type CheckedFrame = Omit<Frame, 'action'> & { readonly action: Omit<Action, 'payload' | 'auth'> }

export class CheckedScan {
  private readonly scan = new Scan()
  private readonly kinds: KindTable

  constructor(catalogue: Catalogue) {
    this.kinds = new KindTable(catalogue)
  }

  read(bytes: Uint8Array): CheckedFrame | undefined {
    if (bytes.length > FRAME_BYTES_MAX) return undefined
    try {
      this.scan.open(bytes, 0, bytes.length)
      return this.readFrame()
    } catch (error) {
      if (!(error instanceof DecodeRefused)) throw error
      return undefined
    }
  }

  private readFrame(): CheckedFrame {
    const { scan } = this
    const keyCount = scan.head(5)
    scan.expect(KEY.v)
    if (scan.head(0) !== 1) scan.refuse()
    scan.expect(KEY.seq)
    const seq = scan.head(0)
    const seal = scan.key(KEY.seal) ? this.readSeal() : undefined
    scan.expect(KEY.time)
    const time = scan.head(0)
    scan.expect(KEY.action)
    const actionStart = scan.at
    const action = this.readAction()
    if (scan.at - actionStart > ACTION_BYTES_MAX) scan.refuse()
    scan.expect(KEY.events)
    const events = this.readEvents()
    scan.expect(KEY.parent)
    const parent = seq === 0 ? this.readNull() : this.readDigest()
    scan.expect(KEY.firstEvent)
    const firstEvent = scan.head(0)
    if (scan.at !== scan.end || keyCount !== (seal === undefined ? 7 : 8)) scan.refuse()
    this.checkCauses(firstEvent, action, events)
    const frame = { v: 1, seq, time, parent, action, firstEvent, events } as const
    return seal === undefined ? frame : { ...frame, seal }
  }

  private readAction(): CheckedFrame['action'] {
    const { scan } = this
    const keyCount = scan.head(5)
    scan.expect(KEY.v)
    const v = this.readPositive()
    scan.expect(KEY.key)
    const key = scan.text()
    const via = scan.key(KEY.via) ? this.readVia() : undefined
    scan.expect(KEY.kind)
    const kind = scan.text()
    scan.expect(KEY.actor)
    const actor = scan.text()
    const cause = scan.key(KEY.cause) ? this.readPositive() : undefined
    scan.expect(KEY.origin)
    const origin = scan.key(ORIGINS.input) ? 'input' : 'derived'
    if (origin === 'derived') scan.expect(ORIGINS.derived)
    scan.expect(KEY.payload)
    scan.checkMap(FRAME_DEPTH + 2)
    const optionals = (via === undefined ? 0 : 1) + (cause === undefined ? 0 : 1)
    const isWhole = keyCount === 6 + optionals && isActionKey(key) && isId(kind) && isId(actor)
    if (!isWhole || (origin === 'derived' && (cause === undefined || via !== undefined))) scan.refuse()
    const action = { kind, v, actor, key, origin } as const
    if (via === undefined && cause === undefined) return action
    return { ...action, ...(via === undefined ? {} : { via }), ...(cause === undefined ? {} : { cause }) }
  }

  private readEvents(): readonly WorldEvent[] {
    const { scan } = this
    const count = scan.head(4)
    if (count > FRAME_EVENTS_MAX) scan.refuse()
    const events: WorldEvent[] = []
    for (let index = 0; index < count; index += 1) events.push(this.readEvent())
    return events
  }

  private readEvent(): WorldEvent {
    const { scan } = this
    const keyCount = scan.head(5)
    scan.expect(KEY.v)
    const v = this.readPositive()
    scan.expect(KEY.kind)
    const index = this.kinds.find(scan)
    if (index < 0) scan.refuse()
    const { kind, read } = this.kinds.at(index)
    const cause = scan.key(KEY.cause) ? this.readPositive() : undefined
    scan.expect(KEY.payload)
    const payload = read(scan)
    if (keyCount !== (cause === undefined ? 3 : 4)) scan.refuse()
    return cause === undefined ? { kind, v, payload } : { kind, v, payload, cause }
  }

  private checkCauses(
    firstEvent: number,
    action: CheckedFrame['action'],
    events: readonly WorldEvent[],
  ): void {
    const { scan } = this
    if (firstEvent < 1 || !Number.isSafeInteger(firstEvent + events.length)) scan.refuse()
    if (action.cause !== undefined && action.cause >= firstEvent) scan.refuse()
    for (let index = 0; index < events.length; index += 1) {
      const cause = events[index]?.cause
      if (cause !== undefined && cause >= firstEvent + index) scan.refuse()
    }
  }

  private readSeal(): Seal {
    const { scan } = this
    if (scan.head(5) !== 2) scan.refuse()
    scan.expect(KEY.root)
    const root = this.readDigest()
    scan.expect(KEY.manifest)
    return { root, manifest: this.readDigest() }
  }

  private readVia(): (typeof VIAS)[number] {
    const { scan } = this
    const index = VIA_TEXTS.findIndex((text) => scan.key(text))
    return VIAS[index] ?? scan.refuse()
  }

  private readPositive(): number {
    const value = this.scan.head(0)
    return value >= 1 ? value : this.scan.refuse()
  }

  private readDigest(): Uint8Array {
    const { scan } = this
    if (scan.head(2) !== 32 || scan.at + 32 > scan.end) scan.refuse()
    scan.at += 32
    return scan.bytes.slice(scan.at - 32, scan.at)
  }

  private readNull(): null {
    const { scan } = this
    if (scan.bytes[scan.at] !== 0xf6 || scan.at >= scan.end) scan.refuse()
    scan.at += 1
    return null
  }
}
