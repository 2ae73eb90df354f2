/** Frames as fold and columns need them, from checked canonical bytes: one object that moves from frame to frame. */
import { DecodeRefused } from '../../codec/decode-fault.ts'

import { FRAME_EVENTS_MAX } from '../../base/limits.ts'
import { fault, type Fault } from '../../base/fault.ts'
import { fail, ok, type Result } from '../../base/result.ts'
import type { ValueMap } from '../../codec/value.ts'
import type { Catalogue } from '../../world/catalogue.ts'
import { KindTable, type ScannedKind } from './kind-table.ts'
import { scanKey, SCAN_KEYS } from './scan-key.ts'
import { Scan } from './scan.ts'

const KEY = SCAN_KEYS
const INPUT = scanKey('input')

/** Reads frames one after the other. Everything it says is about the frame read last. */
export class FrameScan {
  seq = 0
  time = 0
  firstEvent = 0
  eventCount = 0
  isDerived = false
  /** Where actor and key of the action lie. */
  actorAt = 0
  actorEnd = 0
  keyAt = 0
  keyEnd = 0
  end = 0
  private readonly scan = new Scan()
  private readonly kinds: KindTable
  private eventKinds = new Uint16Array(64)
  private payloadsAt = new Uint32Array(64)
  private actionKindAt = 0

  constructor(catalogue: Catalogue) {
    this.kinds = new KindTable(catalogue)
  }

  get bytes(): Uint8Array {
    return this.scan.bytes
  }

  /** Kind of the action. */
  get actionKind(): string {
    this.scan.at = this.actionKindAt
    return this.scan.text()
  }

  /** Reads the frame that begins at `offset`. Fault: `frame.undecodable`, when the bytes are not a frame after all. */
  read(bytes: Uint8Array, offset: number, end: number): Result<void, Fault> {
    try {
      this.scan.open(bytes, offset, end)
      this.readFrame()
      return DONE
    } catch (error) {
      if (!(error instanceof DecodeRefused)) throw error
      return fail(fault('frame.undecodable', { path: `@${error.offset}`, reason: error.reason }))
    }
  }

  /** Number of the kind of an event, for `kindAt`. */
  kindIndexOf(index: number): number {
    return this.eventKinds[index] ?? 0
  }

  kindAt(kindIndex: number): ScannedKind {
    return this.kinds.at(kindIndex)
  }

  /** The payload of an event. */
  payload(index: number): ValueMap {
    const { scan } = this
    scan.at = this.payloadsAt[index] ?? 0
    return this.kindAt(this.eventKinds[index] ?? 0).read(scan)
  }

  private readFrame(): void {
    const { scan } = this
    scan.head(5)
    scan.expect(KEY.v)
    scan.skip()
    scan.expect(KEY.seq)
    this.seq = scan.int()
    if (scan.key(KEY.refs)) scan.skip()
    if (scan.key(KEY.seal)) scan.skip()
    scan.expect(KEY.time)
    this.time = scan.int()
    if (scan.key(KEY.calls)) scan.skip()
    scan.expect(KEY.action)
    this.readAction()
    scan.expect(KEY.events)
    this.eventCount = scan.head(4)
    if (this.eventCount > FRAME_EVENTS_MAX) scan.refuse()
    for (let index = 0; index < this.eventCount; index += 1) this.readEvent(index)
    scan.expect(KEY.parent)
    scan.skip()
    scan.expect(KEY.firstEvent)
    this.firstEvent = scan.int()
    if (scan.at > scan.end) scan.refuse()
    this.end = scan.at
  }

  private readAction(): void {
    const { scan } = this
    scan.head(5)
    scan.expect(KEY.v)
    scan.skip()
    scan.expect(KEY.key)
    const keyLength = scan.head(3)
    this.keyAt = scan.at
    this.keyEnd = scan.at + keyLength
    scan.at = this.keyEnd
    if (scan.key(KEY.via)) scan.skip()
    if (scan.key(KEY.auth)) scan.skip()
    scan.expect(KEY.kind)
    this.actionKindAt = scan.at
    scan.skip()
    scan.expect(KEY.actor)
    const actorLength = scan.head(3)
    this.actorAt = scan.at
    this.actorEnd = scan.at + actorLength
    scan.at = this.actorEnd
    if (scan.key(KEY.cause)) scan.skip()
    scan.expect(KEY.origin)
    this.isDerived = !scan.key(INPUT)
    if (this.isDerived) scan.skip()
    scan.expect(KEY.payload)
    scan.skip()
  }

  private readEvent(index: number): void {
    const { scan } = this
    if (index === this.payloadsAt.length) this.grow()
    scan.head(5)
    scan.expect(KEY.v)
    scan.skip()
    if (scan.key(KEY.by)) scan.skip()
    scan.expect(KEY.kind)
    this.eventKinds[index] = this.kinds.findOrAdd(scan)
    if (scan.key(KEY.cause)) scan.skip()
    scan.expect(KEY.payload)
    this.payloadsAt[index] = scan.at
    scan.skip()
  }

  private grow(): void {
    const { eventKinds, payloadsAt } = this
    this.eventKinds = new Uint16Array(eventKinds.length * 4)
    this.payloadsAt = new Uint32Array(payloadsAt.length * 4)
    this.eventKinds.set(eventKinds)
    this.payloadsAt.set(payloadsAt)
  }
}

const DONE = ok(undefined)
