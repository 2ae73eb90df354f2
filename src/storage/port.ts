import type { Result } from '../kernel/base/result.ts'
import type { Branch, BranchFork, Head } from '../kernel/journal/path.ts'

/**
 * What the rest of Orrery may ask of storage. A store keeps bytes and compares heads; it never executes, folds or
 * hashes anything. Every method answers operating faults as values; only a broken rule of ours throws.
 *
 * Digests are lower-case hex of SHA-256. "Claimed" wall times are whole milliseconds since 1970, 0 = not claimed;
 * they stand outside the chain.
 */

/** `relaxed` survives a killed process, `strict` also a power cut. */
export type Durability = 'relaxed' | 'strict'

/** A run of frames that is not a closed segment yet: one group commit. Frames are concatenated, in order. */
export interface TailChunk {
  /** Seq of the first frame. */
  readonly first: number
  /** Bytes of each frame, in order; sums to `bytes.length`. */
  readonly lengths: Uint32Array
  readonly bytes: Uint8Array
  /** Claimed wall time of each frame. */
  readonly claimedAtMs: Float64Array
  /** Digests of the blobs that these frames name in `refs`. */
  readonly refs?: readonly string[]
}

/** What is known of a closed segment without reading it. */
export interface SegmentInfo {
  readonly digest: string
  readonly first: number
  /** Seq of the last frame, included. */
  readonly last: number
  /** Id of the first event of the first frame. */
  readonly firstEvent: number
  readonly events: number
  /** Hash of the last frame. */
  readonly lastHash: Uint8Array
  /** Bytes of the whole segment block. */
  readonly size: number
  /** Digests of the blobs that these frames name in `refs`. */
  readonly refs?: readonly string[]
}

/** A segment to be stored. Without `bytes` it must be stored already (see `putSegments`). */
export interface ClosedSegment extends SegmentInfo {
  readonly bytes?: Uint8Array
  readonly claimedAtMs: Float64Array
}

/** One closed segment as it lies on the path of a branch. */
export interface PathRow extends SegmentInfo {
  /** The branch that stores the row: the asked one or an ancestor. */
  readonly owner: string
  /**
   * True when the branch leaves an ancestor inside this segment: `last`, `events` and `lastHash` then describe the
   * shared part and the block holds further frames that are not on this path.
   */
  readonly isClipped: boolean
}

/** All rows of a path, read in one transaction: `path` then `tail` cover the frames without a gap up to the head. */
export interface BranchJournal {
  readonly branch: Branch
  readonly path: readonly PathRow[]
  /** Frames after the path, clipped where the branch leaves an ancestor. */
  readonly tail: readonly TailChunk[]
}

export interface StoredBlob {
  readonly digest: string
  readonly bytes: Uint8Array
}

/**
 * One atomic step of one branch. `closed` and then `tail` continue the branch: the first closed segment begins where
 * the last closed one ended and so covers every tail row that the branch has; those rows go in the same transaction.
 * Frames may enter a closed segment without ever having been tail. A child's first closed segment begins at or before
 * its fork, as the cut is a function of the frames alone.
 */
export interface CommitBatch {
  readonly branch: string
  /** Where the writer believes the branch ends; undefined makes the branch. */
  readonly expectedHead: { readonly seq: number; readonly hash: Uint8Array } | undefined
  /** Only with a new branch, and absent for the first branch of a world. */
  readonly forkOf?: BranchFork
  /** Where the branch ends after this step. */
  readonly head: Head
  readonly closed: readonly ClosedSegment[]
  readonly tail: readonly TailChunk[]
  /** Durable together with the frames that name them. Known digests are skipped. */
  readonly blobs: readonly StoredBlob[]
  readonly durability: Durability
}

/** What to keep of a branch whose end cannot be trusted. */
export interface CutBatch {
  readonly branch: string
  readonly expectedHead: { readonly seq: number; readonly hash: Uint8Array }
  /** The last frame that holds; undefined removes the branch. */
  readonly head: Head | undefined
  /** The frames between the last closed segment (or the fork) and `head`; they replace all tail rows. */
  readonly tail: readonly TailChunk[]
}

/** Segments and blobs by digest. */
export interface Contents {
  readonly segments: readonly string[]
  readonly blobs: readonly string[]
}

export interface ContentAudit {
  /** Named by rows and not there. */
  readonly missing: Contents
  /** There and named by no row: what a cut, or an import that was torn off, left behind. */
  readonly orphaned: Contents
}

export interface WorldMeta {
  /** Layout of the stored rows. */
  readonly format: number
}

