import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import type { ReplayHost, WorldHost } from '../../workers/protocol.ts'
import type { SessionActions } from './session-actions.ts'
import type { SessionState } from './session-state.ts'

/** One open studio: its focus, what can be done to it, and the two workers behind it. */
export interface Session {
  readonly store: StoreApi<SessionState>
  readonly actions: SessionActions
  readonly world: WorldHost
  readonly replay: ReplayHost
  /** Resolves when the first picture of a world is on the screen. */
  readonly ready: Promise<void>
}

export const SessionContext = createContext<Session | undefined>(undefined)

export function useSessionObject(): Session {
  const session = useContext(SessionContext)
  if (session === undefined)
    throw new Error('a component that needs the session stands outside SessionContext')
  return session
}

/** Reads one thing from the focus object; renders again only when that thing changes. */
export function useSession<Slice>(selector: (state: SessionState) => Slice): Slice {
  return useStore(useSessionObject().store, selector)
}

export function useSessionActions(): SessionActions {
  return useSessionObject().actions
}
