/** The page's two workers. They start at once and side by side; their first answers wait inside. */
import { releaseProxy, type Remote, wrap } from 'comlink'
import type { ReplayHost, WorldHost } from './protocol.ts'
import { allowCallbacks } from './shared/callbacks.ts'
import type { Configurable } from './shared/settings.ts'

export interface Workers {
  readonly world: Remote<WorldHost>
  readonly replay: Remote<ReplayHost>
  /** Ends both at once; what was not durable is lost, as in a crash. */
  terminate(): void
}

/** Starts both workers. `storagePrefix` keeps tests apart that share an origin. */
export function connectWorkers(options: { readonly storagePrefix?: string } = {}): Workers {
  allowCallbacks()
  const worldWorker = new Worker(new URL('./kernel/kernel-worker.ts', import.meta.url), {
    type: 'module',
    name: 'world',
  })
  const replayWorker = new Worker(new URL('./kernel/kernel-worker.ts', import.meta.url), {
    type: 'module',
    name: 'replay',
  })
  const world = wrap<WorldHost & Configurable>(worldWorker)
  const replay = wrap<ReplayHost & Configurable>(replayWorker)
  const { storagePrefix } = options
  if (storagePrefix !== undefined) {
    // Messages arrive in the order they were sent, so this one is first.
    void world.configure({ storagePrefix })
    void replay.configure({ storagePrefix })
  }
  let isTerminated = false
  return {
    world,
    replay,
    terminate() {
      if (isTerminated) return
      isTerminated = true
      world[releaseProxy]()
      replay[releaseProxy]()
      worldWorker.terminate()
      replayWorker.terminate()
    },
  }
}
