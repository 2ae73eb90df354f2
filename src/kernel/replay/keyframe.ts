/**
 * Local keyframes (kernel.md K8): a whole state at a frame as narrow columns, for this browser's cache only. Reading
 * makes views and keys; a record is made when somebody asks for it, so a cold seek pays for what it touches.
 */
import { fault } from '../base/fault.ts'
import { fail, type Result } from '../base/result.ts'
import { attemptDecode, DecodeRefused } from '../codec/decode-fault.ts'
import type { Value, ValueMap } from '../codec/value.ts'
import { State } from '../state/collection.ts'
import { CATALOGUE, type Catalogue } from '../world/catalogue.ts'
import { readTable } from './pack/column-reader.ts'
import { TableWriter } from './pack/column-writer.ts'
import { readSections, SectionWriter, type Sections } from './pack/sections.ts'
import { packTexts, readTexts } from './pack/texts.ts'
import type { PlaybackStart } from './playback.ts'

/** Raised when the layout changes; a cache of another format is dropped. */
const FORMAT = 3

/** The bytes of a keyframe. O(records); the state is read and not kept. */
export function encodeKeyframe(
  { state, head, events }: PlaybackStart,
  catalogue: Catalogue = CATALOGUE,
): Uint8Array {
  const sections = new SectionWriter()
  const collections = state.collectionNames().map((name): Value => {
    const table = new TableWriter(catalogue.collections.get(name)?.fields ?? {})
    for (const [, record] of state.entries(name)) table.push(record)
    return [name, packTexts(state.keys(name), sections), table.finish(sections)]
  })
  const { seq, hash, time, nextEvent } = head
  return sections.finish({ v: FORMAT, seq, hash, time, nextEvent, events, collections })
}

/**
 * A state to begin from. It holds on to `bytes`, which must not change. Fault: `file.malformed`; the caller then builds
 * the keyframe again. What it holds is believed: only full verification compares roots.
 */
export function parseKeyframe(bytes: Uint8Array): Result<PlaybackStart> {
  const read = readSections(bytes)
  if (!read.ok) return read
  const parsed = attemptDecode(() => readKeyframe(read.value))
  return parsed.ok ? parsed : fail(fault('file.malformed', { reason: 'keyframe' }))
}

const refuse = (): never => {
  throw new DecodeRefused('shape', 0)
}

const numberIn = (header: ValueMap, name: string): number => {
  const value = header[name]
  return typeof value === 'number' ? value : refuse()
}

function readKeyframe(sections: Sections): PlaybackStart {
  const { header } = sections
  const { v, hash, collections } = header
  if (v !== FORMAT || !(hash instanceof Uint8Array) || !Array.isArray(collections)) return refuse()
  const state = new State()
  for (const entry of collections as readonly Value[]) {
    const [name, keysNode, tableNode] = Array.isArray(entry) ? (entry as readonly Value[]) : []
    if (typeof name !== 'string' || keysNode === undefined || tableNode === undefined) return refuse()
    const keys = readTexts(keysNode, sections)
    const table = readTable(tableNode, sections)
    if (table.rows !== keys.length) return refuse()
    state.adopt(name, { keys, indexOf: indexOf(keys), row: table.row })
  }
  const head = {
    seq: numberIn(header, 'seq'),
    hash,
    time: numberIn(header, 'time'),
    nextEvent: numberIn(header, 'nextEvent'),
  }
  return { state, head, events: numberIn(header, 'events') }
}

/** Rows by key. The table is made with the first question: many collections are never asked. */
function indexOf(keys: readonly string[]): (key: string) => number {
  let rowByKey: Map<string, number> | undefined
  return (key) => {
    if (rowByKey === undefined) {
      rowByKey = new Map()
      for (let row = 0; row < keys.length; row += 1) rowByKey.set(keys[row] ?? '', row)
    }
    return rowByKey.get(key) ?? -1
  }
}
