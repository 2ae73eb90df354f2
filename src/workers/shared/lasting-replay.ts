/** The replay worker as the page knows it: whenever its thread ended, the next one opens the same recording at the same place. */
import { releaseProxy, wrap } from 'comlink'
import { fault } from '../../kernel/base/fault.ts'
import { fail, type Result } from '../../kernel/base/result.ts'
import type { PositionView, ReplayHost } from '../protocol.ts'
import { type Connection, createLastingThread, giveUp } from './lasting-thread.ts'
import type { Mortal } from './life.ts'
import type { Configurable, WorkerSettings } from './settings.ts'

export interface LastingReplay {
  readonly host: ReplayHost
  terminate(): void
}

/** What a thread has that its journal does not say. */
interface Opened {
  readonly worldKey: string
  readonly branch: string
  /** Where the playhead stood last. */
  readonly place?: { readonly seq: number; readonly k: number }
}

export function createLastingReplay(
  begin: () => Worker,
  settings: WorkerSettings | undefined,
): LastingReplay {
  let opened: Opened | undefined

  const restore = async (thread: ReplayHost): Promise<void> => {
    if (opened === undefined) return
    const { worldKey, branch, place } = opened
    const answer = await thread.open(worldKey, branch)
    // Steps count from the playhead, and the state is shown at it.
    if (answer.ok && place !== undefined) await thread.seek({ token: 0, ...place })
  }

  const connect = (): Connection<ReplayHost> => {
    const worker = begin()
    const thread = wrap<ReplayHost & Configurable & Mortal>(worker)
    const terminate = (): void => {
      thread[releaseProxy]()
      worker.terminate()
    }
    return { thread, terminate }
  }
  const { ask, askOnce, terminate } = createLastingThread({ connect, settings, restore })

  const lost = () => fail(fault('action.refused', { reason: 'worker_ended' }))

  const keepPlace = (view: Result<PositionView>): Result<PositionView> => {
    if (view.ok && opened !== undefined)
      opened = { ...opened, place: { seq: view.value.seq, k: view.value.k } }
    return view
  }

  const host: ReplayHost = {
    async open(worldKey, branch) {
      const answer = await ask((thread) => thread.open(worldKey, branch), lost)
      opened = answer.ok ? { worldKey, branch } : undefined
      return answer
    },
    advance: (head) => ask((thread) => thread.advance(head), lost),
    directory: () => ask((thread) => thread.directory(), giveUp),
    seek: async (request) => keepPlace(await ask((thread) => thread.seek(request), lost)),
    step: async (request) => keepPlace(await ask((thread) => thread.step(request), lost)),
    timeline: (request) => ask((thread) => thread.timeline(request), giveUp),
    markers: () => ask((thread) => thread.markers(), giveUp),
    events: (request) => ask((thread) => thread.events(request), giveUp),
    stepView: (seq) => ask((thread) => thread.stepView(seq), lost),
    state: (request) => ask((thread) => thread.state(request), lost),
    searchState: (request) => ask((thread) => thread.searchState(request), giveUp),
    // Long work may be what the thread ended over: whoever wants it again asks again.
    verify: (options, onProgress) => askOnce((thread) => thread.verify(options, onProgress), lost),
    cancelVerify: () =>
      askOnce(
        (thread) => thread.cancelVerify(),
        () => undefined,
      ),
    compare: (other) => askOnce((thread) => thread.compare(other), lost),
  }

  return { host, terminate }
}
