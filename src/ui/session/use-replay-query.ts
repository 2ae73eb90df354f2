import { useEffect, useState, useSyncExternalStore } from 'react'
import type { ReplayHost } from '../../workers/protocol.ts'
import { usePanelVisible } from '../dock/dock-context.ts'
import { createLatest, type LatestAnswer } from './latest.ts'
import { type Session, useSession, useSessionObject } from './session-context.ts'
import type { SessionState } from './session-state.ts'
import { nextToken } from './tokens.ts'

export interface QueryContext {
  /** The whole frame at the playhead, or a part of it. */
  readonly seq: number
  readonly k: number
  /** Last step the replay worker can show. */
  readonly headSeq: number
  /** Rises with every question of the page: the `token` of requests. */
  readonly token: number
}

/** When to ask again, besides a new key: the playhead moved, the journal grew, or never. */
export type AskAgain = 'position' | 'head' | 'both' | 'never'

function contextNow(session: Session): QueryContext {
  const { position, head } = session.store.getState()
  return { seq: position?.seq ?? 0, k: position?.k ?? 0, headSeq: head?.seq ?? 0, token: nextToken() }
}

const positionMark = (state: SessionState): string =>
  `${state.position?.seq ?? -1}/${state.position?.k ?? -1}`
const headMark = (state: SessionState): number => state.head?.seq ?? -1

/** What has to change for the question to be asked again. */
function markOf(state: SessionState, again: AskAgain): string {
  const worldMark = `${state.opened?.world.genesis ?? ''}/${state.opened?.branch ?? ''}`
  if (again === 'never') return worldMark
  if (again === 'head') return `${worldMark}/${headMark(state)}`
  if (again === 'position') return `${worldMark}/${positionMark(state)}`
  return `${worldMark}/${positionMark(state)}/${headMark(state)}`
}

/**
 * Asks the replay worker for something that is shown, again whenever `key` or the position changes, at most one
 * question away, the last answer kept until a newer one is here. `key` names everything `ask` closes over; an undefined
 * key asks nothing.
 *
 * ```tsx
 * const { value } = useReplayQuery(`step`, (replay, at) => replay.stepView(at.seq))
 * ```
 */
export function useReplayQuery<Value>(
  key: string | undefined,
  ask: (replay: ReplayHost, at: QueryContext) => Promise<Value>,
  again: AskAgain = 'position',
): LatestAnswer<Value> {
  const session = useSessionObject()
  const [latest] = useState(() => createLatest<Value>())
  const mark = useSession((state) => (state.position === undefined ? undefined : markOf(state, again)))
  const isVisible = usePanelVisible()
  useEffect(() => {
    if (key === undefined || mark === undefined || !isVisible) return
    latest.request(() => ask(session.replay, contextNow(session)))
    // `ask` closes over what `key` names; asking on every new closure would ask on every render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, mark, latest, session, isVisible])
  return useSyncExternalStore(latest.subscribe, latest.read)
}
