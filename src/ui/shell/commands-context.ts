import { createContext, useContext, useSyncExternalStore } from 'react'
import type { CommandId } from '../commands/command-ids.ts'
import type { Commands } from '../commands/install.ts'

export const CommandsContext = createContext<Commands | undefined>(undefined)

/** Buttons run commands by name, so that a script can do what a hand does. */
export function useCommands(): Commands {
  const commands = useContext(CommandsContext)
  if (commands === undefined)
    throw new Error('a component that needs commands stands outside CommandsContext')
  return commands
}

/** What a button says of itself: its label, and the key that does the same. */
export function useCommandTitle(id: CommandId, label: string): string {
  const { subscribe, titleOf } = useCommands()
  return useSyncExternalStore(subscribe, () => titleOf(id, label))
}
