import { createContext, useContext } from 'react'
import type { Commands } from '../commands/install.ts'

export const CommandsContext = createContext<Commands | undefined>(undefined)

/** Buttons run commands by name, so that a script can do what a hand does. */
export function useCommands(): Commands {
  const commands = useContext(CommandsContext)
  if (commands === undefined)
    throw new Error('a component that needs commands stands outside CommandsContext')
  return commands
}
