import { type Fault, fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { FrameRecord } from '../../kernel/journal/frame.ts'
import type { Head } from '../../kernel/journal/path.ts'
import type { ActionInput } from '../../kernel/world/world.ts'
import { Turnstile } from '../../storage/turnstile.ts'
import type { PauseReason } from '../protocol.ts'
import type { LiveWorld } from './live-world.ts'
import { assembleLive, type LiveParts, type LiveSite } from './live-site.ts'

/** What a leader tells: it decides nothing about tabs, locks or pages. */
export interface LeaderEvents {
  readonly onDurable: (head: Head) => void
  readonly onRunning: (isRunning: boolean, reason: PauseReason | undefined) => void
  readonly onHalted: (fault: Fault) => void
  /** Somebody else has written this branch. */
  readonly onConflict: () => void
}

const DEFAULT_TICKS_PER_SECOND = 1
const TICKS_PER_SECOND_MAX = 1000

/** The tab that writes a world: its live kernel, whether it runs, and what happens when it cannot go on. */
export class Leader {
  readonly #site: LiveSite
  readonly #events: LeaderEvents
  /** Starting and stopping wait for each other; a pause interrupts whatever it has to wait for. */
  readonly #turnstile = new Turnstile()
  #live: Promise<Result<LiveWorld>> | undefined
  /** A live world that broke, until it has written what it may. */
  #retired: Promise<void> | undefined
  #interrupt = new AbortController()
  #isRunning = false
  #ticksPerSecond = DEFAULT_TICKS_PER_SECOND
  #isClosed = false

  constructor(site: Pick<LiveSite, 'storage' | 'store' | 'branch' | 'sha256'>, events: LeaderEvents) {
    this.#events = events
    this.#site = {
      ...site,
      onDurable: events.onDurable,
      onFault: (found) => this.#stopFor(found),
      onStopped: (found) => this.#stopFor(found),
      onBroken: (found) => {
        // What memory holds is not trusted any more; the journal is. The next use reads it again.
        this.#retired = this.#live?.then(retire)
        this.#live = undefined
        this.#stopFor(found)
      },
    }
  }

  get isRunning(): boolean {
    return this.#isRunning
  }

  get ticksPerSecond(): number {
    return this.#ticksPerSecond
  }

  /** Goes on with a world that was begun just now; resolves when its frame 0 is durable. */
  async adopt(parts: LiveParts, genesis: FrameRecord): Promise<Result<void>> {
    const live = assembleLive(this.#site, parts)
    this.#live = Promise.resolve(ok(live))
    live.writer.append({ ...genesis, blobs: [] })
    return live.writer.flush()
  }

  /** The live kernel, read from the journal when it is not in memory. */
  async live(): Promise<Result<LiveWorld>> {
    if (this.#isClosed) return fail(fault('world.halted', { reason: 'closed' }))
    this.#live ??= this.#open()
    const opening = this.#live
    const opened = await opening
    if (!opened.ok && this.#live === opening) this.#live = undefined
    return opened
  }

  async run(ticksPerSecond = DEFAULT_TICKS_PER_SECOND): Promise<Result<void>> {
    if (!(ticksPerSecond > 0 && ticksPerSecond <= TICKS_PER_SECOND_MAX)) {
      return fail(
        fault('input.invalid', {
          path: 'ticksPerSecond',
          expected: TICKS_PER_SECOND_MAX,
          actual: ticksPerSecond,
        }),
      )
    }
    return this.#turnstile.pass(async () => {
      const live = await this.#ready()
      if (!live.ok) return live
      if (!live.value.isRunnable) {
        this.#setRunning(false, 'no_driver')
        return fail(fault('world.halted', { reason: 'no_driver' }))
      }
      await live.value.stop()
      this.#ticksPerSecond = ticksPerSecond
      live.value.start(ticksPerSecond)
      this.#setRunning(true)
      return ok(undefined)
    })
  }

  /** Stops, and makes everything durable for good. */
  async pause(reason: PauseReason = 'person'): Promise<Result<void>> {
    this.#interrupt.abort()
    return this.#turnstile.pass(async () => {
      this.#interrupt = new AbortController()
      const live = await this.#live
      if (live?.ok !== true) return ok(undefined)
      await live.value.stop()
      // A halt while it stopped has said so already, with its own reason.
      if (live.value.writer.fault !== undefined) return fail(live.value.writer.fault)
      const flushed = await live.value.writer.flush('strict')
      if (flushed.ok) this.#setRunning(false, reason)
      return flushed
    })
  }

  async submit(input: ActionInput): Promise<Result<Head>> {
    const live = await this.#ready()
    return live.ok ? live.value.submit(input) : live
  }

  async runTicks(ticks: number, onTick: (done: number) => void): Promise<Result<Head>> {
    return this.#turnstile.pass(async () => {
      const live = await this.#ready()
      if (!live.ok) return live
      await live.value.stop()
      const ran = await live.value.runTicks(ticks, this.#interrupt.signal, onTick)
      if (!ran.ok) return ran
      const flushed = await live.value.writer.flush()
      if (!flushed.ok) return flushed
      if (this.#isRunning && !this.#interrupt.signal.aborted) live.value.start(this.#ticksPerSecond)
      return ok(live.value.head)
    })
  }

  /** Ends for good. `isOwner` false: the branch is somebody else's now and nothing more may be written. */
  async close(isOwner = true): Promise<void> {
    this.#isClosed = true
    this.#interrupt.abort()
    await this.#turnstile.pass(async () => {
      await this.#retired
      const live = await this.#live
      if (live?.ok !== true) return
      if (isOwner) return retire(live)
      await live.value.stop()
      await live.value.writer.close()
    })
  }

  async #open(): Promise<Result<LiveWorld>> {
    await this.#retired
    const { openLive } = await import('./open-live.ts')
    return openLive(this.#site)
  }

  /** The live kernel with nothing left over from a fault: what storage refused before is tried again. */
  async #ready(): Promise<Result<LiveWorld>> {
    const live = await this.live()
    if (!live.ok || live.value.writer.fault === undefined) return live
    const retried = await live.value.writer.flush()
    return retried.ok ? live : retried
  }

  #stopFor(found: Fault): void {
    if (this.#isClosed) return
    void this.#live?.then(async (live) => live.ok && live.value.stop())
    if (found.kind === 'storage.conflict') {
      this.#events.onConflict()
      return
    }
    this.#setRunning(false, 'halted')
    this.#events.onHalted(found)
  }

  #setRunning(isRunning: boolean, reason?: PauseReason): void {
    this.#isRunning = isRunning
    this.#events.onRunning(isRunning, reason)
  }
}

/** Ends a live world: its frames were executed while all rules held, so storage gets them if it takes any. */
async function retire(live: Result<LiveWorld>): Promise<void> {
  if (!live.ok) return
  await live.value.stop()
  const { writer } = live.value
  if (writer.fault === undefined) await writer.flush('strict')
  await writer.close()
}
