import { fault } from '../kernel/base/fault.ts'
import { fail, ok, type Result } from '../kernel/base/result.ts'
import { linkToHex } from '../kernel/codec/link.ts'
import { decodeFrame } from '../kernel/journal/frame-decode.ts'
import { decodeSegment } from '../kernel/journal/segment.ts'
import type { BranchJournal, PathRow, TailChunk, WorldStore } from './port.ts'

/** Frames that follow each other, as canonical bytes: views of the row they were read with. */
export interface FrameRun {
  readonly first: number
  readonly frames: readonly Uint8Array[]
  /** Claimed wall time of each frame. */
  readonly claimedAtMs: Float64Array
}

/**
 * The frames of a branch with `from` ≤ seq ≤ `to`, ancestors' included, one run per stored row; a run is read while
 * its predecessor is used. Ends after the first fault. What is read is what was committed when it started.
 */
export async function* readRuns(
  store: WorldStore,
  branch: string,
  range: { readonly from?: number; readonly to?: number } = {},
): AsyncGenerator<Result<FrameRun>, void> {
  const { from = 0, to = Infinity } = range
  const journal = await store.journal(branch, from)
  if (!journal.ok) {
    yield journal
    return
  }
  const rows = journal.value.path.filter((row) => row.first <= to)
  let coming = rows[0] === undefined ? undefined : readRow(store, rows[0])
  for (let index = 0; coming !== undefined; index += 1) {
    const run = await coming
    const next = rows[index + 1]
    coming = run.ok && next !== undefined ? readRow(store, next) : undefined
    yield run.ok ? ok(clipRun(run.value, from, to)) : run
    if (!run.ok) return
  }
  for (const chunk of journal.value.tail) {
    if (chunk.first <= to) yield ok(clipRun(chunkToRun(chunk), from, to))
  }
}

/** The frames of one row of a path. */
export async function readRow(store: WorldStore, row: PathRow): Promise<Result<FrameRun>> {
  const [bytes, claimed] = await Promise.all([store.segment(row.digest), store.claimed(row)])
  if (!bytes.ok) return fail({ ...bytes.fault, seq: row.first })
  if (!claimed.ok) return claimed
  const segment = decodeSegment(bytes.value)
  const count = row.last - row.first + 1
  if (!segment.ok || segment.value.first !== row.first || segment.value.frames.length < count) {
    return fail(fault('storage.torn_tail', { seq: row.first, path: row.digest }))
  }
  const frames = segment.value.frames
    .slice(0, count)
    .map(({ offset, length }) => bytes.value.subarray(offset, offset + length))
  const claimedAtMs = new Float64Array(count)
  claimedAtMs.set(claimed.value.subarray(0, count))
  return ok({ first: row.first, frames, claimedAtMs })
}

/**
 * The frames after the last whole segment of a path: what a writer feeds to its cutter before it goes on, and the last
 * segment of a file. Empty when the head closed a segment.
 */
export async function readOpenRun(
  store: WorldStore,
  journal: BranchJournal,
): Promise<Result<FrameRun & { readonly refs: readonly string[] }>> {
  const clipped = journal.path.at(-1)
  const runs: FrameRun[] = []
  if (clipped?.isClipped === true) {
    const run = await readRow(store, clipped)
    if (!run.ok) return run
    runs.push(run.value)
  }
  for (const chunk of journal.tail) runs.push(chunkToRun(chunk))
  const run = joinRuns(runs, runs[0]?.first ?? journal.branch.head.seq + 1)
  return ok({ ...run, refs: refsAmong(run.frames, refsOfRows([clipped, ...journal.tail])) })
}

function refsOfRows(rows: readonly ({ readonly refs?: readonly string[] } | undefined)[]): readonly string[] {
  return rows.flatMap((row) => row?.refs ?? [])
}

/**
 * Which of the `candidates` these frames name. A row's own list says too much once a fork or a cut took frames away from
 * it, and a blob that no frame names makes a file that nobody reads.
 */
export function refsAmong(
  frames: readonly Uint8Array[],
  candidates: readonly string[] | undefined,
): readonly string[] {
  const named = new Set<string>()
  if (candidates === undefined || candidates.length === 0) return []
  for (const bytes of frames) {
    const frame = decodeFrame(bytes)
    for (const ref of (frame.ok ? frame.value.refs : undefined) ?? []) named.add(linkToHex(ref))
  }
  return candidates.filter((digest, index) => named.has(digest) && candidates.indexOf(digest) === index)
}

export function chunkToRun(chunk: TailChunk): FrameRun {
  const frames: Uint8Array[] = []
  let offset = 0
  for (const length of chunk.lengths) {
    frames.push(chunk.bytes.subarray(offset, offset + length))
    offset += length
  }
  return { first: chunk.first, frames, claimedAtMs: chunk.claimedAtMs }
}

/** The chunk that stores a run; `undefined` for an empty one. */
export function runToChunk(run: FrameRun, refs: readonly string[] = []): TailChunk | undefined {
  if (run.frames.length === 0) return undefined
  const lengths = Uint32Array.from(run.frames, (frame) => frame.length)
  const bytes = new Uint8Array(lengths.reduce((total, length) => total + length, 0))
  let offset = 0
  for (const frame of run.frames) {
    bytes.set(frame, offset)
    offset += frame.length
  }
  const chunk = { first: run.first, lengths, bytes, claimedAtMs: run.claimedAtMs }
  return refs.length === 0 ? chunk : { ...chunk, refs }
}

function joinRuns(runs: readonly FrameRun[], first: number): FrameRun {
  const frames = runs.flatMap((run) => run.frames)
  return { first, frames, claimedAtMs: Float64Array.from(runs.flatMap((run) => [...run.claimedAtMs])) }
}

function clipRun(run: FrameRun, from: number, to: number): FrameRun {
  const start = Math.max(from - run.first, 0)
  const end = Math.min(to - run.first + 1, run.frames.length)
  if (start === 0 && end === run.frames.length) return run
  return {
    first: run.first + start,
    frames: run.frames.slice(start, end),
    claimedAtMs: run.claimedAtMs.slice(start, end),
  }
}

/** The bytes of frame 0. */
export async function readGenesis(store: WorldStore, branch: string): Promise<Result<Uint8Array>> {
  for await (const run of readRuns(store, branch, { from: 0, to: 0 })) {
    if (!run.ok) return run
    const genesis = run.value.frames[0]
    if (genesis !== undefined) return ok(genesis)
  }
  return fail(fault('storage.torn_tail', { seq: 0, path: branch }))
}
