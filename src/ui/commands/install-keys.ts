import type { Fault } from '../../kernel/base/fault.ts'
import type { Command, CommandContext } from './command.ts'
import type { Commands } from './install.ts'
import { listenForKeys } from './keys.ts'

/** A newer wish took the place of this one, or the session has said it in its own words. */
const isTold = ({ reason }: Fault): boolean => reason === 'superseded' || reason === 'read_only'

/** Nothing went wrong: there is only nothing further that way. */
const isEnd = ({ reason }: Fault): boolean => reason === 'no_cause' || reason === 'no_effect'

function tellPerson({ session: { actions } }: CommandContext, told: Fault): void {
  if (isTold(told)) return
  if (isEnd(told)) actions.notify({ tone: 'info', textKey: 'notice.chainEnd', values: {}, fault: told })
  else actions.reportFault(told)
}

/** Keys; a fault of theirs is told to the person. Resolves with how to stop. */
export async function installKeys(context: CommandContext, commands: Commands): Promise<() => void> {
  const table = await commands.load()
  const run = async (command: Command): Promise<void> => {
    const answer = await command.run(context, undefined)
    if (!answer.ok) tellPerson(context, answer.fault)
  }
  return listenForKeys(table, (command) => void run(command))
}
