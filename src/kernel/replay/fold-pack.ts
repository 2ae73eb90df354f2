/**
 * Fold packs (spec F §4): the events of a stretch of frames as narrow columns, with what the fold needs of the frames
 * around them. Folding one calls the same declared `apply` as everything else, several times as fast as from frames.
 */
import { assert } from '../base/assert.ts'
import { fault, type Fault } from '../base/fault.ts'
import { fail, ok, type Result } from '../base/result.ts'
import type { EventDefinition } from '../catalogue/define.ts'
import { attemptDecode, DecodeRefused } from '../codec/decode-fault.ts'
import type { Value } from '../codec/value.ts'
import type { Frame } from '../journal/frame.ts'
import { IDEMPOTENCY_RUN } from '../packs/core/events.ts'
import type { State } from '../state/collection.ts'
import { pairOf } from '../world/apply.ts'
import { CATALOGUE, type Catalogue } from '../world/catalogue.ts'
import { attemptFold, definitionOf, type FoldPorts } from './fold.ts'
import { Folder } from './folder.ts'
import { readTable, type Table } from './pack/column-reader.ts'
import { TableWriter } from './pack/column-writer.ts'
import { NumberWriter, readNumbers, type NumberColumn } from './pack/numbers.ts'
import { readSections, SectionWriter, type Sections } from './pack/sections.ts'
import { TextLists, TextListWriter } from './pack/text-lists.ts'
import { nextEventOf, type Position } from './position.ts'

/** Raised when the layout changes; a cache of another format is dropped. */
const FORMAT = 3

const runOf = (seq: number): number => Math.floor(seq / IDEMPOTENCY_RUN)

/** Collects the frames of one pack, in order. */
export class FoldPackWriter {
  private readonly catalogue: Catalogue
  private readonly times = new NumberWriter()
  private readonly counts = new NumberWriter()
  private readonly pairs: string[] = []
  private readonly kinds = new NumberWriter()
  private readonly tables: { readonly kind: string; readonly table: TableWriter }[] = []
  private readonly indexByKind = new Map<string, number>()
  private first = -1
  private firstEvent = 0
  private events = 0

  constructor(catalogue: Catalogue = CATALOGUE) {
    this.catalogue = catalogue
  }

  get frameCount(): number {
    return this.pairs.length
  }

  get eventCount(): number {
    return this.events
  }

  add({ seq, time, firstEvent, action, events }: Frame): void {
    if (this.pairs.length === 0) {
      this.first = seq
      this.firstEvent = firstEvent
    }
    assert(seq === this.first + this.pairs.length, 'A fold pack holds frames in order.', { seq })
    this.times.push(time)
    this.counts.push(events.length)
    this.pairs.push(action.origin === 'derived' ? '' : pairOf(action.actor, action.key))
    for (const { kind, payload } of events) {
      const index = this.indexByKind.get(kind) ?? this.addKind(kind)
      this.kinds.push(index)
      this.tables[index]?.table.push(payload)
      this.events += 1
    }
  }

  finish(): Uint8Array {
    const sections = new SectionWriter()
    const { first, firstEvent, events } = this
    return sections.finish({
      v: FORMAT,
      first,
      firstEvent,
      frames: this.pairs.length,
      events,
      times: this.times.finish(sections),
      counts: this.counts.finish(sections),
      pairs: this.packPairs(sections),
      kinds: this.kinds.finish(sections),
      tables: this.tables.map(({ kind, table }): Value => [kind, table.finish(sections)]),
    })
  }

  /** One row a run of frames, so that a row becomes a record without looking at others. */
  private packPairs(sections: SectionWriter): Value {
    const lists = new TextListWriter()
    for (let at = 0; at < this.pairs.length; ) {
      const end = (runOf(this.first + at) + 1) * IDEMPOTENCY_RUN - this.first
      lists.push(this.pairs.slice(at, end))
      at = end
    }
    return lists.finish(sections)
  }

  private addKind(kind: string): number {
    const table = new TableWriter(this.catalogue.events.get(kind)?.fields ?? {})
    this.indexByKind.set(kind, this.tables.length)
    return this.tables.push({ kind, table }) - 1
  }
}

/** A pack as it is read. Payloads are made when they are folded. */
export interface FoldPack {
  /** Seq of the first and of the last frame. */
  readonly first: number
  readonly last: number
  /** Id of the first event. */
  readonly firstEvent: number
  readonly events: number
  readonly times: NumberColumn
  /** Events by frame. */
  readonly counts: NumberColumn
  /** `actor/key` of each frame, empty for derived ones, by aligned runs of frames. */
  readonly pairs: TextLists
  /** Table of each event; its row is its place among the events of that table. */
  readonly kinds: NumberColumn
  readonly tables: readonly { readonly kind: string; readonly table: Table }[]
}

/** The bytes of a pack of decoded frames. */
export function encodeFoldPack(frames: Iterable<Frame>, catalogue: Catalogue = CATALOGUE): Uint8Array {
  const writer = new FoldPackWriter(catalogue)
  for (const frame of frames) writer.add(frame)
  return writer.finish()
}

