import { assert } from '../kernel/base/assert.ts'
import { fault } from '../kernel/base/fault.ts'
import { fail, ok, type Result } from '../kernel/base/result.ts'
import type { Branch } from '../kernel/journal/path.ts'
import { assertBatch, assertChunks, sameBytes } from './batch-check.ts'
import { auditContents, deleteUnnamed, putFresh } from './contents.ts'
import { closedUpTo, reachesHead, type Walk, walkPath, walkToJournal } from './path-walk.ts'
import type { BranchJournal, CommitBatch, CutBatch, Durability, WorldStore } from './port.ts'
import {
  branchToRow,
  bytesToFloats,
  numbersToBytes,
  ownBytes,
  parseBranch,
  parseSegment,
  segmentToRow,
  type StoredBranch,
  tailToRow,
} from './rows.ts'
import type { ReadTransaction, Tables, WriteTransaction } from './tables.ts'

/** Layout of the rows below. Raised when an older build could no longer read them. */
const WORLD_FORMAT = 1

/** Tables of one world (kernel contract K9; `claimed` keeps wall times apart so that a path stays small to read). */
export const WORLD_TABLES = {
  /** By text key. */
  texts: ['meta', 'branches', 'segments', 'blobs', 'outbox'],
  /** By branch and seq. */
  grouped: ['path', 'claimed', 'tail'],
} as const

const JOURNAL = ['branches', 'path', 'tail', 'claimed', 'segments', 'blobs']
const WALKED = ['branches', 'path', 'tail']

/** Checks the layout of opened tables and makes them a world. `expected` in the fault is what this build reads. */
export async function openWorldStore(worldKey: string, tables: Tables): Promise<Result<WorldStore>> {
  const format = await tables.read(['meta'], async (transaction) =>
    ok(await transaction.get('meta', 'format')),
  )
  if (!format.ok) return closing(tables, format)
  if (format.value === undefined) {
    if (tables.isTorn()) return closing(tables, fail(fault('storage.torn_tail', { seq: 0 })))
    const written = await tables.write({ tables: ['meta'], durability: 'relaxed' }, async (transaction) => {
      transaction.put('meta', 'format', WORLD_FORMAT)
      return Promise.resolve(ok(undefined))
    })
    if (!written.ok) return closing(tables, written)
  } else if (format.value !== WORLD_FORMAT) {
    const actual = typeof format.value === 'number' ? format.value : -1
    return closing(tables, fail(fault('storage.newer_version', { expected: WORLD_FORMAT, actual })))
  }
  return ok(createWorldStore(worldKey, tables))
}

async function closing<F>(tables: Tables, answer: F): Promise<F> {
  await tables.close()
  return answer
}