/** The journal of one world. Any number of openings may exist; commits of all of them are compare-and-swap. */
export interface WorldStore {
  readonly worldKey: string
  readonly meta: WorldMeta
  branches(): Promise<Result<readonly Branch[]>>
  /**
   * One transaction over all batches. `storage.conflict` {seq: the stored head} when a branch does not end where a
   * batch expects; `storage.quota` when there is no room. On a fault nothing was written.
   */
  commit(batch: CommitBatch, ...more: readonly CommitBatch[]): Promise<Result<void>>
  /** Gives up the end of a branch (see `repairBranch`). Compare-and-swap too. */
  cut(batch: CutBatch): Promise<Result<void>>
  /**
   * The rows of a branch, parents included, that hold frames from `from` (default 0) on.
   * `storage.torn_tail` {seq: frames that hold} when they do not reach the head without a gap; `world.unknown` {path}
   * when there is no such branch.
   */
  journal(branch: string, from?: number): Promise<Result<BranchJournal>>
  /** What `journal` would answer, cut before the first gap; `branch.head` may lie beyond it. For `repairBranch`. */
  salvage(branch: string): Promise<Result<BranchJournal>>
  /** Claimed wall times of the segment that a path row names, whole block. */
  claimed(row: Pick<PathRow, 'owner' | 'first'>): Promise<Result<Float64Array>>
  /** Bytes of a closed segment; `storage.torn_tail` {path: digest} when it is missing. */
  segment(digest: string): Promise<Result<Uint8Array>>
  /** Stores segments ahead of the commit that puts them on a path. Answers which were not known before. */
  putSegments(segments: readonly StoredBlob[], durability?: Durability): Promise<Result<readonly string[]>>
  /** Takes back what `putSegments` or `putBlobs` stored for a commit that never came; what a row names stays. */
  discard(digests: Contents): Promise<Result<void>>
  /** Compares what rows name with what is there, by keys alone: content is not read. */
  audit(): Promise<Result<ContentAudit>>
  /** Bytes of a blob; `blob.missing` {path: digest}. */
  blob(digest: string): Promise<Result<Uint8Array>>
  /** Answers which were not known before. */
  putBlobs(blobs: readonly StoredBlob[], durability?: Durability): Promise<Result<readonly string[]>>
  /** Calls back once when another opening needs a newer layout or deletes the world; this store is then closed. */
  onVersionChange(listener: () => void): void
  close(): Promise<void>
  /** Closes and deletes the whole world. */
  destroy(): Promise<Result<void>>
}

/**
 * Data derived from a journal: keyframes, fold packs, columns, indexes. Everything in it may vanish at any time, so
 * reading never fails: what cannot be read is absent.
 */
export interface CacheStore {
  get(kind: string, branch: string, key: number): Promise<Uint8Array | undefined>
  /** All entries in one transaction. */
  put(kind: string, branch: string, entries: readonly CacheEntry[]): Promise<Result<void>>
  /** Ascending. */
  keys(kind: string, branch: string): Promise<readonly number[]>
  /** Drops one kind of one branch from `fromKey` on, or everything. */
  clear(range?: { readonly kind: string; readonly branch: string; readonly fromKey?: number }): Promise<void>
  close(): Promise<void>
}

export interface CacheEntry {
  readonly key: number
  readonly bytes: Uint8Array
}

/**
 * Why nobody can say of a branch that this build makes its frames too: it came from a file and was not run again
 * (`unchecked`), was and came out in another way (`differs`), or follows the rules of another build (`other_build`).
 */
export type NotReproduced = 'unchecked' | 'differs' | 'other_build'

/** A world that this machine knows. */
export interface CatalogueRow {
  /** Local and random; never hashed, never in a file. */
  readonly worldKey: string
  readonly name: string
  /** Hex of the genesis hash. */
  readonly genesis: string
  readonly scenario: string
  readonly seed: number
  /** The head last noted here; the world's own database is the truth. */
  readonly head: Head
  readonly createdAtMs: number
  /** True until an import is complete: not a world yet, and deleted when the import did not end. */
  readonly isStaged?: boolean
  /** By branch; those that are not named were made here or were reproduced here. */
  readonly notReproduced?: Readonly<Record<string, NotReproduced>>
}

export interface CatalogueStore {
  /** Complete worlds, oldest first; with `staged` the incomplete ones instead. */
  list(which?: 'complete' | 'staged'): Promise<Result<readonly CatalogueRow[]>>
  put(row: CatalogueRow): Promise<Result<void>>
  /** Changes a row in one transaction, as other tabs change it too. A world that is not listed stays unlisted. */
  change(worldKey: string, change: (row: CatalogueRow) => CatalogueRow): Promise<Result<void>>
  delete(worldKey: string): Promise<Result<void>>
}

/** The door to everything that is kept. Who may write is decided above, by a lock; commits only make it safe. */
export interface Storage {
  readonly catalogue: CatalogueStore
  createWorldKey(): string
  /**
   * Opens the world's journal and makes it when there is none. `storage.newer_version` {expected, actual} leaves it
   * untouched.
   */
  openWorld(worldKey: string): Promise<Result<WorldStore>>
  /** Opens the world's cache; one made with another `format` is dropped. */
  openCache(worldKey: string, format: number): Promise<Result<CacheStore>>
  /** Deletes the cache; deleting a world is `openWorld(key)` then `destroy()`, and the catalogue row. */
  deleteCache(worldKey: string): Promise<Result<void>>
}
