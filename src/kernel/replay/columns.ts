/**
 * All frames and events of a path as typed-array columns (design §8): what timeline, map, lists and searches look at
 * without decoding frames. Appending is O(1) an event; nothing is ever changed.
 */
import { assert } from '../base/assert.ts'
import { fault, type Fault } from '../base/fault.ts'
import { fail, ok, type Result } from '../base/result.ts'
import type { EventDefinition } from '../catalogue/define.ts'
import { LANES } from '../catalogue/lanes.ts'
import type { ValueMap } from '../codec/value.ts'
import type { Frame } from '../journal/frame.ts'
import { agentMoved, agentRegistered, locationRegistered } from '../packs/space/events.ts'
import { CATALOGUE, type Catalogue } from '../world/catalogue.ts'
import { agentEntryOf, Directory, locationEntryOf } from './directory.ts'
import { MovementIndex } from './movement.ts'
import {
  LanePyramid,
  marksOf,
  tileOf,
  type FrameTable,
  type Marks,
  type Tile,
  type TileRequest,
} from './pyramid.ts'
import { FrameScan } from './scan/frame-scan.ts'

/** Lane of events of kinds this build does not know. */
const UNKNOWN_LANE = LANES.indexOf('module')

/** Events that say where their subject is, and the field that says it. */
const PLACE_FIELDS: Readonly<Record<string, string>> = {
  [agentMoved.kind]: 'to',
  [agentRegistered.kind]: 'pos',
}

/** Whether events of a kind say where their subject is. */
export const isPlaceKind = (kind: string): boolean => Object.hasOwn(PLACE_FIELDS, kind)

/** What columns keep of a frame besides its events. */
export interface FrameRow {
  readonly seq: number
  readonly time: number
  readonly firstEvent: number
  /** Kind of its action. */
  readonly kind: string
  /** Bytes of its canonical form. */
  readonly size: number
}

/** What columns know of one event kind. */
interface KindEntry {
  readonly kind: string
  readonly definition: EventDefinition | undefined
  readonly lane: number
}

export class JournalColumns implements FrameTable {
  readonly directory = new Directory()
  readonly movement = new MovementIndex()
  readonly pyramid = new LanePyramid(LANES.length)
  private readonly catalogue: Catalogue
  private readonly scan: FrameScan
  private readonly kinds: KindEntry[] = []
  private readonly kindIndexByName = new Map<string, number>()
  private frames = 0
  private events = 0
  private times = new Float64Array(1024)
  /** Events before the frame. */
  private starts = new Uint32Array(1024)
  private sizes = new Uint32Array(1024)
  private actionKinds = new Uint16Array(1024)
  private eventKinds = new Uint16Array(1024)
  /** Two a event: index of the agent it is about, plus 1; 0 = nobody. */
  private subjects = new Uint32Array(2048)

  constructor(catalogue: Catalogue = CATALOGUE) {
    this.catalogue = catalogue
    this.scan = new FrameScan(catalogue)
  }

  get frameCount(): number {
    return this.frames
  }

  get eventCount(): number {
    return this.events
  }

  // ------------------------------------------------------------------------------------------------- filling

  /** Appends a decoded frame; `size` = bytes of its canonical form. Fault: `frame.order`. */
  append(frame: Frame, size: number): Result<void, Fault> {
    const { seq, time, firstEvent, events } = frame
    const opened = this.openFrame({ seq, time, firstEvent, kind: frame.action.kind, size })
    if (!opened.ok) return opened
    for (const event of events) this.appendEvent(this.kindIndex(event.kind), event.payload)
    return ok(undefined)
  }

  /** Appends a frame from canonical bytes that were checked before. Faults: `frame.order`, `frame.undecodable`. */
  appendBytes(bytes: Uint8Array, offset = 0, end: number = bytes.length): Result<void, Fault> {
    const { scan } = this
    const read = scan.read(bytes, offset, end)
    if (!read.ok) return fail({ ...read.fault, seq: this.frames })
    const { seq, time, firstEvent, actionKind, eventCount } = scan
    const opened = this.openFrame({ seq, time, firstEvent, kind: actionKind, size: scan.end - offset })
    if (!opened.ok) return opened
    for (let index = 0; index < eventCount; index += 1) {
      const { kind } = scan.kindAt(scan.kindIndexOf(index))
      this.appendEvent(this.kindIndex(kind), scan.payload(index))
    }
    return ok(undefined)
  }

  /** Begins a frame; `appendEvent` or `appendRow` for each of its events follow. */
  openFrame(row: FrameRow): Result<void, Fault> {
    const { frames } = this
    if (row.seq !== frames || row.firstEvent !== this.events + 1) {
      return fail(fault('frame.order', { seq: row.seq, expected: frames, actual: row.seq }))
    }
    if (frames === this.times.length) this.growFrames()
    this.times[frames] = row.time
    this.starts[frames] = this.events
    this.sizes[frames] = row.size
    this.actionKinds[frames] = this.kindIndex(row.kind)
    this.frames += 1
    return ok(undefined)
  }

  /** Appends an event of the open frame, by what its payload says. */
  appendEvent(kind: number, payload: ValueMap): void {
    const entry = this.kinds[kind]
    const eventId = this.events + 1
    if (entry?.definition === undefined) {
      this.appendRow(kind, 0, 0)
      return
    }
    if (entry.kind === agentRegistered.kind) this.directory.addAgent(agentEntryOf(payload, eventId))
    else if (entry.kind === locationRegistered.kind)
      this.directory.addLocation(locationEntryOf(payload, eventId))
    const [first, second] = entry.definition.subjects(payload)
    const a = first === undefined ? 0 : this.subjectOf(first)
    this.appendRow(kind, a, second === undefined ? 0 : this.subjectOf(second))
    const placeField = PLACE_FIELDS[entry.kind]
    if (placeField !== undefined) this.notePlace(a, eventId, payload[placeField])
  }

