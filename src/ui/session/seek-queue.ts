/**
 * Wishes of where the playhead should be, one question away at a time. A newer place replaces an older one that was not
 * sent yet; single steps wait in order, because each starts where the last one ended. Places are sent at most once per
 * animation frame, so a drag costs what the screen can show.
 */
import { type Fault, fault } from '../../kernel/base/fault.ts'
import { fail, type Result } from '../../kernel/base/result.ts'
import type { PositionView } from '../../workers/protocol.ts'
import type { StepBy } from './session-state.ts'

export interface Place {
  readonly seq: number
  readonly k?: number
}

export interface Step {
  readonly direction: 1 | -1
  readonly by: StepBy
}

type Answer = Result<PositionView>

export interface SeekQueueOptions {
  seek(place: Place): Promise<Answer>
  step(step: Step): Promise<Answer>
  /** Called with each answer that still counts; `isSettled` when nothing newer is wished. */
  onAnswer(answer: Answer, isSettled: boolean): void
  /** Calls back at the next picture. */
  nextFrame(callback: () => void): void
}

export interface SeekQueue {
  goTo(place: Place): Promise<Answer>
  step(step: Step): Promise<Answer>
  /** Drops every wish and every answer still away: another world is on the screen. */
  reset(): void
  isSettled(): boolean
}

/** More single steps than this waiting means that a key is held down; further ones are dropped. */
const STEPS_MAX = 32

/** What a worker that threw has answered: whoever waited for it would never move again. */
export const UNANSWERED: Fault = fault('action.refused', { reason: 'worker_failed' })

const SUPERSEDED: Fault = fault('input.invalid', { reason: 'superseded' })

export function createSeekQueue(options: SeekQueueOptions): SeekQueue {
  let place: Place | undefined
  let steps: Step[] = []
  let isAway = false
  let isFrameTaken = false
  let era = 0
  let waiters: ((answer: Answer) => void)[] = []

  const isSettled = (): boolean => place === undefined && steps.length === 0 && !isAway

  const settle = (answer: Answer): void => {
    const waiting = waiters
    waiters = []
    for (const resolve of waiting) resolve(answer)
  }

  const takeFrame = (): void => {
    isFrameTaken = true
    options.nextFrame(() => {
      isFrameTaken = false
      pump()
    })
  }

  const send = async (ask: () => Promise<Answer>): Promise<void> => {
    const askedIn = era
    isAway = true
    const answer = await ask().catch((): Answer => fail(UNANSWERED))
    if (askedIn !== era) return
    isAway = false
    const settled = isSettled()
    options.onAnswer(answer, settled)
    if (settled) settle(answer)
    else pump()
  }

  const pump = (): void => {
    if (isAway) return
    if (place !== undefined) {
      if (isFrameTaken) return
      const target = place
      place = undefined
      takeFrame()
      void send(() => options.seek(target))
      return
    }
    const step = steps.shift()
    if (step !== undefined) void send(() => options.step(step))
  }

  const whenSettled = (): Promise<Answer> => new Promise((resolve) => waiters.push(resolve))

  return {
    goTo(target) {
      place = target
      steps = []
      const settled = whenSettled()
      pump()
      return settled
    },
    step(step) {
      if (steps.length < STEPS_MAX) steps.push(step)
      const settled = whenSettled()
      pump()
      return settled
    },
    reset() {
      era += 1
      place = undefined
      steps = []
      isAway = false
      settle(fail(SUPERSEDED))
    },
    isSettled,
  }
}
