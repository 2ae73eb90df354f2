/** Everything of the commands that nobody needs before the first picture, as one piece to fetch. */
import '../i18n/later-words.ts'
import { fail, type Result } from '../../kernel/base/result.ts'
import { translate } from '../i18n/i18n.ts'
import { tellFault } from '../presentation/faults.ts'
import type { HintedFault } from './global.ts'

export { COMMANDS } from './command-table.ts'

/** An answer as scripts get it: a fault says what to do in the person's language. */
export function withHint(answer: Result<unknown>): Result<unknown, HintedFault> {
  if (answer.ok) return answer
  const { what, advice } = tellFault(translate, answer.fault)
  return fail({ ...answer.fault, hint: advice ?? what })
}
