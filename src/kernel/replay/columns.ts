/**
 * All frames and events of a path as typed-array columns (design §8): what timeline, map, lists and searches look at
 * without decoding frames. Appending is O(1) an event; nothing is ever changed.
 */
import { assert } from '../base/assert.ts'
import { fault, type Fault } from '../base/fault.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { LANES } from '../catalogue/lanes.ts'
import type { ValueMap } from '../codec/value.ts'
import type { Frame } from '../journal/frame.ts'
import { agentMoved, agentRegistered, locationRegistered } from '../packs/space/events.ts'
import { CATALOGUE, type Catalogue } from '../world/catalogue.ts'
import type { ColumnRun, FrameRow } from './column-rows.ts'
import { agentEntryOf, Directory, locationEntryOf } from './directory.ts'
import { KindLanes } from './kind-lanes.ts'
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

/** Events that say where their subject is, and the field that says it. */
const PLACE_FIELDS: Readonly<Record<string, string>> = {
  [agentMoved.kind]: 'to',
  [agentRegistered.kind]: 'pos',
}

/** Whether events of a kind say where their subject is. */
export const isPlaceKind = (kind: string): boolean => Object.hasOwn(PLACE_FIELDS, kind)

export class JournalColumns implements FrameTable {
  readonly directory = new Directory()
  readonly movement = new MovementIndex()
  readonly pyramid = new LanePyramid(LANES.length)
  private readonly scan: FrameScan
  private readonly kinds: KindLanes
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
    this.kinds = new KindLanes(catalogue)
    this.scan = new FrameScan(catalogue)
  }

  get frameCount(): number {
    return this.frames
  }

  get eventCount(): number {
    return this.events
  }

  // ------------------------------------------------------------------------------------------------- filling

  /** Makes room for so many frames and events in all: who knows how many come saves much copying. */
  reserve(frames: number, events: number): void {
    if (frames > this.times.length) {
      this.times = grown(this.times, new Float64Array(frames))
      this.starts = grown(this.starts, new Uint32Array(frames))
      this.sizes = grown(this.sizes, new Uint32Array(frames))
      this.actionKinds = grown(this.actionKinds, new Uint16Array(frames))
    }
    if (events > this.eventKinds.length) {
      this.eventKinds = grown(this.eventKinds, new Uint16Array(events))
      this.subjects = grown(this.subjects, new Uint32Array(2 * events))
    }
  }

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
    this.grow(frames + 1, this.events)
    this.times[frames] = row.time
    this.starts[frames] = this.events
    this.sizes[frames] = row.size
    this.actionKinds[frames] = this.kindIndex(row.kind)
    this.frames += 1
    return ok(undefined)
  }

  /** Appends an event of the open frame, by what its payload says. */
  appendEvent(kind: number, payload: ValueMap): void {
    const entry = this.kinds.at(kind)
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
    this.grow(this.frames, events + 1)
    this.eventKinds[events] = kind
    this.subjects[2 * events] = firstSubject
    this.subjects[2 * events + 1] = secondSubject
    this.pyramid.append(this.kinds.laneOf(kind))
    this.events += 1
  }

  /** Appends whole frames, all but where they lead agents to. */
  appendRun(run: ColumnRun): void {
    const { frames, events } = this
    const [frameCount, eventCount] = [run.counts.length, run.eventKinds.length]
    this.grow(frames + frameCount, events + eventCount)
    this.times.set(run.times, frames)
    this.sizes.set(run.sizes, frames)
    this.actionKinds.set(run.actionKinds, frames)
    this.eventKinds.set(run.eventKinds, events)
    let start = events
    for (let index = 0; index < frameCount; index += 1) {
      this.starts[frames + index] = start
      start += run.counts[index] ?? 0
    }
    assert(start === events + eventCount, 'A run holds the events that its frames count.')
    for (let index = 0; index < eventCount; index += 1) {
      this.subjects[2 * (events + index)] = run.firstSubjects[index] ?? 0
      this.subjects[2 * (events + index) + 1] = run.secondSubjects[index] ?? 0
    }
    this.pyramid.appendAll(run.eventKinds, this.kinds.lanes)
    this.frames += frameCount
    this.events += eventCount
  }

  /** Index of a kind of event or action, made when it is new. */
  kindIndex(kind: string): number {
    return this.kinds.numberOf(kind)
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
    return this.kinds.at(this.actionKinds[seq] ?? 0)?.kind ?? ''
  }

  /** Seqs of the frames whose action is of a kind, rising. O(frames). */
  framesOfKind(kind: string): readonly number[] {
    const wanted = this.kinds.knownNumberOf(kind)
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
    return this.kinds.names
  }

  /** 0-based lane of the events of a kind, by the kind's index. */
  laneOfKind(kind: number): number {
    return this.kinds.laneOf(kind)
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
    return this.kinds.at(this.eventKinds[eventId - 1] ?? 0)?.kind ?? ''
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

  /** Makes room for frames and events; more than was reserved is made room for with as much again. */
  private grow(frames: number, events: number): void {
    const [frameRoom, eventRoom] = [this.times.length, this.eventKinds.length]
    if (frames <= frameRoom && events <= eventRoom) return
    this.reserve(frames > frameRoom ? frames * 2 : frames, events > eventRoom ? events * 2 : events)
  }
}

function grown<A extends Float64Array | Uint32Array | Uint16Array>(from: A, to: A): A {
  to.set(from)
  return to
}
