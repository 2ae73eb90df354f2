import { bytesToHex } from '../kernel/base/order.ts'
import type { Head } from '../kernel/journal/path.ts'
import type { BranchJournal, PathRow, TailChunk } from './port.ts'
import { parseBranch, parseSegment, parseTail, type StoredBranch } from './rows.ts'
import type { ReadTransaction } from './tables.ts'

/**
 * A branch stores what comes after its fork. Its path is found by walking from the oldest ancestor down:
 *
 *     main   [ 0 … 39 ][ 40 ………… 80 ] tail 81 …
 *     child                 fork at 50, tail 51 …     path: [0 … 39] [40 … 50 clipped]   tail: 51 …
 *     child            [ 40 ……… 77 ] tail 78 …        path: [0 … 39] [40 … 77]           tail: 78 …
 *
 * The child's own first segment starts with frames of the parent, because a cut is a function of the frames alone.
 */
export interface Walk {
  readonly path: readonly PathRow[]
  readonly tail: readonly TailChunk[]
  /** Seq of the first frame that is missing: the rows are contiguous up to there and nothing beyond is listed. */
  readonly holdsTo: number
}

/** Where a walk ends. Without a head it ends where a closed segment ends, so nothing needs clipping. */
interface WalkEnd {
  readonly seq: number
  readonly head?: Head
}

/** Rows of a branch that hold frames ≥ `from`, ancestors first, cut before the first gap. */
export async function walkPath(
  transaction: ReadTransaction,
  branch: StoredBranch,
  from: number,
): Promise<Walk> {
  const path: PathRow[] = []
  const tail: TailChunk[] = []
  await collect(transaction, branch, { end: { seq: branch.head.seq, head: branch.head }, from, path, tail })
  return cutBeforeGap({ path, tail, from })
}

interface Collecting {
  readonly end: WalkEnd
  readonly from: number
  readonly path: PathRow[]
  readonly tail: TailChunk[]
}

async function collect(transaction: ReadTransaction, branch: StoredBranch, into: Collecting): Promise<void> {
  const { end, from, path, tail } = into
  if (branch.forkOf !== undefined) {
    const parent = parseBranch(await transaction.get('branches', branch.forkOf.branch))
    const parentEnd = endInParent(branch, branch.forkOf.at, end)
    if (parent !== undefined && from <= parentEnd.seq)
      await collect(transaction, parent, { ...into, end: parentEnd })
  }
  const start = parseSegment(await transaction.lastUpTo('path', branch.name, from))?.first ?? 0
  for (const row of await transaction.range('path', branch.name, { from: start, to: end.seq })) {
    const segment = parseSegment(row)
    if (segment === undefined) continue
    if (segment.last >= from) path.push(clipRow({ ...segment, owner: branch.name, isClipped: false }, end))
  }
  if (end.seq <= branch.closedTo) return
  const tailStart = parseTail(await transaction.lastUpTo('tail', branch.name, from))?.first ?? 0
  for (const row of await transaction.range('tail', branch.name, { from: tailStart, to: end.seq })) {
    const chunk = parseTail(row)
    if (chunk !== undefined && chunk.first + chunk.lengths.length > from) tail.push(clipChunk(chunk, end.seq))
  }
}

function endInParent(branch: StoredBranch, fork: Head, end: WalkEnd): WalkEnd {
  const parentEnd =
    branch.ownFrom >= 0 && branch.ownFrom <= fork.seq
      ? { seq: branch.ownFrom - 1 }
      : { seq: fork.seq, head: fork }
  return parentEnd.seq < end.seq ? parentEnd : end
}

function clipRow(row: PathRow, end: WalkEnd): PathRow {
  if (row.last <= end.seq || end.head === undefined) return row
  return {
    ...row,
    last: end.seq,
    events: end.head.nextEvent - row.firstEvent,
    lastHash: end.head.hash,
    isClipped: true,
  }
}

function clipChunk(chunk: TailChunk, lastSeq: number): TailChunk {
  const frames = lastSeq - chunk.first + 1
  if (frames >= chunk.lengths.length) return chunk
  const lengths = chunk.lengths.slice(0, frames)
  let size = 0
  for (const length of lengths) size += length
  return {
    ...chunk,
    lengths,
    bytes: chunk.bytes.subarray(0, size),
    claimedAtMs: chunk.claimedAtMs.slice(0, frames),
  }
}

function cutBeforeGap(found: {
  readonly path: readonly PathRow[]
  readonly tail: readonly TailChunk[]
  readonly from: number
}): Walk {
  let next = found.path[0]?.first ?? found.tail[0]?.first ?? found.from
  if (next > found.from) return { path: [], tail: [], holdsTo: found.from }
  let rows = 0
  for (const row of found.path) {
    if (row.first !== next) return { path: found.path.slice(0, rows), tail: [], holdsTo: next }
    next = row.last + 1
    rows += 1
  }
  let chunks = 0
  for (const chunk of found.tail) {
    if (chunk.first !== next) break
    next += chunk.lengths.length
    chunks += 1
  }
  return { path: found.path, tail: found.tail.slice(0, chunks), holdsTo: next }
}

/** True when the walk ends in the branch's head, by number and, where a closed segment ends there, by hash. */
export function reachesHead(walk: Walk, head: Head): boolean {
  if (walk.holdsTo !== head.seq + 1) return false
  const last = walk.path.at(-1)
  return walk.tail.length > 0 || last === undefined || bytesToHex(last.lastHash) === bytesToHex(head.hash)
}

/** The journal of a walk, without what only the store notes of a branch. */
export function walkToJournal(walk: Walk, stored: StoredBranch): BranchJournal {
  const { name, head, forkOf } = stored
  return {
    branch: forkOf === undefined ? { name, head } : { name, head, forkOf },
    path: walk.path,
    tail: walk.tail,
  }
}

/** Seq of the last frame at or before `seq` at which a closed segment of the path ends; −1 = none. */
export async function closedUpTo(
  transaction: ReadTransaction,
  branch: StoredBranch,
  seq: number,
): Promise<number> {
  if (branch.closedTo <= seq) return branch.closedTo
  const row = parseSegment(await transaction.lastUpTo('path', branch.name, seq))
  if (row !== undefined) return row.last <= seq ? row.last : row.first - 1
  const parent =
    branch.forkOf === undefined
      ? undefined
      : parseBranch(await transaction.get('branches', branch.forkOf.branch))
  return parent === undefined ? -1 : closedUpTo(transaction, parent, seq)
}
