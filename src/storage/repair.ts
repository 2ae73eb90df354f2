import { bytesToHex } from '../kernel/base/order.ts'
import { ok, type Result } from '../kernel/base/result.ts'
import type { Sha256 } from '../kernel/codec/sha256.ts'
import type { Head } from '../kernel/journal/path.ts'
import { FrameChain } from './chain.ts'
import { chunkToRun, type FrameRun, readRow, runToChunk } from './frames.ts'
import type { BranchJournal, PathRow, TailChunk, WorldStore } from './port.ts'

export interface RepairReport {
  /** Where the branch ends now; undefined when nothing of it held and it is gone. */
  readonly head: Head | undefined
  /** Frames that were given up. */
  readonly dropped: number
}

/**
 * Cuts a branch back to the frames that hold: readable, chained from genesis, and closed segments as their digests say.
 * For a branch of which `journal` said `storage.torn_tail`; a branch that holds to its head loses nothing. Reads the whole
 * branch.
 */
export async function repairBranch(
  store: WorldStore,
  branch: string,
  sha256: Sha256,
): Promise<Result<RepairReport>> {
  const salvaged = await store.salvage(branch)
  if (!salvaged.ok) return salvaged
  const journal = salvaged.value
  const held = await holdingFrames(store, journal, sha256)
  const { head } = held
  const expectedHead = journal.branch.head
  const cut = await store.cut({ branch, expectedHead, head, tail: held.tail })
  return cut.ok ? ok({ head, dropped: expectedHead.seq - (head?.seq ?? -1) }) : cut
}

interface Holding {
  readonly head: Head | undefined
  readonly tail: readonly TailChunk[]
}

async function holdingFrames(store: WorldStore, journal: BranchJournal, sha256: Sha256): Promise<Holding> {
  const chain = new FrameChain()
  const forkSeq = journal.branch.forkOf?.at.seq ?? -1
  for (const row of journal.path) {
    const run = await readRow(store, row)
    const isIntact = run.ok && (await isAsStored(store, row, sha256))
    const held = run.ok ? pushRun(chain, run.value, sha256) : 0
    if (isIntact && held === row.last - row.first + 1) continue
    // Frames of the parent stay the parent's; those of an own broken segment are kept as tail.
    const own = run.ok ? sliceRun(run.value, Math.max(forkSeq + 1 - row.first, 0), held) : undefined
    return { head: chain.head, tail: toChunks(own, row.refs) }
  }
  const tail: TailChunk[] = []
  for (const chunk of journal.tail) {
    const run = chunkToRun(chunk)
    const held = pushRun(chain, run, sha256)
    tail.push(...toChunks(sliceRun(run, Math.max(forkSeq + 1 - run.first, 0), held), chunk.refs))
    if (held < run.frames.length) break
  }
  return { head: chain.head, tail }
}

/** Answers how many frames of the run continue the chain. */
function pushRun(chain: FrameChain, run: FrameRun, sha256: Sha256): number {
  for (const [index, frame] of run.frames.entries())
    if (!chain.push(frame, sha256.digest(frame)).ok) return index
  return run.frames.length
}

async function isAsStored(store: WorldStore, row: PathRow, sha256: Sha256): Promise<boolean> {
  const bytes = await store.segment(row.digest)
  return bytes.ok && bytesToHex(sha256.digest(bytes.value)) === row.digest
}

function sliceRun(run: FrameRun, start: number, end: number): FrameRun {
  return {
    first: run.first + start,
    frames: run.frames.slice(start, end),
    claimedAtMs: run.claimedAtMs.slice(start, Math.max(start, end)),
  }
}

function toChunks(run: FrameRun | undefined, refs: readonly string[] | undefined): readonly TailChunk[] {
  const chunk = run === undefined ? undefined : runToChunk(run, refs)
  return chunk === undefined ? [] : [chunk]
}
