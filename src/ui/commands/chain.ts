/** Along the chain of causes: from the step at the playhead to the one it came from, or to what it led to. */
import { fault } from '../../kernel/base/fault.ts'
import { fail, type Result } from '../../kernel/base/result.ts'
import type { PositionView } from '../../workers/protocol.ts'
import type { Session } from '../session/session-context.ts'

export type ChainEnd = 'cause' | 'effect'

/** Goes to the nearest step on that side; fault `input.invalid` {seq} when the chain ends here. */
export async function goAlongChain(
  { store, replay, actions }: Session,
  end: ChainEnd,
): Promise<Result<PositionView>> {
  const { head, playhead } = store.getState()
  if (head === undefined) return fail(fault('world.unknown', { reason: 'none_open' }))
  const step = await replay.stepView(playhead)
  if (!step.ok) return step
  const { because, ledTo } = step.value
  const next =
    end === 'cause' ? because.find(({ seq }) => seq < playhead) : ledTo.find(({ seq }) => seq > playhead)
  if (next === undefined) return fail(fault('input.invalid', { seq: playhead, reason: `no_${end}` }))
  return actions.seek(next.seq)
}
