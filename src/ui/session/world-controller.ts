/** Opens worlds and keeps the focus object in step with what the world worker announces. */
import type { Fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { OpenedWorld, ReplayHost, WorldHost, WorldNotice, WorldSource } from '../../workers/protocol.ts'
import { showName } from '../presentation/plain.ts'
import { openBranch } from './branch-view.ts'
import type { Notices, Notify } from './notice-controller.ts'
import type { PositionController } from './position-controller.ts'
import { runWarning } from './run-warning.ts'
import type { SessionStore } from './store.ts'
import { nextToken } from './tokens.ts'

export interface WorldController {
  open(source: WorldSource, options?: OpenOptions): Promise<Result<OpenedWorld>>
  /** Puts a world that the world worker has already opened on the screen. */
  show(opened: OpenedWorld, options?: ShowOptions): Promise<Result<OpenedWorld>>
  run(): Promise<Result<void>>
  pause(reason: 'person' | 'hidden'): Promise<Result<void>>
  hear(notice: WorldNotice): void
}

export interface OpenOptions {
  /** The step to look at; absent = the head, and follow. */
  readonly seq?: number
  /** Start the world running when this tab leads it. */
  readonly run?: boolean
}

interface ShowOptions extends OpenOptions {
  /** A branch to look at; the one that the world worker writes unless told. */
  readonly branch?: string | undefined
}

export interface WorldControllerDeps {
  readonly store: SessionStore
  readonly world: WorldHost
  readonly replay: ReplayHost
  readonly position: PositionController
  readonly notify: Notify
  readonly withdraw: Notices['withdraw']
}

export function createWorldController(deps: WorldControllerDeps): WorldController {
  const { store, world, replay, position, notify, withdraw } = deps

  const openFailed = (fault: Fault): Result<OpenedWorld> => {
    // A world already on the screen stays there; only with none is the fault the whole page.
    const hasWorld = store.getState().position !== undefined
    store.setState({ phase: hasWorld ? 'open' : 'failed', ...(hasWorld ? {} : { fault }) })
    return fail(fault)
  }

  /** The branch that the world worker writes; another one is only looked at. */
  let liveBranch: string | undefined
  /** The last acknowledged head: it may be announced before the world is on the screen. */
  let announced: Extract<WorldNotice, { kind: 'durable' }> | undefined

  const clear = (): void => {
    position.reset()
    store.setState({
      phase: 'opening',
      fault: undefined,
      isPlaying: false,
      isRunning: false,
      pauseReason: undefined,
      hover: undefined,
      verify: { state: 'never' },
    })
  }

  const show = async (live: OpenedWorld, options: ShowOptions = {}): Promise<Result<OpenedWorld>> => {
    clear()
    liveBranch = live.branch
    const view = await openBranch(replay, live, options.branch)
    if (!view.ok) return openFailed(view.fault)
    const { opened, info } = view.value
    const { head, lanes } = info
    const directory = await replay.directory()
    const seq = Math.min(options.seq ?? head.seq, head.seq)
    const shown = await replay.seek({ token: nextToken(), seq })
    if (!shown.ok) return openFailed(shown.fault)
    // All at once: nothing is ever drawn with the names of one world and the places of another.
    store.setState((state) => ({
      phase: 'open',
      opened,
      durable: opened.durable,
      head,
      directory,
      lanes,
      mode: opened.mode,
      isRunning: opened.isRunning,
      playhead: seq,
      position: shown.value,
      selection: undefined,
      isFollowing: seq >= head.seq,
      navigation: state.navigation + 1,
    }))
    if (options.seq !== undefined && options.seq > head.seq) {
      notify({ tone: 'info', textKey: 'notice.linkStep', values: { seq: options.seq, head: head.seq } })
    }
    if (live.mended !== undefined) {
      const values = { name: showName(live.world.name) }
      notify({ tone: 'warning', textKey: 'notice.mended', values, fault: live.mended })
    }
    if (announced !== undefined && announced.worldKey === opened.world.worldKey) hear(announced)
    if (options.run === true && opened.mode === 'leader' && opened.world.isRunnable) await run()
    return ok(opened)
  }

  const run = (): Promise<Result<void>> => {
    const state = store.getState()
    const warning = state.isRunning ? undefined : runWarning(state)
    if (warning !== undefined) notify(warning)
    return world.setRunning(true, { ticksPerSecond: state.speed })
  }

  const hearOfOpened = (notice: Exclude<WorldNotice, { kind: 'worlds' }>): void => {
    const { opened } = store.getState()
    if (opened === undefined || opened.world.worldKey !== notice.worldKey) return
    const name = showName(opened.world.name)
    switch (notice.kind) {
      case 'durable':
        if (opened.branch !== liveBranch || notice.head.seq <= opened.durable.seq) return
        store.setState({ durable: notice.head })
        position.advance(notice.head)
        return
      case 'mode':
        if (notice.mode === store.getState().mode) return
        store.setState({ mode: notice.mode })
        if (notice.mode === 'leader') {
          withdraw('notice.becameFollower')
          notify({ tone: 'info', textKey: 'notice.becameLeader', values: { name } })
        } else notify({ tone: 'warning', textKey: 'notice.becameFollower', values: {} })
        return
      case 'running':
        store.setState({ isRunning: notice.isRunning, pauseReason: notice.reason })
        // What had stopped it is over.
        if (notice.isRunning) store.setState({ fault: undefined })
        return
      case 'halted':
        store.setState({ isRunning: false, pauseReason: 'halted', fault: notice.fault })
        return
      case 'closed':
        store.setState({ isRunning: false, isPlaying: false })
        notify({
          tone: 'warning',
          textKey: notice.reason === 'deleted' ? 'notice.worldDeleted' : 'notice.worldClosed',
          values: { name },
        })
        return
    }
  }

  const hear = (notice: WorldNotice): void => {
    if (notice.kind === 'durable') announced = notice
    if (notice.kind === 'worlds') store.setState({ worlds: notice.worlds })
    else hearOfOpened(notice)
  }

  return {
    async open(source, options = {}) {
      // The world on the screen stays as it is until another one is there.
      if (store.getState().position === undefined) clear()
      const opened = await world.open(source)
      return opened.ok ? show(opened.value, { ...options, branch: source.branch }) : openFailed(opened.fault)
    },
    show,
    run,
    pause: (reason) => world.setRunning(false, { reason }),
    hear,
  }
}