function createWorldStore(worldKey: string, tables: Tables): WorldStore {
  return {
    worldKey,
    meta: { format: WORLD_FORMAT },
    branches: async () =>
      tables.read(['branches'], async (transaction) => {
        const rows: Branch[] = []
        for (const row of await transaction.all('branches')) {
          const stored = parseBranch(row)
          if (stored === undefined)
            return fail(fault('storage.unavailable', { path: 'branches', reason: 'row_malformed' }))
          rows.push(toBranch(stored))
        }
        return ok(rows)
      }),
    commit: async (...batches) => {
      for (const batch of batches) assertBatch(batch)
      const durability = batches.some((batch) => batch.durability === 'strict') ? 'strict' : 'relaxed'
      return writeWhole(tables, { tables: JOURNAL, durability }, async (transaction) => {
        for (const batch of batches) {
          const written = await writeBatch(transaction, batch)
          if (!written.ok) return written
        }
        return ok(undefined)
      })
    },
    cut: async (batch) =>
      tables.write({ tables: JOURNAL, durability: 'strict' }, async (transaction) =>
        writeCut(transaction, batch),
      ),
    journal: async (branch, from = 0) =>
      tables.read(WALKED, async (transaction) => {
        const walked = await walkBranch(transaction, branch, from)
        if (!walked.ok) return walked
        const { walk, stored } = walked.value
        if (tables.isTorn() || !reachesHead(walk, stored.head))
          return fail(fault('storage.torn_tail', { seq: walk.holdsTo, path: branch }))
        return ok(walkToJournal(walk, stored))
      }),
    salvage: async (branch) =>
      tables.read(WALKED, async (transaction): Promise<Result<BranchJournal>> => {
        const walked = await walkBranch(transaction, branch, 0)
        return walked.ok ? ok(walkToJournal(walked.value.walk, walked.value.stored)) : walked
      }),
    claimed: async (row) =>
      tables.read(['claimed'], async (transaction) => {
        const bytes = await transaction.get('claimed', [row.owner, row.first])
        return ok(bytes instanceof Uint8Array ? bytesToFloats(bytes) : new Float64Array(0))
      }),
    segment: async (digest) => {
      const bytes = await tables.read(['segments'], async (transaction) =>
        ok(await transaction.get('segments', digest)),
      )
      if (!bytes.ok) return bytes
      return bytes.value instanceof Uint8Array
        ? ok(bytes.value)
        : fail(fault('storage.torn_tail', { path: digest }))
    },
    blob: async (digest) => {
      const bytes = await tables.read(['blobs'], async (transaction) =>
        ok(await transaction.get('blobs', digest)),
      )
      if (!bytes.ok) return bytes
      return bytes.value instanceof Uint8Array
        ? ok(bytes.value)
        : fail(fault('blob.missing', { path: digest }))
    },
    putSegments: async (segments, durability = 'relaxed') =>
      writeWhole(tables, { tables: ['segments'], durability }, async (transaction) =>
        ok(await putFresh(transaction, 'segments', segments)),
      ),
    putBlobs: async (blobs, durability = 'relaxed') =>
      writeWhole(tables, { tables: ['blobs'], durability }, async (transaction) =>
        ok(await putFresh(transaction, 'blobs', blobs)),
      ),
    discard: async (contents) =>
      writeWhole(tables, { tables: JOURNAL, durability: 'relaxed' }, async (transaction) =>
        ok(await deleteUnnamed(transaction, contents)),
      ),
    audit: async () => tables.read(JOURNAL, async (transaction) => ok(await auditContents(transaction))),
    onVersionChange: (listener) => tables.onVersionChange(listener),
    close: async () => tables.close(),
    destroy: async () => tables.destroy(),
  }
}

/** Writes unless that would write over the remains of a torn end, which only `cut` may give up. */
async function writeWhole<T>(
  tables: Tables,
  options: { readonly tables: readonly string[]; readonly durability: Durability },
  body: (transaction: WriteTransaction) => Promise<Result<T>>,
): Promise<Result<T>> {
  return tables.write(options, async (transaction) =>
    tables.isTorn() ? fail(fault('storage.torn_tail')) : body(transaction),
  )
}

function toBranch({ name, head, forkOf }: StoredBranch): Branch {
  return forkOf === undefined ? { name, head } : { name, head, forkOf }
}

async function walkBranch(
  transaction: ReadTransaction,
  name: string,
  from: number,
): Promise<Result<{ readonly walk: Walk; readonly stored: StoredBranch }>> {
  const stored = parseBranch(await transaction.get('branches', name))
  if (stored === undefined) return fail(fault('world.unknown', { path: name }))
  return ok({ stored, walk: await walkPath(transaction, stored, Math.min(from, stored.head.seq + 1)) })
}

async function writeBatch(transaction: WriteTransaction, batch: CommitBatch): Promise<Result<void>> {
  const opened =
    batch.expectedHead === undefined ? await openNew(transaction, batch) : await openKnown(transaction, batch)
  if (!opened.ok) return opened
  const stored = opened.value
  const firstClosed = batch.closed[0]
  if (firstClosed !== undefined) {
    assert(firstClosed.first === stored.closedTo + 1, 'a closed segment begins where the open one began', {
      seq: firstClosed.first,
    })
    transaction.deleteFrom('tail', batch.branch, 0)
  }
  for (const segment of batch.closed) {
    if (segment.bytes !== undefined) transaction.put('segments', segment.digest, ownBytes(segment.bytes))
    else if (!(await transaction.has('segments', segment.digest)))
      return fail(fault('storage.torn_tail', { path: segment.digest }))
    transaction.put('path', [batch.branch, segment.first], segmentToRow(segment))
    transaction.put('claimed', [batch.branch, segment.first], numbersToBytes(segment.claimedAtMs))
  }
  for (const chunk of batch.tail) transaction.put('tail', [batch.branch, chunk.first], tailToRow(chunk))
  for (const blob of batch.blobs) {
    if (!(await transaction.has('blobs', blob.digest)))
      transaction.put('blobs', blob.digest, ownBytes(blob.bytes))
  }
  const closedTo = batch.closed.at(-1)?.last ?? stored.closedTo
  const ownFrom = stored.ownFrom >= 0 ? stored.ownFrom : (firstClosed?.first ?? -1)
  transaction.put('branches', batch.branch, branchToRow({ ...stored, head: batch.head, closedTo, ownFrom }))
  return ok(undefined)
}

