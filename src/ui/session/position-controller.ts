/** Moves the playhead: optimistic number first, exact picture after, never ahead of what the replay worker covers. */
import { type Fault, fault } from '../../kernel/base/fault.ts'
import { fail, type Result } from '../../kernel/base/result.ts'
import type { HeadInfo, PositionView, ReplayHost } from '../../workers/protocol.ts'
import { nextFrame } from './next-frame.ts'
import { createSeekQueue, UNANSWERED } from './seek-queue.ts'
import type { SeekOptions, StepOptions } from './session-actions.ts'
import type { SessionStore } from './store.ts'
import { nextToken } from './tokens.ts'

export interface PositionController {
  seek(seq: number, options?: SeekOptions): Promise<Result<PositionView>>
  step(direction: 1 | -1, options?: StepOptions): Promise<Result<PositionView>>
  follow(): Promise<Result<PositionView>>
  /** Storage has acknowledged more; the replay worker is told, and the picture follows when it should. */
  advance(head: HeadInfo): void
  /** Forgets the world that was on the screen. */
  reset(): void
}

const NO_WORLD: Fault = fault('world.unknown', { reason: 'none_open' })

export function createPositionController(
  store: SessionStore,
  replay: ReplayHost,
  onFault: (fault: Fault) => void,
): PositionController {
  let advanceTo: HeadInfo | undefined
  let isAdvancing = false
  let era = 0

  const refreshDirectory = async (view: PositionView): Promise<void> => {
    if (view.map.directoryVersion <= store.getState().directory.version) return
    const askedIn = era
    const directory = await replay.directory()
    if (askedIn === era) store.setState({ directory })
  }

  const queue = createSeekQueue({
    seek: (place) => replay.seek({ token: nextToken(), ...place }),
    step: (step) => replay.step({ token: nextToken(), ...step }),
    nextFrame,
    onAnswer(answer, isSettled) {
      if (!answer.ok) {
        onFault(answer.fault)
        const { position } = store.getState()
        if (isSettled && position !== undefined) store.setState({ playhead: position.seq })
        return
      }
      const view = answer.value
      store.setState(isSettled ? { position: view, playhead: view.seq } : { position: view })
      void refreshDirectory(view)
    },
  })

  const clampToHead = (seq: number): number => {
    const last = store.getState().head?.seq ?? 0
    return Math.min(Math.max(0, Math.round(seq)), last)
  }

  const goTo = (seq: number, options: SeekOptions): Promise<Result<PositionView>> => {
    const { head, navigation } = store.getState()
    if (head === undefined) return Promise.resolve(fail(NO_WORLD))
    const target = clampToHead(seq)
    store.setState({
      playhead: target,
      isFollowing: target >= head.seq && options.k === undefined,
      navigation: options.as === 'scrub' ? navigation : navigation + 1,
    })
    return queue.goTo(options.k === undefined ? { seq: target } : { seq: target, k: options.k })
  }

  const stepInWorker = async (direction: 1 | -1, options: StepOptions): Promise<Result<PositionView>> => {
    const { head, stepBy } = store.getState()
    if (head === undefined) return fail(NO_WORLD)
    store.setState({ isFollowing: false })
    const by = options.by ?? stepBy
    const steps = Array.from({ length: options.count ?? 1 }, () => queue.step({ direction, by }))
    const answers = await Promise.all(steps)
    const last = answers.at(-1) ?? fail(NO_WORLD)
    if (last.ok && last.value.k >= last.value.eventsInFrame && last.value.seq >= head.seq) {
      store.setState({ isFollowing: true })
    }
    return last
  }

  const advanceNow = async (head: HeadInfo): Promise<void> => {
    const askedIn = era
    isAdvancing = true
    const covered = await replay.advance(head).catch(() => fail(UNANSWERED))
    if (askedIn !== era) return
    isAdvancing = false
    if (!covered.ok) {
      onFault(covered.fault)
      return
    }
    store.setState({ head: covered.value })
    if (store.getState().isFollowing) {
      store.setState({ playhead: covered.value.seq })
      void queue.goTo({ seq: covered.value.seq })
    }
    const next = advanceTo
    advanceTo = undefined
    if (next !== undefined && next.seq > covered.value.seq) void advanceNow(next)
  }

  return {
    seek: (seq, options = {}) => goTo(seq, options),
    step(direction, options = {}) {
      const { position, playhead, stepBy } = store.getState()
      const by = options.by ?? stepBy
      const isPartial =
        position !== undefined && position.seq === playhead && position.k < position.eventsInFrame
      if (by !== 'frame' || (isPartial && direction === 1)) return stepInWorker(direction, options)
      return goTo(playhead + direction * (options.count ?? 1), { as: 'scrub' })
    },
    follow() {
      const { head } = store.getState()
      if (head === undefined) return Promise.resolve(fail(NO_WORLD))
      return goTo(head.seq, { as: 'jump' })
    },
    advance(head) {
      if (isAdvancing) advanceTo = head
      else void advanceNow(head)
    },
    reset() {
      era += 1
      isAdvancing = false
      advanceTo = undefined
      queue.reset()
    },
  }
}
