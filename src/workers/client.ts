/** The page's two workers. They start at once and side by side; their first answers wait inside. */
import { releaseProxy, type Remote, wrap } from 'comlink'
import type { ReplayHost, WorldHost } from './protocol.ts'
import { allowCallbacks } from './shared/callbacks.ts'
import { createLastingWorld } from './shared/lasting-world.ts'
import type { Configurable } from './shared/settings.ts'

export interface Workers {
  /** Outlives its thread: another one takes over where the journal ends. */
  readonly world: WorldHost
  readonly replay: Remote<ReplayHost>
  /** Ends both at once; what was not durable is lost, as in a crash. */
  terminate(): void
}

/** Starts both workers. `storagePrefix` keeps tests apart that share an origin. */
export function connectWorkers(options: { readonly storagePrefix?: string } = {}): Workers {
  allowCallbacks()
  const { storagePrefix } = options
  const settings = storagePrefix === undefined ? undefined : { storagePrefix }
  const world = createLastingWorld(
    () =>
      new Worker(new URL('./kernel/kernel-worker.ts', import.meta.url), { type: 'module', name: 'world' }),
    settings,
  )
  const replayWorker = new Worker(new URL('./kernel/kernel-worker.ts', import.meta.url), {
    type: 'module',
    name: 'replay',
  })
  const replay = wrap<ReplayHost & Configurable>(replayWorker)
  // Messages arrive in the order they were sent, so this one is first.
  if (settings !== undefined) void replay.configure(settings)
  let isTerminated = false
  return {
    world: world.host,
    replay,
    terminate() {
      if (isTerminated) return
      isTerminated = true
      world.terminate()
      replay[releaseProxy]()
      replayWorker.terminate()
    },
  }
}
