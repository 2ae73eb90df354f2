import { fault } from '../../kernel/base/fault.ts'
import { compareBytes } from '../../kernel/base/order.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { decodeFrame } from '../../kernel/journal/frame-decode.ts'
import type { Head } from '../../kernel/journal/path.ts'
import { decodeSegment } from '../../kernel/journal/segment.ts'
import { headOf } from '../chain.ts'
import { type FrameRun, readOpenRun, refsAmong, runToChunk } from '../frames.ts'
import type { ClosedSegment, CommitBatch, WorldStore } from '../port.ts'

/** A branch as it was read from a file: its closed segments are stored, its open end is at hand. */
export interface ImportedBranch {
  readonly name: string
  readonly closed: readonly ClosedSegment[]
  readonly open: FrameRun & { readonly refs: readonly string[] }
  readonly head: Head
}

export interface PlannedBranch {
  readonly nameInFile: string
  /** The branch here that holds the frames. */
  readonly name: string
  readonly head: Head
  /** Absent when nothing is to be added. */
  readonly batch?: CommitBatch
}

/** A branch to compare with: one that is stored, or one that is about to be. */
interface Candidate {
  readonly name: string
  readonly isStored: boolean
  /** Digests of the closed segments of the whole path. */
  readonly digests: readonly string[]
  readonly open: FrameRun
}

interface Meeting {
  readonly candidate: Candidate
  /** Closed segments that both have. */
  readonly segments: number
  /** Frames that both have, from genesis on. */
  readonly frames: number
  /** The last of them. */
  readonly last: Uint8Array
}

/**
 * Decides what each branch adds: nothing when a stored branch has its frames already, else a branch that leaves the one
 * with which it shares most; of two branches of a file that are equal for as long as one lasts, both keep their names.
 * A cut is a function of the frames, so equal beginnings are equal digests and only one segment of each pair is looked
 * into.
 */
export async function planBranches(
  store: WorldStore,
  branches: readonly ImportedBranch[],
  sha256: Sha256,
): Promise<Result<readonly PlannedBranch[]>> {
  const stored = await storedCandidates(store)
  if (!stored.ok) return stored
  const candidates = [...stored.value]
  const planned: PlannedBranch[] = []
  for (const branch of branches) {
    const meetings: Meeting[] = []
    for (const candidate of candidates) {
      const meeting = await meet(store, branch, candidate)
      if (!meeting.ok) return meeting
      meetings.push(meeting.value)
    }
    const known = meetings.find(
      ({ candidate, frames }) => candidate.isStored && frames === branch.head.seq + 1,
    )
    if (known !== undefined) {
      planned.push({ nameInFile: branch.name, name: known.candidate.name, head: branch.head })
      continue
    }
    const best = meetings.toSorted((a, b) => b.frames - a.frames)[0]
    const name = freeName(branch.name, candidates)
    const batch = batchOf(name, branch, best, sha256)
    if (!batch.ok) return batch
    planned.push({ nameInFile: branch.name, name, head: branch.head, batch: batch.value })
    candidates.push({
      name,
      isStored: false,
      digests: branch.closed.map(({ digest }) => digest),
      open: branch.open,
    })
  }
  return ok(planned)
}

async function storedCandidates(store: WorldStore): Promise<Result<readonly Candidate[]>> {
  const branches = await store.branches()
  if (!branches.ok) return branches
  const candidates: Candidate[] = []
  for (const { name } of branches.value) {
    const journal = await store.journal(name)
    if (!journal.ok) return journal
    const open = await readOpenRun(store, journal.value)
    if (!open.ok) return open
    const digests = journal.value.path.filter((row) => !row.isClipped).map((row) => row.digest)
    candidates.push({ name, isStored: true, digests, open: open.value })
  }
  return ok(candidates)
}

/** How far a branch of the file and one of the store go together. */
async function meet(
  store: WorldStore,
  branch: ImportedBranch,
  candidate: Candidate,
): Promise<Result<Meeting>> {
  let segments = 0
  while (segments < branch.closed.length && branch.closed[segments]?.digest === candidate.digests[segments])
    segments += 1
  const mine = await framesFrom(store, branch.closed[segments]?.digest, branch.open)
  if (!mine.ok) return mine
  const theirs = await framesFrom(store, candidate.digests[segments], candidate.open)
  if (!theirs.ok) return theirs
  let shared = 0
  for (const [index, frame] of mine.value.entries()) {
    const other = theirs.value[index]
    if (other === undefined || compareBytes(frame, other) !== 0) break
    shared += 1
  }
  const before = branch.closed[segments - 1]
  const last = mine.value[shared - 1] ?? (await lastFrame(store, before?.digest))
  return ok({ candidate, segments, frames: (before === undefined ? 0 : before.last + 1) + shared, last })
}

async function framesFrom(
  store: WorldStore,
  digest: string | undefined,
  open: FrameRun,
): Promise<Result<readonly Uint8Array[]>> {
  if (digest === undefined) return ok(open.frames)
  const bytes = await store.segment(digest)
  if (!bytes.ok) return bytes
  const layout = decodeSegment(bytes.value)
  if (!layout.ok) return fail(fault('storage.torn_tail', { path: digest }))
  return ok(layout.value.frames.map(({ offset, length }) => bytes.value.subarray(offset, offset + length)))
}

async function lastFrame(store: WorldStore, digest: string | undefined): Promise<Uint8Array> {
  if (digest === undefined) return new Uint8Array(0)
  const frames = await framesFrom(store, digest, { first: 0, frames: [], claimedAtMs: new Float64Array(0) })
  return (frames.ok ? frames.value.at(-1) : undefined) ?? new Uint8Array(0)
}

function freeName(wanted: string, taken: readonly Candidate[]): string {
  const isTaken = (name: string): boolean => taken.some((candidate) => candidate.name === name)
  if (!isTaken(wanted)) return wanted
  let number = 2
  while (isTaken(`${wanted}-${number}`)) number += 1
  return `${wanted}-${number}`
}

function batchOf(
  name: string,
  branch: ImportedBranch,
  meeting: Meeting | undefined,
  sha256: Sha256,
): Result<CommitBatch> {
  const fork = meeting === undefined || meeting.frames === 0 ? undefined : headOfBytes(meeting.last, sha256)
  if (fork !== undefined && !fork.ok) return fork
  const closed = fork === undefined ? branch.closed : branch.closed.slice(meeting?.segments)
  const before = Math.max(fork?.value.seq ?? -1, closed.at(-1)?.last ?? -1)
  const skipped = Math.max(before + 1 - branch.open.first, 0)
  const frames = branch.open.frames.slice(skipped)
  const tail = runToChunk(
    { first: branch.open.first + skipped, frames, claimedAtMs: branch.open.claimedAtMs.slice(skipped) },
    refsAmong(frames, branch.open.refs),
  )
  return ok({
    branch: name,
    expectedHead: undefined,
    ...(fork === undefined || meeting === undefined
      ? {}
      : { forkOf: { branch: meeting.candidate.name, at: fork.value } }),
    head: branch.head,
    closed,
    tail: tail === undefined ? [] : [tail],
    blobs: [],
    durability: 'strict',
  })
}

function headOfBytes(bytes: Uint8Array, sha256: Sha256): Result<Head> {
  const frame = decodeFrame(bytes)
  return frame.ok ? ok(headOf(frame.value, sha256.digest(bytes))) : frame
}
