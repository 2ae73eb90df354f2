/** Runs a world on: paced by the clock, or some ticks as fast as it goes. Messages get their turn in between. */
import type { Fault } from '../../kernel/base/fault.ts'
import { ok, type Result } from '../../kernel/base/result.ts'
import type { ExecutedFrame } from '../../kernel/world/decide.ts'
import type { World } from '../../kernel/world/world.ts'
import type { Driver } from '../../worlds/driver.ts'
import { type Run, runTicks } from '../../worlds/runner.ts'
import { nextTurn, Slice } from '../shared/slices.ts'
import { countActions, Pace } from './pace.ts'

export interface LoopOptions {
  readonly world: World
  readonly driver: Driver
  readonly append: (frame: ExecutedFrame) => void
  /** Waits until storage has room for more; the fault when it has none at all. */
  readonly room: () => Promise<Result<void>>
  readonly signal: AbortSignal
}

/** Until the signal. Answers the fault that ended it before. */
export async function runPaced(options: LoopOptions, ticksPerSecond: number): Promise<Result<void>> {
  const { world, signal, append, room } = options
  const driver = countActions(options.driver)
  const run = runTicks(world, driver)
  const pace = new Pace(ticksPerSecond, performance.now())
  while (!signal.aborted) {
    const slice = new Slice()
    while (!signal.aborted && !slice.isOver && pace.isDue(performance.now())) {
      const ended = nextInput(run, world, append)
      if (ended !== undefined) return ended
      pace.passed(driver.countOf(world.head.time), performance.now())
    }
    const hasRoom = await room()
    if (!hasRoom.ok) return hasRoom
    if (pace.isDue(performance.now())) await nextTurn()
    else await sleepUntil(pace.sleepMs(performance.now()), signal)
  }
  return ok(undefined)
}

/** Exactly this many ticks, or as many as went until the signal. */
export async function runFast(
  options: LoopOptions,
  ticks: number,
  onTick: (done: number) => void,
): Promise<Result<void>> {
  const { world, signal, append, room, driver } = options
  const startTime = world.head.time
  const run = runTicks(world, driver, ticks)
  let reported = 0
  const report = (): void => {
    const done = world.head.time - startTime
    if (done !== reported) onTick(done)
    reported = done
  }
  while (!signal.aborted) {
    const slice = new Slice()
    while (!slice.isOver) {
      const ended = nextInput(run, world, append)
      if (ended === undefined) continue
      report()
      return ended
    }
    report()
    const hasRoom = await room()
    if (!hasRoom.ok) return hasRoom
    await nextTurn()
  }
  return ok(undefined)
}

/**
 * Makes the next input and hands over its frame and the derived ones after it. A world is never left between the two:
 * somebody else may submit to it before the run is asked again.
 */
function nextInput(
  run: Run,
  world: World,
  append: (frame: ExecutedFrame) => void,
): Result<void, Fault> | undefined {
  for (;;) {
    const step = run.next()
    if (step.done === true) return step.value
    append(step.value)
    if (step.value.frame.seq === world.head.seq) return undefined
  }
}

async function sleepUntil(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', wake)
      resolve()
    }
    const timer = setTimeout(wake, milliseconds)
    signal.addEventListener('abort', wake)
  })
}
