/** Reading frames back: every row is compared with the hash under which it was stored. */
import { assert } from '../../kernel/base/assert.ts'
import { fault } from '../../kernel/base/fault.ts'
import { bytesToHex } from '../../kernel/base/order.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { decodeSegment } from '../../kernel/journal/segment.ts'
import type { FrameSlice } from '../../kernel/replay/fold.ts'
import type { BlobSource } from '../../kernel/world/apply.ts'
import { digestBlock } from '../../storage/orrery-file/digest-block.ts'
import type { BranchJournal, PathRow, TailChunk, WorldStore } from '../../storage/port.ts'

/** Frames that follow each other, in one buffer. */
export interface FrameRow {
  readonly first: number
  readonly slices: readonly FrameSlice[]
  /** True when one hash covers all of them; frames of the tail are covered by their successors only. */
  readonly isWhole: boolean
}

/** The frames of a closed segment that are on the path. Faults: `storage.torn_tail`, `file.block_hash`. */
async function readSegmentRow(
  store: Pick<WorldStore, 'segment'>,
  row: PathRow,
  sha256: Sha256,
): Promise<Result<FrameRow>> {
  const stored = await store.segment(row.digest)
  if (!stored.ok) return fail({ ...stored.fault, seq: row.first })
  const digest = bytesToHex(await digestBlock(stored.value, sha256))
  if (digest !== row.digest) {
    return fail(fault('file.block_hash', { seq: row.first, expected: row.digest, actual: digest }))
  }
  return layOut(stored.value, row)
}

/** Finds the frames of a segment's block. */
export function layOut(bytes: Uint8Array, row: PathRow): Result<FrameRow> {
  const segment = decodeSegment(bytes)
  const count = row.last - row.first + 1
  if (!segment.ok || segment.value.first !== row.first || segment.value.frames.length < count) {
    return fail(fault('storage.torn_tail', { seq: row.first, path: row.digest }))
  }
  const slices = segment.value.frames
    .slice(0, count)
    .map(({ offset, length }) => ({ bytes, offset, end: offset + length }))
  return ok({ first: row.first, slices, isWhole: true })
}

export function tailToRow(chunk: TailChunk): FrameRow {
  const slices: FrameSlice[] = []
  let offset = 0
  for (const length of chunk.lengths) {
    slices.push({ bytes: chunk.bytes, offset, end: offset + length })
    offset += length
  }
  return { first: chunk.first, slices, isWhole: false }
}

/** Rows with frames from ≤ seq ≤ to, each read while the one before it is used. Ends after the first fault. */
export async function* readRows(
  store: Pick<WorldStore, 'segment'>,
  journal: BranchJournal,
  options: { readonly from: number; readonly to: number; readonly sha256: Sha256 },
): AsyncGenerator<Result<FrameRow>, void> {
  const { from, to, sha256 } = options
  const segments = journal.path.filter((row) => row.first <= to && row.last >= from)
  const read = (row: PathRow | undefined): Promise<Result<FrameRow>> | undefined =>
    row === undefined ? undefined : readSegmentRow(store, row, sha256)
  let coming = read(segments[0])
  for (let index = 1; coming !== undefined; index += 1) {
    const row = await coming
    coming = row.ok ? read(segments[index]) : undefined
    yield row.ok ? ok(clipRow(row.value, from, to)) : row
    if (!row.ok) return
  }
  for (const chunk of journal.tail) {
    if (chunk.first > to || chunk.first + chunk.lengths.length <= from) continue
    yield ok(clipRow(tailToRow(chunk), from, to))
  }
}

function clipRow(row: FrameRow, from: number, to: number): FrameRow {
  const start = Math.max(from - row.first, 0)
  const end = Math.min(to - row.first + 1, row.slices.length)
  if (start === 0 && end === row.slices.length) return row
  return { ...row, first: row.first + start, slices: row.slices.slice(start, end) }
}

/** Blobs that folding may ask for: few (patches of rollbacks), so all that the rows name are fetched first. */
export class BlobShelf {
  readonly #bytes = new Map<string, Uint8Array>()

  /** For the fold, which is synchronous. */
  readonly source: BlobSource = (digest) => this.#bytes.get(bytesToHex(digest))

  put(digest: string, bytes: Uint8Array): void {
    this.#bytes.set(digest, bytes)
  }

  async fetch(store: Pick<WorldStore, 'blob'>, digests: Iterable<string>): Promise<Result<void>> {
    for (const digest of digests) {
      if (this.#bytes.has(digest)) continue
      const blob = await store.blob(digest)
      if (!blob.ok) return blob
      this.#bytes.set(digest, blob.value)
    }
    return ok(undefined)
  }
}

export function refsOf(journal: BranchJournal): Set<string> {
  return new Set([...journal.path, ...journal.tail].flatMap((row) => row.refs ?? []))
}

/** Bytes of a frame in memory of their own or as a view, for decoding. */
export function sliceBytes(slice: FrameSlice | undefined): Uint8Array {
  assert(slice !== undefined, 'A frame is looked up where it is.')
  return slice.bytes.subarray(slice.offset, slice.end)
}