async function openKnown(
  transaction: WriteTransaction,
  batch: CommitBatch | CutBatch,
): Promise<Result<StoredBranch>> {
  const stored = parseBranch(await transaction.get('branches', batch.branch))
  if (stored === undefined) return fail(fault('storage.conflict', { seq: -1, path: batch.branch }))
  const { expectedHead } = batch
  const isExpected =
    expectedHead !== undefined &&
    stored.head.seq === expectedHead.seq &&
    sameBytes(stored.head.hash, expectedHead.hash)
  return isExpected
    ? ok(stored)
    : fail(fault('storage.conflict', { seq: stored.head.seq, path: batch.branch }))
}

async function openNew(transaction: WriteTransaction, batch: CommitBatch): Promise<Result<StoredBranch>> {
  const existing = parseBranch(await transaction.get('branches', batch.branch))
  if (existing !== undefined)
    return fail(fault('storage.conflict', { seq: existing.head.seq, path: batch.branch }))
  const { branch: name, head, forkOf } = batch
  if (forkOf === undefined) return ok({ name, head, closedTo: -1, ownFrom: -1 })
  const parent = parseBranch(await transaction.get('branches', forkOf.branch))
  const at = forkOf.at.seq
  if (
    parent === undefined ||
    parent.head.seq < at ||
    (parent.head.seq === at && !sameBytes(parent.head.hash, forkOf.at.hash))
  ) {
    return fail(fault('storage.conflict', { seq: parent?.head.seq ?? -1, path: forkOf.branch }))
  }
  return ok({ name, head, forkOf, closedTo: await closedUpTo(transaction, parent, at), ownFrom: -1 })
}

async function writeCut(transaction: WriteTransaction, batch: CutBatch): Promise<Result<void>> {
  const opened = await openKnown(transaction, batch)
  if (!opened.ok) return opened
  const { head, branch, tail } = batch
  const stored = opened.value
  const openFrom = tail[0]?.first ?? (head?.seq ?? -1) + 1
  transaction.deleteFrom('tail', branch, 0)
  let ownFrom = -1
  let closedTo = -1
  for (const first of await transaction.numbers('path', branch)) {
    const row = parseSegment(await transaction.get('path', [branch, first]))
    if (row !== undefined && row.last < openFrom) {
      ownFrom = ownFrom < 0 ? row.first : ownFrom
      closedTo = row.last
      continue
    }
    transaction.delete('path', [branch, first])
    transaction.delete('claimed', [branch, first])
  }
  if (head === undefined) {
    transaction.delete('branches', branch)
    return ok(undefined)
  }
  assert(
    head.seq <= stored.head.seq && assertChunks(tail, openFrom) === head.seq + 1,
    'a cut only shortens',
    { seq: head.seq },
  )
  for (const chunk of tail) transaction.put('tail', [branch, chunk.first], tailToRow(chunk))
  const forkOf =
    stored.forkOf === undefined || stored.forkOf.at.seq <= head.seq
      ? stored.forkOf
      : { branch: stored.forkOf.branch, at: head }
  if (forkOf === undefined) {
    transaction.put('branches', branch, branchToRow({ name: branch, head, closedTo, ownFrom }))
    return ok(undefined)
  }
  const parent = parseBranch(await transaction.get('branches', forkOf.branch))
  if (ownFrom < 0 && parent !== undefined) closedTo = await closedUpTo(transaction, parent, forkOf.at.seq)
  transaction.put('branches', branch, branchToRow({ name: branch, head, closedTo, ownFrom, forkOf }))
  return ok(undefined)
}
