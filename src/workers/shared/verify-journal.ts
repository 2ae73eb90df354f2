/** Judging a stored journal as it lies there: its bytes, its chain and, when wanted, every step done again. */
import { fault, type Fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { decodeSegment } from '../../kernel/journal/segment.ts'
import { rollbackTargetsOf, type RollbackTargets } from '../../kernel/replay/rollback-points.ts'
import { createVerifier, type Verifier, type VerifyReport } from '../../kernel/replay/verify.ts'
import type { WorldPorts } from '../../kernel/world/world.ts'
import type { BranchJournal, PathRow, WorldStore } from '../../storage/port.ts'
import type { Progress } from '../protocol.ts'
import { BlobShelf, refsOf, sliceBytes, tailToRow } from './segment-read.ts'
import { Slice } from './slices.ts'

export interface VerifyJournalOptions {
  readonly store: Pick<WorldStore, 'segment' | 'blob'>
  readonly journal: BranchJournal
  readonly sha256: Sha256
  readonly intactOnly: boolean
  readonly verifySignature?: WorldPorts['verifySignature']
  /** Frames that rollbacks go back to; found by a pass over the frames when absent. */
  readonly rollbackTargets?: RollbackTargets
  readonly onProgress: (progress: Progress) => void
  readonly signal: AbortSignal
}

/** Frames judged before messages get their turn. */
const FRAMES_AT_ONCE = 128

const CANCELLED = fault('input.invalid', { reason: 'cancelled' })

/** Reports on the whole journal; a fault of the answer itself says only that it could not be read or was cancelled. */
export async function verifyJournal(options: VerifyJournalOptions): Promise<Result<VerifyReport>> {
  const { store, journal, sha256, intactOnly, verifySignature } = options
  const shelf = new BlobShelf()
  const fetched = await shelf.fetch(store, refsOf(journal))
  // A missing blob is what verification is there to tell.
  if (!fetched.ok && fetched.fault.kind !== 'blob.missing') return fetched
  const rollbackTargets = intactOnly ? undefined : (options.rollbackTargets ?? (await findTargets(options)))
  const verifier = createVerifier({
    ports: { sha256, blobs: shelf.source, ...(verifySignature === undefined ? {} : { verifySignature }) },
    intactOnly,
    ...(rollbackTargets === undefined ? {} : { rollbackTargets }),
  })
  const pushed = await pushJournal(options, verifier)
  if (!pushed.ok) return pushed
  const report = verifier.finish(journal.branch.head.hash)
  return ok(
    pushed.value === undefined || report.fault !== undefined
      ? report
      : { ...report, ok: false, fault: pushed.value },
  )
}

/** Hands over every frame; answers what is wrong with the rows around them. */
async function pushJournal(
  options: VerifyJournalOptions,
  verifier: Verifier,
): Promise<Result<Fault | undefined>> {
  const { journal, onProgress, signal } = options
  const tailBytes = journal.tail.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const total = journal.path.reduce((sum, { size }) => sum + size, tailBytes)
  const slice = new Slice()
  let done = 0
  for await (const run of readJournal(options)) {
    if (run.damage !== undefined) return ok(run.damage)
    for (let at = 0; at < run.frames.length; at += FRAMES_AT_ONCE) {
      const frames = run.frames.slice(at, at + FRAMES_AT_ONCE)
      const isLast = at + FRAMES_AT_ONCE >= run.frames.length
      if (verifier.pushAll(frames, isLast ? run.lastHash : undefined) !== undefined) return ok(undefined)
      await slice.pause()
      if (signal.aborted) return fail(CANCELLED)
    }
    done += run.size
    onProgress({ stage: 'verify', done, total })
  }
  return ok(undefined)
}

interface StoredRun {
  readonly frames: readonly Uint8Array[]
  readonly lastHash: Uint8Array | undefined
  readonly size: number
  /** Why the row gives no frames. */
  readonly damage?: Fault
}

async function* readJournal({ store, journal }: VerifyJournalOptions): AsyncGenerator<StoredRun, void> {
  let coming = readRun(store, journal.path[0])
  for (let index = 1; coming !== undefined; index += 1) {
    const run = await coming
    coming = readRun(store, journal.path[index])
    yield run
  }
  for (const chunk of journal.tail) {
    yield { frames: tailToRow(chunk).slices.map(sliceBytes), lastHash: undefined, size: chunk.bytes.length }
  }
}

function readRun(
  store: Pick<WorldStore, 'segment'>,
  row: PathRow | undefined,
): Promise<StoredRun> | undefined {
  return row === undefined ? undefined : readPathRow(store, row)
}

/** Frames of a segment as they lie there; which of them is damaged is for the verifier to say. */
async function readPathRow(store: Pick<WorldStore, 'segment'>, row: PathRow): Promise<StoredRun> {
  const { first, last, lastHash, size, digest } = row
  const nothing = { frames: [], lastHash: undefined, size }
  const bytes = await store.segment(digest)
  if (!bytes.ok) return { ...nothing, damage: { ...bytes.fault, seq: first } }
  const segment = decodeSegment(bytes.value)
  if (!segment.ok || segment.value.first !== first || segment.value.frames.length < last - first + 1) {
    return { ...nothing, damage: fault('storage.torn_tail', { seq: first, path: digest }) }
  }
  const frames = segment.value.frames
    .slice(0, last - first + 1)
    .map(({ offset, length }) => bytes.value.subarray(offset, offset + length))
  return { frames, lastHash, size }
}

async function findTargets(options: VerifyJournalOptions): Promise<RollbackTargets> {
  const targets = new Map<number, number>()
  const slice = new Slice()
  for await (const { frames } of readJournal(options)) {
    for (const [to, from] of rollbackTargetsOf(frames)) targets.set(to, from)
    await slice.pause()
    if (options.signal.aborted) break
  }
  return targets
}
