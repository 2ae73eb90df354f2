/** Makes the commands reachable for buttons and for scripts of the same origin. Their table comes when it is wanted. */
import { fault } from '../../kernel/base/fault.ts'
import { fail, type Result } from '../../kernel/base/result.ts'
import type { Command, CommandContext } from './command.ts'
import { COMMAND_IDS, type CommandId } from './command-ids.ts'
import type { OrreryGlobal } from './global.ts'
import { withKeys } from './key-text.ts'

export interface Commands {
  run(id: string, args?: unknown): Promise<Result<unknown>>
  /** What a button says of itself: its label and, once the table is here, the key that does the same. */
  titleOf(id: CommandId, label: string): string
  /** Told when titles have become longer; returns how to stop. */
  subscribe(listener: () => void): () => void
  /** The table is there as soon as this resolves. */
  load(): Promise<readonly Command[]>
}

const MAC = /Mac|iPhone|iPad/

export function createCommands(context: CommandContext): Commands {
  const listeners = new Set<() => void>()
  let byId: ReadonlyMap<string, Command> = new Map()
  let loading: Promise<readonly Command[]> | undefined

  const fetchTable = async (): Promise<readonly Command[]> => {
    const { COMMANDS } = await import('./machinery.ts')
    byId = new Map(COMMANDS.map((command) => [command.id, command]))
    for (const listener of listeners) listener()
    return COMMANDS
  }
  const load = (): Promise<readonly Command[]> => (loading ??= fetchTable())

  return {
    load,
    async run(id, args) {
      await load()
      const command = byId.get(id)
      if (command === undefined) return fail(fault('input.invalid', { path: id, reason: 'no_command' }))
      return command.run(context, args)
    },
    titleOf: (id, label) => withKeys(label, byId.get(id), MAC.test(navigator.userAgent)),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Says to scripts that the studio is here. Who runs a command at once waits for the table. */
export function publishCommands(
  { session }: CommandContext,
  commands: Commands,
  publish: (orrery: OrreryGlobal) => void,
): void {
  publish({
    ready: session.ready,
    commands: COMMAND_IDS,
    async run(id, args) {
      const answer = await commands.run(id, args)
      const { withHint } = await import('./machinery.ts')
      return withHint(answer)
    },
  })
}
