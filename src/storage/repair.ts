import { fault } from '../kernel/base/fault.ts'
import { bytesToHex } from '../kernel/base/order.ts'
import { fail, ok, type Result } from '../kernel/base/result.ts'
import { linkToHex } from '../kernel/codec/link.ts'
import type { Sha256 } from '../kernel/codec/sha256.ts'
import type { Head } from '../kernel/journal/path.ts'
import { FrameChain } from './chain.ts'
import { chunkToRun, type FrameRun, readRow, refsAmong, runToChunk } from './frames.ts'
import type { BranchJournal, PathRow, TailChunk, WorldStore } from './port.ts'

export interface RepairReport {
  /** Where the branch ends now; undefined when nothing of it held and it is gone. */
  readonly head: Head | undefined
  /** Frames that were given up. */
  readonly dropped: number
}

/**
 * Cuts a branch back to the frames that hold: readable, chained from genesis, closed segments as their digests say, and
 * every blob there that they name. For a branch of which `journal` said `storage.torn_tail`; a branch that holds to its
 * head loses nothing, one of which nothing holds goes. Reads the whole branch.
 */
export async function repairBranch(
  store: WorldStore,
  branch: string,
  sha256: Sha256,
): Promise<Result<RepairReport>> {
  const held = await salvage(store, branch, sha256)
  return held.ok ? cutTo(store, branch, held.value) : held
}

/** {@link repairBranch} for opening: a branch of which nothing holds is left as it lies, `storage.torn_tail`. */
export async function mendBranch(
  store: WorldStore,
  branch: string,
  sha256: Sha256,
): Promise<Result<RepairReport>> {
  const held = await salvage(store, branch, sha256)
  if (!held.ok) return held
  if (held.value.head === undefined) return fail(fault('storage.torn_tail', { seq: 0, path: branch }))
  return cutTo(store, branch, held.value)
}

interface Holding {
  readonly head: Head | undefined
  readonly tail: readonly TailChunk[]
  /** Where the branch ended before. */
  readonly before: Head
}

async function cutTo(
  store: WorldStore,
  branch: string,
  { head, tail, before }: Holding,
): Promise<Result<RepairReport>> {
  const cut = await store.cut({ branch, expectedHead: before, head, tail })
  return cut.ok ? ok({ head, dropped: before.seq - (head?.seq ?? -1) }) : cut
}

async function salvage(store: WorldStore, branch: string, sha256: Sha256): Promise<Result<Holding>> {
  const salvaged = await store.salvage(branch)
  if (!salvaged.ok) return salvaged
  const audit = await store.audit()
  if (!audit.ok) return audit
  const missing = new Set(audit.value.missing.blobs)
  const held = await holdingFrames(store, salvaged.value, new HoldingChain(sha256, missing))
  return ok({ ...held, before: salvaged.value.branch.head })
}

async function holdingFrames(
  store: WorldStore,
  journal: BranchJournal,
  chain: HoldingChain,
): Promise<Omit<Holding, 'before'>> {
  const forkSeq = journal.branch.forkOf?.at.seq ?? -1
  for (const row of journal.path) {
    const run = await readRow(store, row)
    const isIntact = run.ok && (await isAsStored(store, row, chain.sha256))
    const held = run.ok ? chain.push(run.value) : 0
    if (isIntact && held === row.last - row.first + 1) continue
    // Frames of the parent stay the parent's; those of an own broken segment are kept as tail.
    const own = run.ok ? sliceRun(run.value, Math.max(forkSeq + 1 - row.first, 0), held) : undefined
    return { head: chain.head, tail: toChunks(own, row.refs) }
  }
  const tail: TailChunk[] = []
  for (const chunk of journal.tail) {
    const run = chunkToRun(chunk)
    const held = chain.push(run)
    tail.push(...toChunks(sliceRun(run, Math.max(forkSeq + 1 - run.first, 0), held), chunk.refs))
    if (held < run.frames.length) break
  }
  return { head: chain.head, tail }
}

/** A chain that ends before the first frame whose blobs are not there: nobody could fold it. */
class HoldingChain {
  readonly sha256: Sha256
  readonly #missing: ReadonlySet<string>
  readonly #chain = new FrameChain()
  #head: Head | undefined

  constructor(sha256: Sha256, missing: ReadonlySet<string>) {
    this.sha256 = sha256
    this.#missing = missing
  }

  get head(): Head | undefined {
    return this.#head
  }

  /** Answers how many frames of the run continue the chain. */
  push({ frames }: FrameRun): number {
    for (const [index, bytes] of frames.entries()) {
      const frame = this.#chain.push(bytes, this.sha256.digest(bytes))
      if (!frame.ok || frame.value.refs?.some((ref) => this.#missing.has(linkToHex(ref))) === true)
        return index
      this.#head = this.#chain.head
    }
    return frames.length
  }
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

/** The chunk of what held; `refs` are those of the row that it is a part of. */
function toChunks(run: FrameRun | undefined, refs: readonly string[] | undefined): readonly TailChunk[] {
  const chunk = run === undefined ? undefined : runToChunk(run, refsAmong(run.frames, refs))
  return chunk === undefined ? [] : [chunk]
}
