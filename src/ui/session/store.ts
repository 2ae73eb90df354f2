import { createStore, type StoreApi } from 'zustand/vanilla'
import { INITIAL_STATE, type SessionState } from './session-state.ts'

export type SessionStore = StoreApi<SessionState>

export function createSessionStore(): SessionStore {
  return createStore<SessionState>(() => INITIAL_STATE)
}
