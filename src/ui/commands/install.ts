/** Makes the commands reachable: keys, and `window.orrery` for scripts of the same origin. */
import { type Fault, fault } from '../../kernel/base/fault.ts'
import { fail, type Result } from '../../kernel/base/result.ts'
import { translate } from '../i18n/i18n.ts'
import { tellFault } from '../presentation/faults.ts'
import type { Command, CommandContext } from './command.ts'
import { COMMANDS } from './command-table.ts'
import type { HintedFault, OrreryGlobal } from './global.ts'
import { withKeys } from './key-text.ts'
import { listenForKeys } from './keys.ts'

export interface Commands {
  run(id: string, args?: unknown): Promise<Result<unknown>>
  /** What a button says of itself: its label and the key that does the same. */
  titleOf(id: string, label: string): string
}

const MAC = /Mac|iPhone|iPad/

export function createCommands(context: CommandContext): Commands {
  const byId = new Map(COMMANDS.map((command) => [command.id, command]))
  return {
    async run(id, args) {
      const command = byId.get(id)
      if (command === undefined) return fail(fault('input.invalid', { path: id, reason: 'no_command' }))
      return command.run(context, args)
    },
    titleOf: (id, label) => withKeys(label, byId.get(id), MAC.test(navigator.userAgent)),
  }
}

/** A newer wish took the place of this one, or the session has said it in its own words. */
const isTold = ({ reason }: Fault): boolean => reason === 'superseded' || reason === 'read_only'

/** Nothing went wrong: there is only nothing further that way. */
const isEnd = ({ reason }: Fault): boolean => reason === 'no_cause' || reason === 'no_effect'

function tellPerson({ session: { actions } }: CommandContext, told: Fault): void {
  if (isTold(told)) return
  if (isEnd(told)) actions.notify({ tone: 'info', textKey: 'notice.chainEnd', values: {}, fault: told })
  else actions.reportFault(told)
}

function withHint(answer: Result<unknown>): Result<unknown, HintedFault> {
  if (answer.ok) return answer
  const { what, advice } = tellFault(translate, answer.fault)
  return fail({ ...answer.fault, hint: advice ?? what })
}

/** Keys and `window.orrery`. A key's fault is told to the person; a script gets it as its answer. */
export function installCommands(
  context: CommandContext,
  commands: Commands,
  publish: (orrery: OrreryGlobal) => void,
): () => void {
  const runByKey = async (command: Command): Promise<void> => {
    const answer = await command.run(context, undefined)
    if (!answer.ok) tellPerson(context, answer.fault)
  }
  const stop = listenForKeys(COMMANDS, (command) => void runByKey(command))
  publish({
    ready: context.session.ready,
    commands: COMMANDS.map((command) => command.id),
    run: async (id, args) => withHint(await commands.run(id, args)),
  })
  return stop
}
