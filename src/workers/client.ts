/** The page's two workers. They start at once and side by side; their first answers wait inside. */
import type { ReplayHost, WorldHost } from './protocol.ts'
import { allowCallbacks } from './shared/callbacks.ts'
import { createLastingReplay } from './shared/lasting-replay.ts'
import { createLastingWorld } from './shared/lasting-world.ts'

/** Both outlive their threads: when one ends, another takes over where it was. */
export interface Workers {
  readonly world: WorldHost
  readonly replay: ReplayHost
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
  const replay = createLastingReplay(
    () =>
      new Worker(new URL('./kernel/kernel-worker.ts', import.meta.url), { type: 'module', name: 'replay' }),
    settings,
  )
  return {
    world: world.host,
    replay: replay.host,
    terminate() {
      world.terminate()
      replay.terminate()
    },
  }
}