  /** Appends an event of the open frame, subjects known: index of the agent plus 1. */
  appendRow(kind: number, firstSubject: number, secondSubject: number): void {
    const { events } = this
    if (events === this.eventKinds.length) this.growEvents()
    this.eventKinds[events] = kind
    this.subjects[2 * events] = firstSubject
    this.subjects[2 * events + 1] = secondSubject
    this.pyramid.append(this.laneOfKind(kind))
    this.events += 1
  }

  /** Index of a kind of event or action, made when it is new. */
  kindIndex(kind: string): number {
    const known = this.kindIndexByName.get(kind)
    if (known !== undefined) return known
    const definition = this.catalogue.events.get(kind)
    const lane = definition === undefined ? UNKNOWN_LANE : LANES.indexOf(definition.lane)
    assert(this.kinds.length < 0x10000, 'Kinds are numbered by two bytes.')
    this.kindIndexByName.set(kind, this.kinds.length)
    return this.kinds.push({ kind, definition, lane }) - 1
  }

  // ------------------------------------------------------------------------------------------------- frames

  /** World tick after frame `seq`. */
  timeOf(seq: number): number {
    return this.times[seq] ?? 0
  }

  eventsBefore(seq: number): number {
    return seq >= this.frames ? this.events : (this.starts[seq] ?? 0)
  }

  eventsIn(seq: number): number {
    return this.eventsBefore(seq + 1) - this.eventsBefore(seq)
  }

  sizeOf(seq: number): number {
    return this.sizes[seq] ?? 0
  }

  actionKindOf(seq: number): string {
    return this.kinds[this.actionKinds[seq] ?? 0]?.kind ?? ''
  }

  /** Seqs of the frames whose action is of a kind, rising. O(frames). */
  framesOfKind(kind: string): readonly number[] {
    const wanted = this.kindIndexByName.get(kind) ?? -1
    const found: number[] = []
    for (let seq = 0; seq < this.frames; seq += 1) if (this.actionKinds[seq] === wanted) found.push(seq)
    return found
  }

  /** The first frame whose tick is at least `time`; `frameCount` when there is none. */
  frameAtTime(time: number): number {
    let low = 0
    let high = this.frames
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.times[middle] ?? 0) < time) low = middle + 1
      else high = middle
    }
    return low
  }

  // ------------------------------------------------------------------------------------------------- events

  /** Kinds by index, as `kindsOfEvents` numbers them. Action kinds are among them. */
  get kindNames(): readonly string[] {
    return this.kinds.map(({ kind }) => kind)
  }

  /** 0-based lane of the events of a kind, by the kind's index. */
  laneOfKind(kind: number): number {
    return this.kinds[kind]?.lane ?? UNKNOWN_LANE
  }

  /** Kind index of each event, the first event (id 1) at 0. A view, valid until the next append. */
  get kindsOfEvents(): Uint16Array {
    return this.eventKinds.subarray(0, this.events)
  }

  /** Two an event: index of the agent it is about plus 1, 0 = nobody. A view, valid until the next append. */
  get subjectsOfEvents(): Uint32Array {
    return this.subjects.subarray(0, 2 * this.events)
  }

  kindOf(eventId: number): string {
    return this.kinds[this.eventKinds[eventId - 1] ?? 0]?.kind ?? ''
  }

  /** 0-based lane of an event. */
  laneOf(eventId: number): number {
    return this.pyramid.laneOf(eventId - 1)
  }

  /** Directory indexes of the agents an event is about. */
  subjectsOf(eventId: number): readonly number[] {
    const a = this.subjects[2 * eventId - 2] ?? 0
    const b = this.subjects[2 * eventId - 1] ?? 0
    return a === 0 ? [] : b === 0 ? [a - 1] : [a - 1, b - 1]
  }

  /** The frame that an event is in. O(log frames). */
  seqOfEvent(eventId: number): number {
    let low = 0
    let high = this.frames
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.starts[middle] ?? 0) < eventId) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  // ------------------------------------------------------------------------------------------------- drawing

  tile(request: TileRequest): Tile {
    return tileOf(this.pyramid, this, request)
  }

  marks(first: number, last: number, max: number): Marks | undefined {
    return marksOf(this.pyramid, this, { first, last, max })
  }

  // ------------------------------------------------------------------------------------------------- inside

  private subjectOf(id: string): number {
    const index = this.directory.agentIndex(id)
    return index === undefined ? 0 : index + 1
  }

  private notePlace(subject: number, eventId: number, place: unknown): void {
    if (subject === 0 || typeof place !== 'object' || place === null) return
    const { x_cm: x, y_cm: y } = place as { readonly x_cm?: unknown; readonly y_cm?: unknown }
    if (typeof x === 'number' && typeof y === 'number') this.movement.append(subject - 1, eventId, x, y)
  }

  private growFrames(): void {
    const capacity = this.frames * 2
    const { times, starts, sizes, actionKinds } = this
    this.times = new Float64Array(capacity)
    this.starts = new Uint32Array(capacity)
    this.sizes = new Uint32Array(capacity)
    this.actionKinds = new Uint16Array(capacity)
    this.times.set(times)
    this.starts.set(starts)
    this.sizes.set(sizes)
    this.actionKinds.set(actionKinds)
  }

  private growEvents(): void {
    const { eventKinds, subjects } = this
    this.eventKinds = new Uint16Array(this.events * 2)
    this.subjects = new Uint32Array(this.events * 4)
    this.eventKinds.set(eventKinds)
    this.subjects.set(subjects)
  }
}
