/** Puts the studio on a page: session, layout, commands, and the first world. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { ReplayHost, WorldHost } from '../workers/protocol.ts'
import type { OrreryGlobal } from './commands/global.ts'
import { createCommands, publishCommands } from './commands/install.ts'
import { DockContext } from './dock/dock-context.ts'
import { followWidth } from './dock/follow-width.ts'
import { createLayout } from './dock/layout.ts'
import { createPanelHosts } from './dock/panel-hosts.ts'
import { createFilePicker, saveFile } from './files.ts'
import { boot } from './link/boot.ts'
import type { PanelDefinition } from './panel-api.ts'
import { createSession } from './session/create-session.ts'
import { SessionContext } from './session/session-context.ts'
import { whenPainted } from './session/when-painted.ts'
import { CommandsContext } from './shell/commands-context.ts'
import { Studio } from './shell/studio.tsx'
import { StudioFence } from './shell/studio-fence.tsx'

export interface StudioParts {
  readonly place: HTMLElement
  readonly panels: readonly PanelDefinition[]
  readonly world: WorldHost
  readonly replay: ReplayHost
  /** Makes `window.orrery` the real one. */
  readonly publish: (orrery: OrreryGlobal) => void
}

export function startStudio({ place, panels, world, replay, publish }: StudioParts): void {
  const session = createSession({ world, replay, now: () => performance.now(), save: saveFile })
  const layout = createLayout()
  followWidth(layout)
  const pickFile = createFilePicker((file) => void session.actions.importFile(file, file.name))
  const context = { session, layout, pickFile }
  const commands = createCommands(context)
  publishCommands(context, commands, publish)
  const dock = { panels, layout, hosts: createPanelHosts() }
  createRoot(place).render(
    <StrictMode>
      <StudioFence>
        <SessionContext value={session}>
          <DockContext value={dock}>
            <CommandsContext value={commands}>
              <Studio />
            </CommandsContext>
          </DockContext>
        </SessionContext>
      </StudioFence>
    </StrictMode>,
  )
  void boot(session)
  // What nobody needs for the first picture comes after it.
  void whenPainted(session).then(async () => {
    const { furnish } = await import('./furnish.ts')
    furnish(context, commands, session)
  })
}
