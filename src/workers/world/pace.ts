import type { Driver } from '../../worlds/driver.ts'
import type { ActionInput } from '../../kernel/world/world.ts'

/** Sleeping shorter than this would be waking up for its own sake. */
const WAKE_MS_MIN = 16

/** A driver whose ticks are known before they are played, so that their actions can be spread over them. */
export interface CountedDriver extends Driver {
  /** Actions of a tick, those already taken included. */
  countOf(tick: number): number
}

export function countActions(driver: Driver): CountedDriver {
  let planned: { readonly tick: number; readonly actions: readonly ActionInput[] } | undefined
  const plan = (tick: number): readonly ActionInput[] => {
    if (planned?.tick !== tick) planned = { tick, actions: [...driver.actionsFor(tick)] }
    return planned.actions
  }
  return { actionsFor: plan, countOf: (tick) => plan(tick).length }
}

/**
 * When the next input of a running world is due. The inputs of a tick — the tick itself and its actions — are spread
 * evenly over it, so that a world moves instead of jumping; whoever cannot keep up drops the debt and goes on as fast as
 * it can.
 */
export class Pace {
  readonly #tickMs: number
  #dueMs: number

  constructor(ticksPerSecond: number, nowMs: number) {
    this.#tickMs = 1000 / ticksPerSecond
    this.#dueMs = nowMs
  }

  isDue(nowMs: number): boolean {
    return this.#dueMs <= nowMs
  }

  /** One input was made, in a tick that has this many actions. */
  passed(actionsInTick: number, nowMs: number): void {
    this.#dueMs += this.#tickMs / (actionsInTick + 1)
    if (nowMs - this.#dueMs > this.#tickMs) this.#dueMs = nowMs
  }

  /** How long to sleep; several small inputs share one awakening. */
  sleepMs(nowMs: number): number {
    return Math.max(WAKE_MS_MIN, this.#dueMs - nowMs)
  }
}
