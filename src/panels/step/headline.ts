import { sayAction } from '../../ui/presentation/actions.ts'
import { eventTone, sayEvent } from '../../ui/presentation/events.ts'
import type { Speaker } from '../../ui/presentation/phrases.ts'
import type { Sentence } from '../../ui/presentation/sentence.ts'
import type { StepView } from '../../workers/protocol.ts'

export interface Headline {
  readonly what: Sentence
  /** Why not, for a rejected action. */
  readonly why?: Sentence
}

const TICK_TONE = 10

/**
 * What a step is about. An accepted action with one result is told by its result, which knows more (where from, how far);
 * a rejected one by what was asked, and then why not.
 */
export function headline(step: StepView, speaker: Speaker): Headline {
  const rejection = step.events.find(({ kind }) => kind === 'domain.action_rejected')
  if (rejection !== undefined)
    return { what: sayAction(step.action, speaker), why: sayEvent(rejection, speaker) }
  const results = step.events.filter(({ kind }) => eventTone(kind) !== TICK_TONE)
  const [result] = results
  const isOne = results.length === 1 && result !== undefined
  return { what: isOne ? sayEvent(result, speaker) : sayAction(step.action, speaker) }
}
