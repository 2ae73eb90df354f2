/** Puts the session together: the store, its controllers, and the actions everybody calls. */
import { fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { ReplayHost, WorldHost } from '../../workers/protocol.ts'
import { createDeferred } from '../deferred.ts'
import { createLazyFiles } from './lazy-files.ts'
import { createNotices } from './notice-controller.ts'
import { createPlayback } from './playback.ts'
import { createPositionController } from './position-controller.ts'
import type { SessionActions } from './session-actions.ts'
import type { Session } from './session-context.ts'
import { createSessionStore } from './store.ts'
import { createWorldController } from './world-controller.ts'

export interface SessionDeps {
  readonly world: WorldHost
  readonly replay: ReplayHost
  readonly now: () => number
  save(file: Blob, name: string): void
}

export interface RunningSession extends Session {
  /** The page was hidden long enough that the live world should rest. */
  readonly pauseHidden: () => Promise<Result<void>>
  /** Registers with the world worker and fetches the lists; after the first picture. */
  readonly listen: () => Promise<void>
  readonly loadScenarios: () => Promise<void>
}

export function createSession(deps: SessionDeps): RunningSession {
  const { world, replay, now, save } = deps
  const store = createSessionStore()
  const { notify, dismiss, withdraw } = createNotices(store)
  const ready = createDeferred<void>()
  const reportFault = (fault: Parameters<SessionActions['reportFault']>[0]): void =>
    notify({ tone: 'danger', textKey: 'notice.refused', values: {}, fault })
  const position = createPositionController(store, replay, reportFault)
  const worlds = createWorldController({ store, world, replay, position, notify, withdraw })
  const playback = createPlayback(store, position, now)
  const files = createLazyFiles({ store, world, replay, worlds, notify, save })

  /** A live world that this tab leads and could run on. */
  const canRun = (): boolean => {
    const { opened, mode } = store.getState()
    return mode === 'leader' && opened?.world.isRunnable === true
  }

  const isAtHead = (): boolean => {
    const { head, playhead, isFollowing } = store.getState()
    return isFollowing || head === undefined || playhead >= head.seq
  }

  const play = async (): Promise<Result<void>> => {
    if (!isAtHead()) {
      playback.start()
      return ok(undefined)
    }
    if (canRun()) {
      store.setState({ isFollowing: true })
      return worlds.run()
    }
    if (store.getState().mode === 'follower') {
      notify({ tone: 'warning', textKey: 'notice.becameFollower', values: {} })
      return fail(fault('action.refused', { reason: 'read_only' }))
    }
    // At the end of a recording that cannot run on, Play starts it over.
    await position.seek(0, { as: 'scrub' })
    playback.start()
    return ok(undefined)
  }

  const pause = async (): Promise<Result<void>> => {
    const { isPlaying, isRunning } = store.getState()
    if (isPlaying) {
      playback.stop()
      return ok(undefined)
    }
    return isRunning ? worlds.pause('person') : ok(undefined)
  }

  const stopPlayback = (): void => {
    if (store.getState().isPlaying) playback.stop()
  }

  const actions: SessionActions = {
    openWorld: (source, options) => worlds.open(source, options),
    seek(seq, options) {
      stopPlayback()
      return position.seek(seq, options)
    },
    stepForward(options) {
      stopPlayback()
      return position.step(1, options)
    },
    stepBack(options) {
      stopPlayback()
      return position.step(-1, options)
    },
    goToStart() {
      stopPlayback()
      return position.seek(0)
    },
    follow() {
      stopPlayback()
      return position.follow()
    },
    play,
    pause,
    setSpeed(speed) {
      store.setState({ speed })
      if (store.getState().isRunning) void worlds.run()
    },
    setStepBy: (stepBy) => store.setState({ stepBy }),
    select(selection) {
      const { selection: before, navigation } = store.getState()
      if (before !== selection) store.setState({ selection, navigation: navigation + 1 })
    },
    hover(hover) {
      if (store.getState().hover !== hover) store.setState({ hover })
    },
    reportToldStep: (toldStep) => store.setState({ toldStep }),
    ...files,
    notify,
    dismissNotice: dismiss,
    reportFirstPicture: () => ready.resolve(undefined),
    reportFault,
  }

  return {
    store,
    actions,
    world,
    replay,
    ready: ready.promise,
    pauseHidden: () => (store.getState().isRunning ? worlds.pause('hidden') : Promise.resolve(ok(undefined))),
    listen: () => world.listen((notice) => worlds.hear(notice)),
    async loadScenarios() {
      store.setState({ scenarios: await world.scenarios() })
    },
  }
}
