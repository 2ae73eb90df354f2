/** Everything around the first picture that is not on it: keys, the address, what is kept, the lists of menus. */
import type { CommandContext } from './commands/command.ts'
import type { Commands } from './commands/install.ts'
import { installKeys } from './commands/install-keys.ts'
import { startLinkSync } from './link/link-sync.ts'
import { keepLiveMark } from './link/live-mark.ts'
import type { RunningSession } from './session/create-session.ts'
import { restWhenHidden } from './session/hidden-rest.ts'
import { keepSeal } from './session/kept-seal.ts'

export function furnish(context: CommandContext, commands: Commands, session: RunningSession): void {
  void installKeys(context, commands)
  startLinkSync(session)
  keepLiveMark(session.store)
  restWhenHidden(session)
  keepSeal(session)
  void session.loadScenarios()
}
