import { type Fault, fault } from '../kernel/base/fault.ts'
import { fail, ok, type Result } from '../kernel/base/result.ts'
import { drainQueue, type ExecutedFrame, submit } from '../kernel/world/decide.ts'
import type { ActionInput, World } from '../kernel/world/world.ts'
import type { Driver } from './driver.ts'

/** Ticks a driver counts to: far beyond any run, and small enough that its draws stay safe integers. */
const TICKS_MAX = 2 ** 40

/** The frames of a run, one by one; the world is at the yielded frame. Its result says why it ended. */
export type Run = Generator<ExecutedFrame, Result<void>, void>

export interface RunOptions {
  /** Hears of a driver's action the kernel refused; the run goes on without it. */
  readonly onRefused?: (fault: Fault, action: ActionInput) => void
}

/**
 * Runs a world on by whole ticks: each is the host's `tick`, then what the driver does in it. A tick that was cut short
 * before — by a crash, or by whoever stopped asking for frames — is finished first and does not count.
 * Ends early, with the fault, when the kernel refuses a tick.
 */
export function* runTicks(
  world: World,
  driver: Driver,
  ticks = Number.POSITIVE_INFINITY,
  options: RunOptions = {},
): Run {
  yield* finishTick(world, driver, options)
  for (let done = 0; done < ticks; done += 1) {
    const tick = world.head.time + 1
    if (tick > TICKS_MAX) {
      return fail(fault('input.invalid', { path: 'tick', expected: TICKS_MAX, actual: tick }))
    }
    const ticked = submit(world, tickInput(tick))
    if (!ticked.ok) return ticked
    yield* ticked.value
    yield* act(world, driver.actionsFor(tick), options)
  }
  return ok(undefined)
}

function tickInput(tick: number): ActionInput {
  return { kind: 'tick', payload: { by: 1 }, actor: 'host', key: `tick-${tick}`, via: 'clock' }
}

/** What is left of the tick the world stands in: derived actions that wait, then the driver's that are not in yet. */
function* finishTick(
  world: World,
  driver: Driver,
  options: RunOptions = {},
): Generator<ExecutedFrame, void, void> {
  yield* drainQueue(world)
  yield* act(world, driver.actionsFor(world.head.time), options)
}

function* act(
  world: World,
  actions: Iterable<ActionInput>,
  { onRefused }: RunOptions,
): Generator<ExecutedFrame, void, void> {
  for (const action of actions) {
    if (world.firstSeqOf(action.actor, action.key) !== undefined) continue
    const submitted = submit(world, action)
    if (submitted.ok) yield* submitted.value
    else onRefused?.(submitted.fault, action)
  }
}
