import { isId } from '../../kernel/base/ids.ts'
import { bytesToHex, compareCodeUnits } from '../../kernel/base/order.ts'
import { FILE_LIMITS } from '../../kernel/base/limits.ts'
import { decodeCanonical } from '../../kernel/codec/decode.ts'
import { encodeCanonical } from '../../kernel/codec/encode.ts'
import { Link } from '../../kernel/codec/link.ts'
import { isValueMap, type Value, type ValueMap } from '../../kernel/codec/value.ts'
import type { Head } from '../../kernel/journal/path.ts'
import { FileRefused } from './file-refused.ts'
import { BRANCHES_MAX, ENTRIES_PER_INDEX, FILE_VERSION, NAME_LENGTH_MAX, SIDES_MAX } from './limits.ts'

// The blocks that hold a file together, written out in docs/file-format.md. Every map has exactly its fields.

export interface RootBlock {
  readonly world: Link
}

export interface WorldBlock {
  readonly name: string
  readonly genesis: Uint8Array
  /** In the order of `compareNames`. */
  readonly branches: readonly (readonly [name: string, block: Link])[]
  /** Blocks that list blobs. */
  readonly blobs: readonly Link[]
  readonly sides: readonly (readonly [name: string, block: Link])[]
}

export interface BranchBlock {
  readonly head: Head
  /** Blocks that list segments. */
  readonly indexes: readonly Link[]
}

/** One segment in the index of a branch. */
export interface IndexEntry {
  readonly first: number
  readonly last: number
  /** Id of the first event of the first frame. */
  readonly firstEvent: number
  /** Hash of the last frame. */
  readonly lastHash: Uint8Array
  readonly segment: Link
  /** Claimed wall times; absent when none is claimed. */
  readonly claimed?: Link
}

export interface ClaimedBlock {
  readonly segment: Link
  /** Of each frame of the segment; 0 = not claimed. */
  readonly claimedAtMs: Float64Array
}

export function encodeRoot({ world }: RootBlock): Uint8Array {
  return encodeCanonical({ v: FILE_VERSION, format: 'orrery', worlds: [world] })
}

export function encodeWorld(block: WorldBlock): Uint8Array {
  const { name, genesis, branches, blobs, sides } = block
  return encodeCanonical({
    v: FILE_VERSION,
    name,
    genesis,
    branches: Object.fromEntries(branches),
    ...(blobs.length === 0 ? {} : { blobs }),
    ...(sides.length === 0 ? {} : { sides: Object.fromEntries(sides) }),
  })
}

export function encodeBranch({ head, indexes }: BranchBlock): Uint8Array {
  const { seq, hash, time, nextEvent } = head
  return encodeCanonical({
    v: FILE_VERSION,
    head: { seq, hash, time, events: nextEvent - 1 },
    segments: indexes,
  })
}

export function encodeIndex(entries: readonly IndexEntry[]): Uint8Array {
  return encodeCanonical({ v: FILE_VERSION, segments: entries.map((entry) => ({ ...entry })) })
}

/** Times are kept as differences: the first one whole, then what each adds to the one before it. */
export function encodeClaimed({ segment, claimedAtMs }: ClaimedBlock): Uint8Array {
  let before = 0
  const steps = Array.from(claimedAtMs, (time) => {
    const whole = time > 0 && Number.isSafeInteger(Math.floor(time)) ? Math.floor(time) : 0
    const step = whole - before
    before = whole
    return step
  })
  return encodeCanonical({ v: FILE_VERSION, steps, segment })
}

export function encodeBlobIndex(blobs: readonly Link[]): Uint8Array {
  return encodeCanonical({ v: FILE_VERSION, blobs })
}

/** A newer root may have any other shape; its version is looked at first. */
export function parseRoot(bytes: Uint8Array): RootBlock {
  const at = 'root'
  const root = decodeBlock(bytes, at)
  const version = root['v']
  if (root['format'] !== 'orrery') throw new FileRefused('file.malformed', { path: at, reason: 'format' })
  if (typeof version === 'number' && version > FILE_VERSION) {
    throw new FileRefused('file.newer_version', { path: at, expected: FILE_VERSION, actual: version })
  }
  const [world, ...more] = linksOf(fieldsOf(root, ['v', 'format', 'worlds'], at)['worlds'], at)
  return world === undefined || more.length > 0 ? refuseShape(at) : { world: structureLink(world, at) }
}

export function parseWorld(bytes: Uint8Array): WorldBlock {
  const at = 'world'
  const world = fieldsOf(decodeBlock(bytes, at), ['v', 'name', 'genesis', 'branches'], at, ['blobs', 'sides'])
  const { name, genesis, branches, blobs = [], sides } = world
  if (typeof name !== 'string' || name.length > NAME_LENGTH_MAX) return refuseShape(at)
  const branchLinks = namedLinks(branches, at)
  const sideLinks = sides === undefined ? [] : namedLinks(sides, at)
  if (branchLinks.length === 0 || sideLinks.length > SIDES_MAX) return refuseShape(at)
  if (branchLinks.length > BRANCHES_MAX) {
    throw new FileRefused('file.too_large', {
      path: at,
      reason: 'branches',
      expected: BRANCHES_MAX,
      actual: branchLinks.length,
    })
  }
  return {
    name,
    genesis: digestOf(genesis, at),
    branches: branchLinks.map(([branch, link]) => [branch, structureLink(link, at)]),
    blobs: linksOf(blobs, at).map((link) => structureLink(link, at)),
    sides: sideLinks.map(([side, link]) => (link.codec === 'raw' ? [side, link] : refuseShape(at))),
  }
}

