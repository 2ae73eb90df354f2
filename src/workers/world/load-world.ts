import { compareBytes } from '../../kernel/base/order.ts'
import { fault, type Fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { decodeFrame } from '../../kernel/journal/frame-decode.ts'
import { foldBytes } from '../../kernel/replay/fold.ts'
import { nextEventOf, type Position } from '../../kernel/replay/position.ts'
import { State } from '../../kernel/state/collection.ts'
import { CATALOGUE } from '../../kernel/world/catalogue.ts'
import type { WorldStart } from '../../kernel/world/world.ts'
import type { BranchJournal, WorldStore } from '../../storage/port.ts'
import { BlobShelf, type FrameRow, readRows, refsOf, sliceBytes } from '../shared/segment-read.ts'
import { Slice } from '../shared/slices.ts'

export interface LoadOptions {
  readonly store: Pick<WorldStore, 'segment' | 'blob'>
  readonly journal: BranchJournal
  readonly sha256: Sha256
  /** Last frame to fold. */
  readonly to: number
  /** A state of this path to begin from, already checked against its seal. */
  readonly keyframe?: WorldStart
}

const NOWHERE: Position = { seq: -1, k: 0, events: 0, time: 0, firstEvent: 1 }

/** The state after a frame of a stored branch, folded from the nearest state that is known. In slices. */
export async function loadState(options: LoadOptions): Promise<Result<WorldStart>> {
  const { store, journal, sha256, to, keyframe } = options
  const shelf = new BlobShelf()
  const fetched = await shelf.fetch(store, refsOf(journal))
  if (!fetched.ok) return fetched
  const state = keyframe?.state ?? new State()
  const slice = new Slice()
  let at: Position = keyframe === undefined ? NOWHERE : positionOf(keyframe)
  let { genesis, hash } = { genesis: keyframe?.genesis, hash: keyframe?.head.hash }
  for await (const row of readRows(store, journal, { from: at.seq + 1, to, sha256 })) {
    if (!row.ok) return row
    const chained = checkChain(row.value, hash, sha256)
    if (!chained.ok) return chained
    genesis ??= sha256.digest(sliceBytes(row.value.slices[0]))
    const folded = foldBytes(state, at, row.value.slices, { catalogue: CATALOGUE, blobs: shelf.source })
    if (!folded.ok) return folded
    at = folded.value
    hash = chained.value
    await slice.pause()
  }
  if (genesis === undefined || hash === undefined || at.seq !== to) {
    return fail(fault('storage.torn_tail', { seq: at.seq + 1 }))
  }
  const { head } = journal.branch
  if (to === head.seq && compareBytes(hash, head.hash) !== 0) return fail(fault('frame.hash', { seq: to }))
  return ok({ state, genesis, head: { seq: at.seq, hash, time: at.time, nextEvent: nextEventOf(at) } })
}

function positionOf({ head }: WorldStart): Position {
  return { seq: head.seq, k: 0, events: 0, time: head.time, firstEvent: head.nextEvent }
}

/** Ties a row to the frame before it and answers the hash of its last frame. */
function checkChain(row: FrameRow, before: Uint8Array | undefined, sha256: Sha256): Result<Uint8Array> {
  let hash = before
  // What is covered by a hash of its own needs its first frame looked at only.
  const checked = row.isWhole ? row.slices.slice(0, 1) : row.slices
  for (const [index, slice] of checked.entries()) {
    if (hash !== undefined) {
      const broken = checkParent(sliceBytes(slice), row.first + index, hash)
      if (broken !== undefined) return fail(broken)
    }
    hash = sha256.digest(sliceBytes(slice))
  }
  return ok(row.isWhole || hash === undefined ? sha256.digest(sliceBytes(row.slices.at(-1))) : hash)
}

function checkParent(frame: Uint8Array, seq: number, before: Uint8Array): Fault | undefined {
  const decoded = decodeFrame(frame)
  if (!decoded.ok) return { ...decoded.fault, seq }
  const { parent } = decoded.value
  if (parent !== null && compareBytes(parent, before) === 0) return undefined
  return fault('frame.hash', { seq, path: 'parent' })
}
