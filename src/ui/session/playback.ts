/** Plays a recording on from the playhead at a number of ticks a second. Values jump; nothing is tweened. */
import type { HeadInfo } from '../../workers/protocol.ts'
import { nextFrame } from './next-frame.ts'
import type { PositionController } from './position-controller.ts'
import type { SessionStore } from './store.ts'

/** Steps a second at 1× in a recording that has no ticks. */
const STEPS_PER_SECOND_WITHOUT_TICKS = 8
const MS_PER_SECOND = 1000
/** A longer pause between pictures (a sleeping machine) counts as this much. */
const ELAPSED_MS_MAX = 250

export interface Playback {
  start(): void
  stop(): void
}

/** Steps a second so that the recording's average tick takes one second at speed 1. */
function stepsPerSecond(head: HeadInfo, speed: number): number {
  const perTick = head.time > 0 ? head.seq / head.time : STEPS_PER_SECOND_WITHOUT_TICKS
  return Math.max(1, perTick) * speed
}

export function createPlayback(
  store: SessionStore,
  position: PositionController,
  now: () => number,
): Playback {
  let run = 0

  const loop = (mine: number, lastMs: number, fraction: number): void => {
    nextFrame(() => {
      const { head, isPlaying, playhead, speed } = store.getState()
      if (mine !== run || !isPlaying || head === undefined) return
      const nowMs = now()
      const elapsed = Math.min(nowMs - lastMs, ELAPSED_MS_MAX) / MS_PER_SECOND
      const exact = fraction + elapsed * stepsPerSecond(head, speed)
      const whole = Math.floor(exact)
      if (playhead + whole >= head.seq) {
        store.setState({ isPlaying: false })
        void position.seek(head.seq, { as: 'scrub' })
        return
      }
      if (whole > 0) void position.seek(playhead + whole, { as: 'scrub' })
      loop(mine, nowMs, exact - whole)
    })
  }

  return {
    start() {
      run += 1
      store.setState({ isPlaying: true })
      loop(run, now(), 0)
    },
    stop() {
      run += 1
      store.setState({ isPlaying: false })
    },
  }
}
