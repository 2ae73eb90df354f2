/** Reads what column-writer wrote: one closure per column, a record made from its row when it is asked for. */
import { DecodeRefused } from '../../codec/decode-fault.ts'
import { CanonicalReader } from '../../codec/decode.ts'
import { isValueMap, type Value, type ValueMap } from '../../codec/value.ts'
import { offsetsOf, readNumbers, type NumberColumn } from './numbers.ts'
import type { SectionArray, Sections } from './sections.ts'
import { TextLists } from './text-lists.ts'
import { textReader } from './texts.ts'

/** The value of a column in a row. */
export type ColumnReader = (row: number) => Value

interface Column {
  readonly read: ColumnReader
  /** The numbers of a column of ints. */
  readonly ints?: NumberColumn
}

/** A table of records as it is read. Rows are made anew at each call. */
export interface Table {
  readonly rows: number
  readonly row: (index: number) => ValueMap
}

const refuse = (): never => {
  throw new DecodeRefused('shape', 0)
}

const listOf = (value: Value | undefined): readonly Value[] =>
  Array.isArray(value) ? (value as readonly Value[]) : refuse()

const nodeOf = (value: Value | undefined): Value => (value === undefined ? refuse() : value)

const countOf = (value: Value | undefined): number => (typeof value === 'number' ? value : refuse())

/** The reader of a node over `count` rows. Throws `DecodeRefused` for what column-writer does not write. */
function readColumn(node: Value, sections: Sections, count: number): Column {
  const [type, first, second, third, fourth] = listOf(node)
  switch (type) {
    case 'int': {
      const ints = readNumbers(nodeOf(first), sections, count)
      return { read: (row) => ints[row] ?? 0, ints }
    }
    case 'bool': {
      const numbers = readNumbers(nodeOf(first), sections, count)
      return { read: (row) => numbers[row] === 1 }
    }
    case 'text': {
      return { read: textReader(readNumbers(nodeOf(first), sections, count), sections) }
    }
    case 'bytes':
    case 'value':
      return {
        read: blobReader(type, readNumbers(nodeOf(first), sections, count), sections.arrays[countOf(second)]),
      }
    case 'list': {
      const offsets = offsetsOf(readNumbers(nodeOf(second), sections, count))
      const item = readColumn(nodeOf(third), sections, countOf(first)).read
      return { read: listReader(offsets, item) }
    }
    case 'texts': {
      const lists = new TextLists(nodeOf(first), sections, count)
      return { read: (row) => lists.row(row) }
    }
    case 'map': {
      const total = countOf(first)
      const offsets = offsetsOf(readNumbers(nodeOf(second), sections, count))
      const key = textReader(readNumbers(nodeOf(third), sections, total), sections)
      const item = readColumn(nodeOf(fourth), sections, total).read
      return { read: mapReader(offsets, key, item) }
    }
    case 'record':
      return { read: readRecord(listOf(first), sections, count) }
    default:
      return refuse()
  }
}

function blobReader(
  type: 'bytes' | 'value',
  lengths: NumberColumn,
  bytes: SectionArray | undefined,
): ColumnReader {
  if (!(bytes instanceof Uint8Array)) return refuse()
  const offsets = offsetsOf(lengths)
  return (row) => {
    const start = offsets[row] ?? 0
    const end = offsets[row + 1] ?? 0
    return type === 'bytes' ? bytes.slice(start, end) : new CanonicalReader(bytes, start, end).readValue()
  }
}

function listReader(offsets: Uint32Array, item: ColumnReader): ColumnReader {
  return (row) => {
    const items: Value[] = []
    const end = offsets[row + 1] ?? 0
    for (let at = offsets[row] ?? 0; at < end; at += 1) items.push(item(at))
    return items
  }
}

function mapReader(offsets: Uint32Array, key: (at: number) => string, item: ColumnReader): ColumnReader {
  return (row) => {
    const map: Record<string, Value> = {}
    const end = offsets[row + 1] ?? 0
    for (let at = offsets[row] ?? 0; at < end; at += 1) map[key(at)] = item(at)
    return map
  }
}

interface RecordField {
  readonly name: string
  readonly presence: NumberColumn | undefined
  readonly column: Column
}

function readRecord(nodes: readonly Value[], sections: Sections, count: number): ColumnReader {
  const fields = nodes.map((node): RecordField => {
    const [name, presence, column] = listOf(node)
    if (typeof name !== 'string') return refuse()
    return {
      name,
      presence: isAlwaysThere(nodeOf(presence)) ? undefined : readNumbers(nodeOf(presence), sections, count),
      column: readColumn(nodeOf(column), sections, count),
    }
  })
  return pointReader(fields) ?? recordReader(fields)
}

/** A required field, or an optional one that no row leaves out: the constant 1. */
const isAlwaysThere = (presence: Value): boolean =>
  presence === null || (Array.isArray(presence) && presence[0] === 1 && presence[1] === -1)

/** Most records of a world hold a point; one literal makes them several times faster than a loop over fields. */
function pointReader(fields: readonly RecordField[]): ColumnReader | undefined {
  const [x, y, z] = fields
  if (fields.length !== 3 || x?.name !== 'x_cm' || y?.name !== 'y_cm' || z?.name !== 'z_cm') return undefined
  const [xs, ys, zs] = [x.column.ints, y.column.ints, z.column.ints]
  if (xs === undefined || ys === undefined || zs === undefined) return undefined
  if (fields.some(({ presence }) => presence !== undefined)) return undefined
  return (row) => ({ x_cm: xs[row] ?? 0, y_cm: ys[row] ?? 0, z_cm: zs[row] ?? 0 })
}

function recordReader(fields: readonly RecordField[]): ColumnReader {
  const names = fields.map(({ name }) => name)
  const readers = fields.map(({ column }) => column.read)
  const presences = fields.map(({ presence }) => presence)
  const { length } = fields
  return (row) => {
    const record: Record<string, Value> = {}
    for (let index = 0; index < length; index += 1) {
      const presence = presences[index]
      if (presence !== undefined && presence[row] === 0) continue
      const name = names[index]
      const read = readers[index]
      if (name !== undefined && read !== undefined) record[name] = read(row)
    }
    return record
  }
}

/** Reads a table. Throws `DecodeRefused`. */
export function readTable(node: Value, sections: Sections): Table {
  const [rowsNode, isOtherNode, fittingNode, othersNode] = listOf(node)
  const rows = countOf(rowsNode)
  const isOther = readNumbers(nodeOf(isOtherNode), sections, rows)
  const fitting = readColumn(nodeOf(fittingNode), sections, rows).read
  const others = readColumn(nodeOf(othersNode), sections, rows).read
  const hasOthers = isOther.includes(1)
  const row = (index: number): ValueMap => {
    const record = hasOthers && isOther[index] === 1 ? others(index) : fitting(index)
    return isValueMap(record) ? record : refuse()
  }
  // Rows that fit are maps by construction.
  return { rows, row: hasOthers ? row : (index) => fitting(index) as ValueMap }
}
