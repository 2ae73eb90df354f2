/** Remembers for this tab that its world was running and followed, so that a reload finds it so again. */
import { readSaved, save } from '../saved.ts'
import type { SessionState } from '../session/session-state.ts'
import type { SessionStore } from '../session/store.ts'

function liveWorld(state: SessionState): string | undefined {
  return state.isRunning && state.isFollowing ? state.opened?.world.genesis : undefined
}

export function wasLive(genesis: string): boolean {
  return readSaved('tab', 'live') === genesis
}

export function keepLiveMark(store: SessionStore): void {
  if (store.getState().opened !== undefined) save('tab', 'live', liveWorld(store.getState()))
  store.subscribe((state, before) => {
    const genesis = liveWorld(state)
    if (genesis !== liveWorld(before)) save('tab', 'live', genesis)
  })
}
