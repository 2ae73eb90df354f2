import { type Fault, fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { Head } from '../../kernel/journal/path.ts'
import type { CommitBatch, Durability, WorldStore } from '../../storage/port.ts'
import { Turnstile } from '../../storage/turnstile.ts'
import { JournalBatch, type StorableFrame, type WritingStart } from '../../storage/journal-batch.ts'

/** How long an executed frame waits for company, so that it is durable about 100 ms after it was made. */
export const GROUP_COMMIT_MS = 80

/** Bytes that start a commit at once: below this a commit costs the same however much it writes. */
const GROUP_COMMIT_BYTES = 256 * 1024

/** Bytes that may wait for storage before whoever executes has to wait too. */
const PENDING_BYTES_MAX = 4 * 1024 * 1024

export interface JournalWriterOptions {
  readonly store: Pick<WorldStore, 'commit'>
  readonly start: WritingStart
  readonly sha256: Sha256
  /** Wall time to claim for a frame, ms since 1970. */
  readonly now: () => number
  readonly onDurable: (head: Head) => void
  /** Storage did not take a commit and wrote nothing of it. Frames wait in memory until `flush` tries again. */
  readonly onFault: (fault: Fault) => void
}

/**
 * The only way from executed frames to storage. Two positions: `head` (appended) and `durable` (committed). Commits are
 * made one after the other, each with everything that came in meanwhile.
 */
export class JournalWriter {
  readonly #options: JournalWriterOptions
  readonly #pending: JournalBatch
  readonly #turnstile = new Turnstile()
  #durable: Head | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Flushes that were asked for and have not ended. */
  #flushes = 0
  /** The commit that storage did not take; it is tried again as it is, before anything newer. */
  #refused: CommitBatch | undefined
  #fault: Fault | undefined
  #isClosed = false

  constructor(options: JournalWriterOptions) {
    this.#options = options
    this.#pending = new JournalBatch(options.start, options.sha256)
    this.#durable = options.start.durable
  }

  /** Position of the last appended frame. */
  get head(): Head | undefined {
    return this.#pending.head
  }

  /** Position that storage has acknowledged. */
  get durable(): Head | undefined {
    return this.#durable
  }

  /** Why the last commit failed; undefined once one went well. */
  get fault(): Fault | undefined {
    return this.#fault
  }

  /** True when whoever executes should `flush` before it goes on. */
  get isFull(): boolean {
    return this.#pending.bytes >= PENDING_BYTES_MAX
  }

  append(frame: StorableFrame): void {
    this.#pending.push(frame, this.#options.now())
    this.#wake()
  }

  /**
   * Resolves when everything appended before the call is durable, or with the fault that stops it. After a fault this
   * is the retry.
   */
  async flush(durability: Durability = 'relaxed'): Promise<Result<void>> {
    this.#flushes += 1
    clearTimeout(this.#timer)
    this.#timer = undefined
    const result = await this.#turnstile.pass(async () => {
      if (this.#isClosed) return fail(this.#fault ?? fault('world.halted', { reason: 'closed' }))
      const retried = this.#refused === undefined ? ok(undefined) : await this.#commit(this.#refused)
      return retried.ok ? this.#commitPending(durability) : retried
    })
    this.#flushes -= 1
    this.#wake()
    return result
  }

  /** Writes nothing more; a transaction that is under way still ends. Frames that are not durable are given up. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#turnstile.pass(async () => Promise.resolve())
  }

  #wake(): void {
    if (this.#flushes > 0 || this.#isClosed || this.#fault !== undefined || this.#pending.bytes === 0) return
    if (this.#pending.bytes >= GROUP_COMMIT_BYTES) void this.flush()
    else this.#timer ??= setTimeout(() => void this.flush(), GROUP_COMMIT_MS)
  }

  async #commitPending(durability: Durability): Promise<Result<void>> {
    // A strict commit is made even of nothing: it also makes the relaxed ones before it safe.
    if (this.#pending.bytes === 0 && durability === 'relaxed') return ok(undefined)
    const batch = this.#pending.take(durability)
    return batch === undefined ? ok(undefined) : this.#commit(batch)
  }

  async #commit(batch: CommitBatch): Promise<Result<void>> {
    const committed = await this.#options.store.commit(batch)
    if (!committed.ok) {
      this.#refused = batch
      this.#fault = committed.fault
      this.#options.onFault(committed.fault)
      return committed
    }
    this.#refused = undefined
    this.#fault = undefined
    const isNews = batch.head.seq !== this.#durable?.seq
    this.#durable = batch.head
    if (isNews) this.#options.onDurable(batch.head)
    return committed
  }
}
