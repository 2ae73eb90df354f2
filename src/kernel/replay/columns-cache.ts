/**
 * Columns as cache blobs. A blob holds a run of frames, so that a growing journal writes what is new and nothing twice;
 * reading appends the blobs in order. A stored index is a hint until the journal was verified (spec F §8).
 */
import { assert } from '../base/assert.ts'
import { fault, type Fault } from '../base/fault.ts'
import { fail, type Result } from '../base/result.ts'
import { attemptDecode, DecodeRefused } from '../codec/decode-fault.ts'
import type { Value, ValueMap } from '../codec/value.ts'
import { field } from '../schema/field.ts'
import { isPlaceKind, type JournalColumns } from './columns.ts'
import { readTable } from './pack/column-reader.ts'
import { TableWriter } from './pack/column-writer.ts'
import { type NumberColumn, NumberWriter, packNumbers, readNumbers } from './pack/numbers.ts'
import { readSections, SectionWriter, type Sections } from './pack/sections.ts'
import { Whereabouts } from './whereabouts.ts'

/** Raised when the layout changes; a cache of another format is dropped. */
const FORMAT = 2

const AGENT_FIELDS = {
  id: field.agentRef('Id.'),
  name: field.text('Name.', 1024),
  eventId: field.eventRef('Registered by.'),
}

const LOCATION_FIELDS = {
  id: field.locationRef('Id.'),
  name: field.text('Name.', 1024),
  x: field.int('East.'),
  y: field.int('North.'),
  material: field.text('Material.'),
  radiusCm: field.int('Radius.'),
  radiation: field.int('Radiation.'),
  eventId: field.eventRef('Registered by.'),
}

/** The frames `[from, to)` of columns as one blob. O(frames and events in it, plus the directory). */
export function encodeColumns(columns: JournalColumns, from: number, to: number): Uint8Array {
  assert(from >= 0 && from <= to && to <= columns.frameCount, 'A run of frames lies within the columns.')
  const sections = new SectionWriter()
  const [begin, end] = [columns.eventsBefore(from), columns.eventsBefore(to)]
  const frames = {
    times: new NumberWriter(),
    counts: new NumberWriter(),
    sizes: new NumberWriter(),
    kinds: new NumberWriter(),
  }
  for (let seq = from; seq < to; seq += 1) {
    frames.times.push(columns.timeOf(seq) - (seq === from ? 0 : columns.timeOf(seq - 1)))
    frames.counts.push(columns.eventsIn(seq))
    frames.sizes.push(columns.sizeOf(seq))
    frames.kinds.push(columns.kindIndex(columns.actionKindOf(seq)))
  }
  const subjects = columns.subjectsOfEvents.subarray(2 * begin, 2 * end)
  return sections.finish({
    v: FORMAT,
    from,
    frames: to - from,
    events: end - begin,
    kindNames: columns.kindNames,
    times: frames.times.finish(sections),
    counts: frames.counts.finish(sections),
    sizes: frames.sizes.finish(sections),
    actionKinds: frames.kinds.finish(sections),
    eventKinds: packNumbers(columns.kindsOfEvents.subarray(begin, end), sections),
    firstSubjects: packNumbers(
      subjects.filter((_, index) => index % 2 === 0),
      sections,
    ),
    secondSubjects: packNumbers(
      subjects.filter((_, index) => index % 2 === 1),
      sections,
    ),
    ...placesOf(columns, begin, end, sections),
    ...directoryOf(columns, begin, end, sections),
  })
}

function placesOf(columns: JournalColumns, begin: number, end: number, sections: SectionWriter): ValueMap {
  const isPlace = columns.kindNames.map(isPlaceKind)
  const kinds = columns.kindsOfEvents
  const { movement, directory } = columns
  const whereabouts = new Whereabouts(movement)
  const xs = new NumberWriter()
  const ys = new NumberWriter()
  let count = 0
  for (let index = begin; index < end; index += 1) {
    const [subject] = isPlace[kinds[index] ?? 0] === true ? columns.subjectsOf(index + 1) : []
    if (subject === undefined) continue
    whereabouts.moveTo(index + 1, directory.agents.length)
    const row = whereabouts.rowOf(subject)
    assert(row >= 0, 'An event that says a place was noted.')
    xs.push(movement.xOf(row))
    ys.push(movement.yOf(row))
    count += 1
  }
  return { places: count, xs: xs.finish(sections), ys: ys.finish(sections) }
}

function directoryOf(columns: JournalColumns, begin: number, end: number, sections: SectionWriter): ValueMap {
  const isNew = ({ eventId }: { readonly eventId: number }): boolean => eventId > begin && eventId <= end
  const agents = new TableWriter(AGENT_FIELDS)
  const locations = new TableWriter(LOCATION_FIELDS)
  for (const entry of columns.directory.agents.filter(isNew)) agents.push(entry)
  for (const entry of columns.directory.locations.filter(isNew)) locations.push(entry)
  return { agents: agents.finish(sections), locations: locations.finish(sections) }
}

