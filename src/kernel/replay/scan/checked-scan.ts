/**
 * The strict reading of the frames that recordings mostly hold: known kinds, no signature, call, blob or carried record.
 * It accepts nothing that `decodeFrame` and `checkEvents` would not, in a fifth of the time, because it makes the payloads of
 * events and nothing else: one object moves from frame to frame. What it does not accept is left to them; they say why.
 */
import { isActionKey, isId } from '../../base/ids.ts'
import { ACTION_BYTES_MAX, FRAME_BYTES_MAX, FRAME_EVENTS_MAX, ID_LENGTH_MAX } from '../../base/limits.ts'
import type { ActionDefinition, EventDefinition } from '../../catalogue/define.ts'
import { DecodeRefused } from '../../codec/decode-fault.ts'
import type { ValueMap } from '../../codec/value.ts'
import { FRAME_DEPTH, VIAS, type Seal } from '../../journal/frame.ts'
import type { Catalogue } from '../../world/catalogue.ts'
import type { ActionNameParts } from '../key-run.ts'
import { NameTable } from './name-table.ts'
import { createPayloadChecker } from './payload-checker.ts'
import { createCheckedReader } from './payload-reader.ts'
import { scanKey, SCAN_KEYS } from './scan-key.ts'
import { Scan } from './scan.ts'

const KEY = SCAN_KEYS
const ORIGINS = { input: scanKey('input'), derived: scanKey('derived') } as const
const VIA_NAMES = VIAS.map((via) => [via, via] as const)

/** Which bytes satisfy a predicate of texts when they are all there is of one, or stand behind `before`. */
const bytesThat = (holds: (text: string) => boolean, before = ''): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, code) =>
    code < 0x80 && holds(before + String.fromCharCode(code)) ? 1 : 0,
  )

const FIRST_OF_ID = bytesThat(isId)
const IN_ID = bytesThat(isId, 'a')
const IN_KEY = bytesThat(isActionKey)
const KEY_LENGTH_MAX = Array.from({ length: ID_LENGTH_MAX }, (_, length) => length).findLast((length) =>
  isActionKey('k'.repeat(length)),
)

interface KnownAction {
  readonly definition: ActionDefinition
  readonly skipPayload: (scan: Scan) => void
}

interface KnownEvent {
  readonly definition: EventDefinition
  readonly readPayload: (scan: Scan) => ValueMap
}

/** Payloads kept ready for the next frame. */
const KEPT_EVENTS = 64

/** Everything that it says is about the frame read last. */
export class CheckedScan implements ActionNameParts {
  seq = 0
  time = 0
  firstEvent = 0
  eventCount = 0
  isDerived = false
  seal: Seal | undefined
  actorAt = 0
  actorEnd = 0
  keyAt = 0
  keyEnd = 0
  private parentAt = 0
  private knownAction: KnownAction | undefined
  private readonly scan = new Scan()
  private readonly actions: NameTable<KnownAction>
  private readonly kinds: NameTable<KnownEvent>
  private readonly vias = new NameTable(VIA_NAMES)
  private readonly definitions: EventDefinition[] = []
  private readonly payloads: ValueMap[] = []
  /** The greatest that a cause is above the index of its event: it must be less than the id of the first event. */
  private causeMost = 0

  constructor(catalogue: Catalogue) {
    this.actions = new NameTable(
      [...catalogue.actions].map(([kind, definition]) => {
        return [kind, { definition, skipPayload: createPayloadChecker(definition.fields, FRAME_DEPTH + 2) }]
      }),
    )
    this.kinds = new NameTable(
      [...catalogue.events]
        .filter(([, { carries }]) => carries === undefined)
        .map(([kind, definition]) => {
          return [kind, { definition, readPayload: createCheckedReader(definition.fields) }]
        }),
    )
  }

  get bytes(): Uint8Array {
    return this.scan.bytes
  }

  /** What the action's kind stands for. */
  get action(): ActionDefinition | undefined {
    return this.knownAction?.definition
  }

  definition(index: number): EventDefinition | undefined {
    return this.definitions[index]
  }

  payload(index: number): ValueMap | undefined {
    return this.payloads[index]
  }

  /** Whether the frame names this hash as that of its parent. */
  isAfter(hash: Uint8Array): boolean {
    const { bytes, parentAt } = this
    if (this.seq === 0 || hash.length !== 32) return false
    for (let index = 0; index < 32; index += 1) if (bytes[parentAt + index] !== hash[index]) return false
    return true
  }

  /** False: leave the frame to `decodeFrame`. */
  read(bytes: Uint8Array): boolean {
    if (bytes.length > FRAME_BYTES_MAX) return false
    try {
      this.scan.open(bytes, 0, bytes.length)
      this.readFrame()
      return true
    } catch (error) {
      if (!(error instanceof DecodeRefused)) throw error
      return false
    }
  }

