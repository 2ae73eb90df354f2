/** What an imported branch does is looked at once, when it comes in: later nobody checks its events again. */
import type { Fault } from '../../kernel/base/fault.ts'
import { ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { decodeFrame } from '../../kernel/journal/frame-decode.ts'
import { headAfter } from '../../kernel/world/world.ts'
import { readRuns, refsAmong, runToChunk } from '../../storage/frames.ts'
import type { NotReproduced, TailChunk, WorldStore } from '../../storage/port.ts'
import type { Progress } from '../protocol.ts'
import { verifyJournal } from '../shared/verify-journal.ts'
import { notReproducedIn } from './reproduction.ts'

export interface ImportedCheck {
  /** Frames that hold, from genesis on. */
  readonly frames: number
  /** Why it is not all of them. */
  readonly fault?: Fault
  /** Why nobody can say that this build makes the same frames; undefined when it did. */
  readonly notReproduced: NotReproduced | undefined
}

/** Frames that are done again at once, which takes less than a second. Of more, a verification that is asked for tells. */
const REPRODUCED_FRAMES_MAX = 20_000

/**
 * Folds every frame with all checks: payloads of declared shapes, events that fit the state, seals that agree. A short
 * branch is executed again besides.
 */
export async function checkImported(
  store: WorldStore,
  branch: string,
  options: { readonly sha256: Sha256; readonly onProgress: (progress: Progress) => void },
): Promise<Result<ImportedCheck>> {
  const journal = await store.journal(branch)
  if (!journal.ok) return journal
  const intactOnly = journal.value.branch.head.seq >= REPRODUCED_FRAMES_MAX
  const report = await verifyJournal({
    ...options,
    store,
    journal: journal.value,
    intactOnly,
    signal: new AbortController().signal,
  })
  if (!report.ok) return report
  const { frames, seals, fault } = report.value
  // Kinds of another build leave a recording intact; it then plays back as far as it is understood.
  const known = notReproducedIn(seals, fault)
  const notReproduced = intactOnly && known !== 'other_build' ? 'unchecked' : known
  return ok({ frames, notReproduced, ...(fault === undefined || seals.intact ? {} : { fault }) })
}

/** Gives up what comes after the first `frames` frames of a branch; the branch too when none of its own are left. */
export async function cutBranch(
  store: WorldStore,
  branch: string,
  frames: number,
  sha256: Sha256,
): Promise<Result<void>> {
  const journal = await store.journal(branch)
  if (!journal.ok) return journal
  const { path, tail: rest, branch: row } = journal.value
  const closedTo = path.findLast(({ last, isClipped }) => !isClipped && last < frames)?.last ?? -1
  const from = Math.max(closedTo, row.forkOf?.at.seq ?? -1) + 1
  const cut = { branch, expectedHead: row.head }
  if (frames === 0 || frames <= (row.forkOf?.at.seq ?? -1) + 1)
    return store.cut({ ...cut, head: undefined, tail: [] })
  const candidates = [...path, ...rest].flatMap(({ refs }) => refs ?? [])
  const tail: TailChunk[] = []
  for await (const run of readRuns(store, branch, { from, to: frames - 1 })) {
    if (!run.ok) return run
    const chunk = runToChunk(run.value, refsAmong(run.value.frames, candidates))
    if (chunk !== undefined) tail.push(chunk)
  }
  const last = await lastFrame(store, branch, frames - 1)
  if (!last.ok) return last
  const decoded = decodeFrame(last.value)
  if (!decoded.ok) return decoded
  const head = headAfter(decoded.value, sha256.digest(last.value))
  return store.cut({ ...cut, head, tail })
}

async function lastFrame(store: WorldStore, branch: string, seq: number): Promise<Result<Uint8Array>> {
  let last: Uint8Array = new Uint8Array(0)
  for await (const run of readRuns(store, branch, { from: seq, to: seq })) {
    if (!run.ok) return run
    last = run.value.frames.at(-1) ?? last
  }
  return ok(last)
}
