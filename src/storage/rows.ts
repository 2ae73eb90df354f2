import * as v from 'valibot'
import type { Branch } from '../kernel/journal/path.ts'
import type { CatalogueRow, SegmentInfo, TailChunk } from './port.ts'
import type { Row } from './tables.ts'

// What the tables hold, and how an unknown row becomes one of them. A row that does not parse is `undefined`: the
// caller treats it as missing. Numbers in bulk are kept as bytes, little-endian as on every platform we run on.

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const position = v.pipe(v.number(), v.safeInteger(), v.minValue(-1))
const bytes = v.instance(Uint8Array)
const hash = v.pipe(bytes, v.length(32))
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

const headSchema = v.object({ seq: count, hash, time: count, nextEvent: count })

const branchSchema = v.object({
  name: v.string(),
  head: headSchema,
  forkOf: v.optional(v.object({ branch: v.string(), at: headSchema })),
  closedTo: position,
  ownFrom: position,
})

const segmentSchema = v.object({
  digest,
  first: count,
  last: count,
  firstEvent: count,
  events: count,
  lastHash: hash,
  size: count,
  refs: v.optional(v.array(digest)),
})

const tailSchema = v.object({
  first: count,
  lengths: bytes,
  bytes,
  claimed: bytes,
  refs: v.optional(v.array(digest)),
})

const catalogueSchema = v.object({
  worldKey: v.string(),
  name: v.string(),
  genesis: digest,
  scenario: v.string(),
  seed: v.pipe(v.number(), v.safeInteger()),
  head: headSchema,
  createdAtMs: count,
  isStaged: v.optional(v.boolean()),
  notReproduced: v.optional(v.record(v.string(), v.picklist(['unchecked', 'differs', 'other_build']))),
})

/** A branch with what the store itself notes of it. */
export interface StoredBranch extends Branch {
  /** Seq of the last frame of the path that lies in a closed segment; −1 = none. */
  readonly closedTo: number
  /** First frame of the first closed segment that this branch stores itself; −1 = none. */
  readonly ownFrom: number
}

export function branchToRow(branch: StoredBranch): Row {
  const { name, head, closedTo, ownFrom, forkOf } = branch
  const row = { name, head: { ...head }, closedTo, ownFrom }
  return forkOf === undefined ? row : { ...row, forkOf: { branch: forkOf.branch, at: { ...forkOf.at } } }
}

export function parseBranch(row: unknown): StoredBranch | undefined {
  const parsed = v.safeParse(branchSchema, row)
  if (!parsed.success) return undefined
  const { forkOf, ...branch } = parsed.output
  return forkOf === undefined ? branch : { ...branch, forkOf }
}

export function segmentToRow(segment: SegmentInfo): Row {
  const { digest, first, last, firstEvent, events, lastHash, size, refs } = segment
  const row = { digest, first, last, firstEvent, events, lastHash: ownBytes(lastHash), size }
  return refs === undefined || refs.length === 0 ? row : { ...row, refs }
}

export function parseSegment(row: unknown): SegmentInfo | undefined {
  const parsed = v.safeParse(segmentSchema, row)
  if (!parsed.success || parsed.output.last < parsed.output.first) return undefined
  const { refs, ...segment } = parsed.output
  return refs === undefined ? segment : { ...segment, refs }
}

export function tailToRow(chunk: TailChunk): Row {
  const row = {
    first: chunk.first,
    lengths: numbersToBytes(chunk.lengths),
    bytes: ownBytes(chunk.bytes),
    claimed: numbersToBytes(chunk.claimedAtMs),
  }
  return chunk.refs === undefined || chunk.refs.length === 0 ? row : { ...row, refs: chunk.refs }
}

export function parseTail(row: unknown): TailChunk | undefined {
  const parsed = v.safeParse(tailSchema, row)
  if (!parsed.success) return undefined
  const { first, lengths: lengthBytes, bytes: frames, claimed, refs } = parsed.output
  if (lengthBytes.length % 4 !== 0 || claimed.length !== lengthBytes.length * 2 || lengthBytes.length === 0)
    return undefined
  const lengths = new Uint32Array(lengthBytes.slice().buffer)
  if (sum(lengths) !== frames.length) return undefined
  const chunk = { first, lengths, bytes: frames, claimedAtMs: bytesToFloats(claimed) }
  return refs === undefined ? chunk : { ...chunk, refs }
}

export function catalogueToRow(row: CatalogueRow): Row {
  const { isStaged, notReproduced = {}, ...rest } = row
  const isFlagged = Object.keys(notReproduced).length > 0
  return {
    ...rest,
    head: { ...rest.head },
    ...(isStaged === true ? { isStaged } : {}),
    ...(isFlagged ? { notReproduced } : {}),
  }
}

export function parseCatalogueRow(row: unknown): CatalogueRow | undefined {
  const parsed = v.safeParse(catalogueSchema, row)
  if (!parsed.success) return undefined
  const { isStaged, notReproduced, ...rest } = parsed.output
  return {
    ...rest,
    ...(isStaged === true ? { isStaged } : {}),
    ...(notReproduced === undefined ? {} : { notReproduced }),
  }
}

export function sum(lengths: Uint32Array): number {
  let total = 0
  for (const length of lengths) total += length
  return total
}

/** The same bytes in a buffer of their own: structured clone would copy the whole buffer behind a view. */
export function ownBytes(view: Uint8Array): Uint8Array {
  return view.byteLength === view.buffer.byteLength ? view : view.slice()
}

export function numbersToBytes(numbers: Uint32Array | Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength).slice()
}

/** The numbers of `numbersToBytes`; a cut-off last number is dropped. */
export function bytesToFloats(bytes: Uint8Array): Float64Array {
  return new Float64Array(bytes.slice(0, bytes.length - (bytes.length % 8)).buffer)
}