  private readFrame(): void {
    const { scan } = this
    const keyCount = scan.head(5)
    scan.expect(KEY.v)
    if (scan.head(0) !== 1) scan.refuse()
    scan.expect(KEY.seq)
    this.seq = scan.head(0)
    this.seal = scan.key(KEY.seal) ? this.readSeal() : undefined
    scan.expect(KEY.time)
    this.time = scan.head(0)
    scan.expect(KEY.action)
    this.causeMost = 0
    const actionStart = scan.at
    this.readAction()
    if (scan.at - actionStart > ACTION_BYTES_MAX) scan.refuse()
    scan.expect(KEY.events)
    this.readEvents()
    scan.expect(KEY.parent)
    this.parentAt = this.seq === 0 ? this.skipNull() : this.skipDigest()
    scan.expect(KEY.firstEvent)
    this.firstEvent = scan.head(0)
    if (scan.at !== scan.end || keyCount !== (this.seal === undefined ? 7 : 8)) scan.refuse()
    const isCausal = this.causeMost < this.firstEvent
    if (!isCausal || !Number.isSafeInteger(this.firstEvent + this.eventCount)) scan.refuse()
  }

  private readAction(): void {
    const { scan } = this
    const keyCount = scan.head(5)
    scan.expect(KEY.v)
    this.readPositive()
    scan.expect(KEY.key)
    this.readKey()
    const hasVia = scan.key(KEY.via)
    if (hasVia) this.vias.take(scan)
    scan.expect(KEY.kind)
    const known = this.actions.take(scan)
    this.knownAction = known
    scan.expect(KEY.actor)
    this.readActor()
    const hasCause = scan.key(KEY.cause)
    if (hasCause) this.readCause(0)
    scan.expect(KEY.origin)
    this.isDerived = !scan.key(ORIGINS.input)
    if (this.isDerived) scan.expect(ORIGINS.derived)
    scan.expect(KEY.payload)
    known.skipPayload(scan)
    if (keyCount !== 6 + (hasVia ? 1 : 0) + (hasCause ? 1 : 0)) scan.refuse()
    if (this.isDerived && (!hasCause || hasVia)) scan.refuse()
  }

  private readEvents(): void {
    const count = this.scan.head(4)
    if (count > FRAME_EVENTS_MAX) this.scan.refuse()
    if (this.payloads.length > KEPT_EVENTS) this.payloads.length = KEPT_EVENTS
    for (let index = 0; index < count; index += 1) this.readEvent(index)
    this.eventCount = count
  }

  private readEvent(index: number): void {
    const { scan } = this
    const keyCount = scan.head(5)
    scan.expect(KEY.v)
    const v = scan.head(0)
    scan.expect(KEY.kind)
    const { definition, readPayload } = this.kinds.take(scan)
    if (v !== definition.version) scan.refuse()
    const hasCause = scan.key(KEY.cause)
    if (hasCause) this.readCause(index)
    scan.expect(KEY.payload)
    this.definitions[index] = definition
    this.payloads[index] = readPayload(scan)
    if (keyCount !== (hasCause ? 4 : 3)) scan.refuse()
  }

  private readCause(index: number): void {
    this.causeMost = Math.max(this.causeMost, this.readPositive() - index)
  }

  private readKey(): void {
    const { scan } = this
    const length = scan.head(3)
    this.keyAt = scan.at
    this.keyEnd = scan.at + length
    if (length === 0 || length > (KEY_LENGTH_MAX ?? 0)) scan.refuse()
    this.skipMadeOf(IN_KEY, length)
  }

  private readActor(): void {
    const { scan } = this
    const length = scan.head(3)
    this.actorAt = scan.at
    this.actorEnd = scan.at + length
    if (length === 0 || length > ID_LENGTH_MAX || FIRST_OF_ID[scan.bytes[scan.at] ?? 0xff] !== 1)
      scan.refuse()
    this.skipMadeOf(IN_ID, length)
  }

  private skipMadeOf(allowed: Uint8Array, length: number): void {
    const { scan } = this
    const { bytes } = scan
    const end = scan.at + length
    if (end > scan.end) scan.refuse()
    for (let at = scan.at; at < end; at += 1) if (allowed[bytes[at] ?? 0xff] !== 1) scan.refuse()
    scan.at = end
  }

  private readSeal(): Seal {
    const { scan } = this
    if (scan.head(5) !== 2) scan.refuse()
    scan.expect(KEY.root)
    const root = this.skipDigest()
    scan.expect(KEY.manifest)
    const manifest = this.skipDigest()
    return { root: scan.bytes.slice(root, root + 32), manifest: scan.bytes.slice(manifest, manifest + 32) }
  }

  private readPositive(): number {
    const value = this.scan.head(0)
    return value >= 1 ? value : this.scan.refuse()
  }

  /** Where the digest begins that comes next. */
  private skipDigest(): number {
    const { scan } = this
    if (scan.head(2) !== 32 || scan.at + 32 > scan.end) scan.refuse()
    scan.at += 32
    return scan.at - 32
  }

  private skipNull(): number {
    const { scan } = this
    if (scan.bytes[scan.at] !== 0xf6 || scan.at >= scan.end) scan.refuse()
    scan.at += 1
    return -1
  }
}
