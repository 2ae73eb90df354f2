/** What was done last, newest last, so that it can be taken back. Bounded: the oldest steps are forgotten first. */
import type { Change } from '../state/recorder.ts'
import type { Position } from './position.ts'

/** One boundary passed: an envelope or an event. */
export interface UndoStep {
  /** Where playback stood before. */
  readonly from: Position
  readonly changes: readonly Change[]
}

export interface UndoLimits {
  /** Boundaries kept. */
  readonly stepsMax: number
  /** Changes kept over all boundaries; each holds two records. */
  readonly changesMax: number
}

/** A slot costs what its changes hold; rings are compacted once this many forgotten slots lie in front. */
const SLACK = 1024

/** A bounded stack. All operations O(1), amortised. */
export class UndoRing {
  private steps: (UndoStep | undefined)[] = []
  private first = 0
  private changeCount = 0
  private readonly limits: UndoLimits

  constructor(limits: UndoLimits) {
    this.limits = limits
  }

  get length(): number {
    return this.steps.length - this.first
  }

  push(step: UndoStep): void {
    this.steps.push(step)
    this.changeCount += step.changes.length
  }

  /** Forgets the oldest steps until the bounds hold. */
  trim(): void {
    while (
      this.length > 0 &&
      (this.length > this.limits.stepsMax || this.changeCount > this.limits.changesMax)
    )
      this.forgetOldest()
  }

  pop(): UndoStep | undefined {
    if (this.length === 0) return undefined
    const step = this.steps.pop()
    this.changeCount -= step?.changes.length ?? 0
    return step
  }

  /** The step `back` before the newest, 0 = the newest. */
  peek(back: number): UndoStep | undefined {
    return back < this.length ? this.steps[this.steps.length - 1 - back] : undefined
  }

  clear(): void {
    this.steps = []
    this.first = 0
    this.changeCount = 0
  }

  private forgetOldest(): void {
    this.changeCount -= this.steps[this.first]?.changes.length ?? 0
    this.steps[this.first] = undefined
    this.first += 1
    if (this.first < SLACK || this.first * 2 < this.steps.length) return
    this.steps = this.steps.slice(this.first)
    this.first = 0
  }
}