/** Reads a pack; it holds on to `bytes`. Fault: `file.malformed`; the caller then folds the frames. */
export function parseFoldPack(bytes: Uint8Array): Result<FoldPack> {
  const read = readSections(bytes)
  if (!read.ok) return read
  const parsed = attemptDecode(() => readPack(read.value))
  return parsed.ok ? parsed : fail(fault('file.malformed', { reason: 'fold_pack' }))
}

const refuse = (): never => {
  throw new DecodeRefused('shape', 0)
}

function readPack(sections: Sections): FoldPack {
  const { header } = sections
  const number = (name: string): number => {
    const value = header[name]
    return typeof value === 'number' ? value : refuse()
  }
  const node = (name: string): Value => header[name] ?? refuse()
  const { v, tables } = header
  if (v !== FORMAT || !Array.isArray(tables)) return refuse()
  const [first, frames, events] = [number('first'), number('frames'), number('events')]
  return {
    first,
    last: first + frames - 1,
    firstEvent: number('firstEvent'),
    events,
    times: readNumbers(node('times'), sections, frames),
    counts: readNumbers(node('counts'), sections, frames),
    pairs: new TextLists(
      node('pairs'),
      sections,
      frames === 0 ? 0 : runOf(first + frames - 1) - runOf(first) + 1,
    ),
    kinds: readNumbers(node('kinds'), sections, events),
    tables: (tables as readonly Value[]).map((entry) => {
      const [kind, table] = Array.isArray(entry) ? (entry as readonly Value[]) : []
      if (typeof kind !== 'string' || table === undefined) return refuse()
      return { kind, table: readTable(table, sections) }
    }),
  }
}

/** Names the actions from frame `seq` on, up to the end of its run or frame `until`. */
function nameRun(folder: Folder, pack: FoldPack, seq: number, until: number): void {
  const run = runOf(seq)
  // The first row of a pack may begin inside its run.
  const rowFirst = Math.max(run * IDEMPOTENCY_RUN, pack.first)
  const end = Math.min(run * IDEMPOTENCY_RUN + IDEMPOTENCY_RUN - 1, until) + 1
  const row = run - runOf(pack.first)
  folder.nameTexts(() => pack.pairs.row(row).slice(seq - rowFirst, end - rowFirst))
}

interface FoldTable {
  readonly definition: EventDefinition
  readonly row: Table['row']
  next: number
}

/**
 * Folds the frames of a pack after `from`, the end of a frame in the pack or just before it, up to frame `until`. The
 * state is unusable after a fault. Faults: `frame.order`, `replay.divergence`.
 */
export function foldPack(
  state: State,
  from: Position,
  pack: FoldPack,
  ports: FoldPorts & { readonly until?: number },
): Result<Position, Fault> {
  const until = Math.min(ports.until ?? pack.last, pack.last)
  if (from.seq < pack.first - 1 || from.seq > pack.last)
    return fail(fault('frame.order', { seq: pack.first, expected: from.seq + 1, actual: pack.first }))
  let seq = from.seq + 1
  return attemptFold(
    () => seq,
    () => {
      const folder = new Folder(state, ports.blobs)
      const tables = pack.tables.map(({ kind, table }): FoldTable => {
        return { definition: definitionOf(ports.catalogue, kind, pack.first), row: table.row, next: 0 }
      })
      let event = skipTo(pack, tables, seq)
      if (pack.firstEvent + event !== nextEventOf(from)) {
        const place = { seq, path: 'firstEvent', actual: pack.firstEvent + event }
        return fail(fault('frame.order', { ...place, expected: nextEventOf(from) }))
      }
      let at = from
      for (; seq <= until; seq += 1) {
        const index = seq - pack.first
        const events = pack.counts[index] ?? 0
        const time = pack.times[index] ?? 0
        const firstEvent = pack.firstEvent + event
        folder.frame(seq, time, firstEvent)
        if (seq === from.seq + 1 || seq % IDEMPOTENCY_RUN === 0) nameRun(folder, pack, seq, until)
        event = foldEvents(folder, tables, pack.kinds, event, event + events)
        if (seq === until) at = { seq, k: events, events, time, firstEvent }
      }
      folder.end()
      return ok(at)
    },
  )
}

function foldEvents(
  folder: Folder,
  tables: readonly FoldTable[],
  kinds: NumberColumn,
  first: number,
  end: number,
): number {
  for (let event = first; event < end; event += 1) {
    const table = tables[kinds[event] ?? -1]
    assert(table !== undefined, 'An event of a fold pack names its table.')
    folder.event(table.definition, table.row(table.next))
    table.next += 1
  }
  return end
}

/** Steps over the frames before `seq` and gives the index of its first event. */
function skipTo(pack: FoldPack, tables: readonly FoldTable[], seq: number): number {
  let end = 0
  for (let index = 0; index < seq - pack.first; index += 1) end += pack.counts[index] ?? 0
  for (let event = 0; event < end; event += 1) {
    const table = tables[pack.kinds[event] ?? -1]
    if (table !== undefined) table.next += 1
  }
  return end
}