export function parseBranch(bytes: Uint8Array, at: string): BranchBlock {
  const { head, segments } = fieldsOf(decodeBlock(bytes, at), ['v', 'head', 'segments'], at)
  if (!isValueMap(head)) return refuseShape(at)
  const { seq, hash, time, events } = fieldsOf(head, ['seq', 'hash', 'time', 'events'], at, [], false)
  return {
    head: {
      seq: countOf(seq, at),
      hash: digestOf(hash, at),
      time: countOf(time, at),
      nextEvent: countOf(events, at) + 1,
    },
    indexes: linksOf(segments, at).map((link) => structureLink(link, at)),
  }
}

export function parseIndex(bytes: Uint8Array, at: string): readonly IndexEntry[] {
  const { segments } = fieldsOf(decodeBlock(bytes, at), ['v', 'segments'], at)
  if (!Array.isArray(segments) || segments.length === 0) return refuseShape(at)
  if (segments.length > ENTRIES_PER_INDEX) {
    throw new FileRefused('file.too_large', {
      path: at,
      reason: 'links',
      expected: ENTRIES_PER_INDEX,
      actual: segments.length,
    })
  }
  return segments.map((entry: Value) => parseEntry(entry, at))
}

function parseEntry(value: Value, at: string): IndexEntry {
  if (!isValueMap(value)) return refuseShape(at)
  const known = ['first', 'last', 'firstEvent', 'lastHash', 'segment']
  const { first, last, firstEvent, lastHash, segment, claimed } = fieldsOf(
    value,
    known,
    at,
    ['claimed'],
    false,
  )
  if (!(segment instanceof Link)) return refuseShape(at)
  const entry = {
    first: countOf(first, at),
    last: countOf(last, at),
    firstEvent: countOf(firstEvent, at),
    lastHash: digestOf(lastHash, at),
    segment: structureLink(segment, at),
  }
  if (claimed === undefined) return entry
  return claimed instanceof Link ? { ...entry, claimed: structureLink(claimed, at) } : refuseShape(at)
}

export function parseClaimed(bytes: Uint8Array, at: string): ClaimedBlock {
  const { steps, segment } = fieldsOf(decodeBlock(bytes, at), ['v', 'steps', 'segment'], at)
  if (!Array.isArray(steps) || !(segment instanceof Link)) return refuseShape(at)
  const claimedAtMs = new Float64Array(steps.length)
  let time = 0
  for (let index = 0; index < steps.length; index += 1) {
    const step: unknown = steps[index]
    if (typeof step !== 'number') return refuseShape(at)
    time += step
    claimedAtMs[index] = countOf(time, at)
  }
  return { segment, claimedAtMs }
}

export function parseBlobIndex(bytes: Uint8Array, at: string): readonly Link[] {
  const { blobs } = fieldsOf(decodeBlock(bytes, at), ['v', 'blobs'], at)
  const links = linksOf(blobs, at)
  if (links.length === 0 || links.some(({ codec }) => codec !== 'raw')) return refuseShape(at)
  return links
}

function decodeBlock(bytes: Uint8Array, at: string): ValueMap {
  const decoded = decodeCanonical(bytes)
  if (!decoded.ok) {
    const { reason } = decoded.fault
    if (reason === 'too_deep') throw new FileRefused('file.too_deep', { path: at })
    throw new FileRefused('file.malformed', { path: at, ...(reason === undefined ? {} : { reason }) })
  }
  return isValueMap(decoded.value) ? decoded.value : refuseShape(at)
}

/** The fields of a map that has exactly the known ones, `v` among them where it is versioned. */
function fieldsOf(
  map: ValueMap,
  known: readonly string[],
  at: string,
  optional: readonly string[] = [],
  isVersioned = true,
): ValueMap {
  const keys = Object.keys(map)
  const isKnown =
    known.every((key) => map[key] !== undefined) &&
    keys.every((key) => known.includes(key) || optional.includes(key))
  return isKnown && (!isVersioned || map['v'] === FILE_VERSION) ? map : refuseShape(at)
}

function namedLinks(value: Value | undefined, at: string): readonly (readonly [string, Link])[] {
  if (!isValueMap(value)) return refuseShape(at)
  const entries = Object.entries(value).toSorted(([a], [b]) => compareNames(a, b))
  checkLinkCount(entries.length, at)
  return entries.map(([name, link]) => (isId(name) && link instanceof Link ? [name, link] : refuseShape(at)))
}

function linksOf(value: Value | undefined, at: string): readonly Link[] {
  if (!Array.isArray(value)) return refuseShape(at)
  checkLinkCount(value.length, at)
  return value.map((link: Value) => (link instanceof Link ? link : refuseShape(at)))
}

function checkLinkCount(actual: number, at: string): void {
  const expected = FILE_LIMITS.linksPerBlockMax
  if (actual > expected)
    throw new FileRefused('file.too_large', { path: at, reason: 'links', expected, actual })
}

function structureLink(link: Link, at: string): Link {
  return link.codec === 'dag-cbor' ? link : refuseShape(at)
}

function digestOf(value: Value | undefined, at: string): Uint8Array {
  return value instanceof Uint8Array && value.length === 32 ? value : refuseShape(at)
}

function countOf(value: Value | undefined, at: string): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : refuseShape(at)
}

function refuseShape(at: string): never {
  throw new FileRefused('file.malformed', { path: at, reason: 'shape' })
}

/** Order of names in a file: that of canonical map keys, shorter ones first. */
export function compareNames(a: string, b: string): number {
  return a.length - b.length || compareCodeUnits(a, b)
}

/** The digest of a link as the name under which stores and messages know it. */
export function digestHex(link: Link): string {
  return bytesToHex(link.digest)
}
