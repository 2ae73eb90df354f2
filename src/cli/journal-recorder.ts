import { ok, type Result } from '../kernel/base/result.ts'
import type { Sha256 } from '../kernel/codec/sha256.ts'
import type { FrameRecord } from '../kernel/journal/frame.ts'
import { JournalBatch, startOfBranch } from '../storage/journal-batch.ts'
import type { WorldStore } from '../storage/port.ts'

/** A frame as the kernel makes it. Frame 0 names no blobs. */
export type RecordedFrame = FrameRecord & { readonly blobs?: readonly Uint8Array[] }

/** Bytes of frames that one commit writes: about a segment. */
const COMMIT_BYTES = 256 * 1024

/**
 * Writes a world that is run once, from its first frame to its last, a commit a segment. Claims no wall times, so that
 * equal runs make equal files.
 */
export class JournalRecorder {
  readonly #store: WorldStore
  readonly #batch: JournalBatch

  constructor(store: WorldStore, branch: string, sha256: Sha256) {
    this.#store = store
    this.#batch = new JournalBatch(startOfBranch(branch), sha256)
  }

  async add({ blobs = [], ...record }: RecordedFrame): Promise<Result<void>> {
    this.#batch.push({ ...record, blobs }, 0)
    return this.#batch.bytes < COMMIT_BYTES ? ok(undefined) : this.#commit()
  }

  /** Writes the open end. */
  async finish(): Promise<Result<void>> {
    return this.#batch.bytes === 0 ? ok(undefined) : this.#commit()
  }

  async #commit(): Promise<Result<void>> {
    const batch = this.#batch.take('relaxed')
    return batch === undefined ? ok(undefined) : this.#store.commit(batch)
  }
}
