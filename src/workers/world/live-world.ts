import { InvariantViolation } from '../../kernel/base/assert.ts'
import { type Fault, fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { RollbackTarget } from '../../kernel/catalogue/define.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { Head } from '../../kernel/journal/path.ts'
import { StateTree } from '../../kernel/state/tree.ts'
import { planeIn } from '../../kernel/world/catalogue.ts'
import { drainQueue, type ExecutedFrame, submit } from '../../kernel/world/decide.ts'
import { createRollbackTarget } from '../../kernel/world/rollback.ts'
import type { ActionInput, World, WorldPorts, WorldStart } from '../../kernel/world/world.ts'
import type { Driver } from '../../worlds/driver.ts'
import { recordsOf } from '../shared/state-records.ts'
import type { JournalWriter } from './journal-writer.ts'
import { type LoopOptions, runFast, runPaced } from './world-loop.ts'

/** The earlier state that the next rollback finds. */
export interface RollbackOffer {
  seq: number | undefined
  target: RollbackTarget | undefined
}

/** Ports of a live world; `offer` is what the next rollback finds. */
export function createLivePorts(sha256: Sha256): {
  readonly ports: WorldPorts
  readonly offer: RollbackOffer
} {
  const offer: RollbackOffer = { seq: undefined, target: undefined }
  const rollbackTarget = (seq: number): RollbackTarget | undefined =>
    offer.seq === seq ? offer.target : undefined
  return { ports: { sha256, rollbackTarget }, offer }
}

export interface LiveWorldOptions {
  readonly world: World
  readonly offer: RollbackOffer
  readonly driver: Driver | undefined
  readonly writer: JournalWriter
  /** The state after an earlier frame, from storage. */
  readonly loadState: (seq: number) => Promise<Result<WorldStart>>
  /** A rule of ours broke: the world in memory is of no more use, its journal holds. */
  readonly onBroken: (fault: Fault) => void
  /** A paced run ended by itself. */
  readonly onStopped: (fault: Fault) => void
}

interface Loop {
  readonly controller: AbortController
  readonly done: Promise<void>
}

/** The kernel at work: executes, appends, and runs by the clock. Exactly one tab has one for a world. */
export class LiveWorld {
  readonly #options: LiveWorldOptions
  #loop: Loop | undefined

  constructor(options: LiveWorldOptions) {
    this.#options = options
  }

  get head(): Head {
    return this.#options.world.head
  }

  get writer(): JournalWriter {
    return this.#options.writer
  }

  get isRunnable(): boolean {
    return this.#options.driver !== undefined
  }

  /** Derived actions that a crash left waiting. */
  drain(): Result<void> {
    return this.#attempt(() => {
      for (const frame of drainQueue(this.#options.world)) this.#append(frame)
      return ok(undefined)
    })
  }

  start(ticksPerSecond: number): void {
    const controller = new AbortController()
    const loop = this.#loopOptions(controller.signal)
    if (loop === undefined) return
    const run = async (): Promise<void> => {
      const ended = await this.#attemptRun(() => runPaced(loop, ticksPerSecond))
      if (!ended.ok && !controller.signal.aborted) this.#options.onStopped(ended.fault)
    }
    this.#loop = { controller, done: run() }
  }

  /** Resolves once nothing is executed any more. */
  async stop(): Promise<void> {
    const loop = this.#loop
    this.#loop = undefined
    loop?.controller.abort()
    await loop?.done
  }

  /** Runs ticks as fast as it goes until `signal`; the paced run must be stopped. */
  async runTicks(ticks: number, signal: AbortSignal, onTick: (done: number) => void): Promise<Result<void>> {
    const loop = this.#loopOptions(signal)
    if (loop === undefined) return fail(fault('world.halted', { reason: 'no_driver' }))
    return this.#attemptRun(() => runFast(loop, ticks, onTick))
  }

  /** One action from outside; answers the head after it and what it led to, once that is durable. */
  async submit(input: ActionInput): Promise<Result<Head>> {
    const earlier = await this.#stateToGoBackTo(input)
    if (!earlier.ok) return earlier
    const head = this.#attempt(() => {
      const { world, offer } = this.#options
      // Nothing runs between this and the submission: the patch is against this very state.
      offer.seq = earlier.value?.head.seq
      offer.target = earlier.value === undefined ? undefined : targetOf(world, earlier.value)
      const submitted = submit(world, input)
      if (!submitted.ok) return submitted
      for (const frame of submitted.value) this.#append(frame)
      return ok(world.head)
    })
    if (!head.ok) return head
    const flushed = await this.writer.flush()
    return flushed.ok ? head : flushed
  }

  async #stateToGoBackTo({ kind, payload }: ActionInput): Promise<Result<WorldStart | undefined>> {
    const toSeq = kind === 'rollback' ? payload['toSeq'] : undefined
    // What cannot be a frame to go back to is left for the kernel to refuse.
    if (typeof toSeq !== 'number' || !Number.isSafeInteger(toSeq) || toSeq < 0 || toSeq > this.head.seq) {
      return ok(undefined)
    }
    const flushed = await this.writer.flush()
    return flushed.ok ? this.#options.loadState(toSeq) : flushed
  }

  #append(frame: ExecutedFrame): void {
    this.#options.writer.append(frame)
  }

  #loopOptions(signal: AbortSignal): LoopOptions | undefined {
    const { world, driver, writer } = this.#options
    if (driver === undefined) return undefined
    return {
      world,
      driver,
      signal,
      append: (frame) => writer.append(frame),
      room: async () => {
        if (writer.fault !== undefined) return fail(writer.fault)
        return writer.isFull ? writer.flush() : ok(undefined)
      },
    }
  }

  #attempt<T>(body: () => Result<T>): Result<T> {
    try {
      return body()
    } catch (error) {
      return fail(this.#broken(error))
    }
  }

  async #attemptRun(body: () => Promise<Result<void>>): Promise<Result<void>> {
    try {
      return await body()
    } catch (error) {
      return fail(this.#broken(error))
    }
  }

  #broken(error: unknown): Fault {
    // What we did not foresee must be seen by whoever works on it; the world stops all the same.
    if (!(error instanceof InvariantViolation)) reportError(error)
    const { seq, path } = error instanceof InvariantViolation ? (error.where ?? {}) : {}
    const broken = fault('world.halted', {
      reason: 'invariant',
      ...(seq === undefined ? {} : { seq }),
      ...(path === undefined ? {} : { path }),
    })
    this.#options.onBroken(broken)
    return broken
  }
}

function targetOf({ state, ports, catalogue }: World, earlier: WorldStart): RollbackTarget {
  const { sha256 } = ports
  const root = StateTree.rootOf({ sha256, planeOf: planeIn(catalogue) }, recordsOf(earlier.state))
  return createRollbackTarget(
    state,
    { state: earlier.state, hash: earlier.head.hash, root },
    { sha256, catalogue },
  )
}