/**
 * Appends a blob to columns that end where it begins. Faults: `file.malformed`, `frame.order`; the columns may then hold
 * a part of it and are built again.
 */
export function appendColumns(columns: JournalColumns, bytes: Uint8Array): Result<void, Fault> {
  const read = readSections(bytes)
  if (!read.ok) return read
  const sections = read.value
  const { header } = sections
  if (header['v'] !== FORMAT || header['from'] !== columns.frameCount)
    return fail(fault('frame.order', { seq: columns.frameCount, reason: 'columns' }))
  const appended = attemptDecode(() => append(columns, sections))
  return appended.ok ? appended : fail(fault('file.malformed', { reason: 'columns' }))
}

const refuse = (): never => {
  throw new DecodeRefused('shape', 0)
}

function append(columns: JournalColumns, sections: Sections): void {
  const { header } = sections
  const count = (name: string): number => {
    const value = header[name]
    return typeof value === 'number' ? value : refuse()
  }
  const numbers = (name: string, rows: number) => readNumbers(header[name] ?? refuse(), sections, rows)
  const frames = count('frames')
  const events = count('events')
  const names = header['kindNames']
  const kinds = (Array.isArray(names) ? (names as readonly Value[]) : refuse()).map((name) =>
    typeof name === 'string' ? columns.kindIndex(name) : refuse(),
  )
  appendDirectory(columns, sections)
  const [times, counts, sizes] = [
    numbers('times', frames),
    numbers('counts', frames),
    numbers('sizes', frames),
  ]
  const [actionKinds, eventKinds] = [numbers('actionKinds', frames), numbers('eventKinds', events)]
  const [first, second] = [numbers('firstSubjects', events), numbers('secondSubjects', events)]
  const places = count('places')
  const [xs, ys] = [numbers('xs', places), numbers('ys', places)]
  if (eventsIn(counts) !== events) return refuse()
  const known = columns.eventCount
  columns.appendRun({
    times: sumsFrom(times),
    counts,
    sizes,
    actionKinds: renumbered(actionKinds, kinds),
    eventKinds: renumbered(eventKinds, kinds),
    firstSubjects: first,
    secondSubjects: second,
  })
  const knownNames = columns.kindNames
  const isPlace = kinds.map((kind) => isPlaceKind(knownNames[kind] ?? ''))
  let place = 0
  for (let event = 0; event < events; event += 1) {
    const subject = first[event] ?? 0
    if (isPlace[eventKinds[event] ?? 0] !== true || subject === 0) continue
    columns.movement.append(subject - 1, known + event + 1, xs[place] ?? 0, ys[place] ?? 0)
    place += 1
  }
}

const eventsIn = (counts: NumberColumn): number => {
  let events = 0
  for (let index = 0; index < counts.length; index += 1) events += counts[index] ?? 0
  return events
}

/** The running totals of steps, the first of which counts from 0. */
function sumsFrom(steps: NumberColumn): NumberColumn {
  const sums = new Float64Array(steps.length)
  let sum = 0
  for (let index = 0; index < steps.length; index += 1) {
    sum += steps[index] ?? 0
    sums[index] = sum
  }
  return sums
}

/** Kinds by the numbers that they have here. */
function renumbered(kinds: NumberColumn, numbers: readonly number[]): NumberColumn {
  if (numbers.every((number, index) => number === index)) return kinds
  return kinds.map((kind) => numbers[kind] ?? refuse())
}

function appendDirectory(columns: JournalColumns, sections: Sections): void {
  const { header } = sections
  const text = (value: Value | undefined): string => (typeof value === 'string' ? value : refuse())
  const number = (value: Value | undefined): number => (typeof value === 'number' ? value : refuse())
  const agents = readTable(header['agents'] ?? refuse(), sections)
  for (let index = 0; index < agents.rows; index += 1) {
    const { id, name, eventId } = agents.row(index)
    columns.directory.addAgent({ id: text(id), name: text(name), eventId: number(eventId) })
  }
  const locations = readTable(header['locations'] ?? refuse(), sections)
  for (let index = 0; index < locations.rows; index += 1) {
    const { id, name, x, y, material, radiusCm, radiation, eventId } = locations.row(index)
    columns.directory.addLocation({
      id: text(id),
      name: text(name),
      x: number(x),
      y: number(y),
      material: text(material),
      radiusCm: number(radiusCm),
      radiation: number(radiation),
      eventId: number(eventId),
    })
  }
}
