import { DropdownMenu } from 'radix-ui'
import { useMemo, useState } from 'react'
import { formatCount } from '../format.ts'
import { useText } from '../i18n/i18n.ts'
import { showName } from '../presentation/plain.ts'
import { useSession, useSessionActions } from '../session/session-context.ts'
import { Icon } from '../widgets/icon.tsx'
import { useCommands } from './commands-context.ts'
import { WorldCrumbText } from './world-crumb-text.tsx'
import { markWorlds } from './world-labels.ts'
import { WorldName } from './world-name.tsx'
import './menu.css'

/** Worlds of this browser, scenarios a new one can be made of, and files. Opens at once: it is fetched by a press. */
export function WorldMenu() {
  const t = useText()
  const { run } = useCommands()
  const [isOpen, setOpen] = useState(true)
  const name = useSession((state) => state.opened?.world.name)
  return (
    <DropdownMenu.Root open={isOpen} onOpenChange={setOpen}>
      <DropdownMenu.Trigger
        className="crumb"
        aria-label={name === undefined ? t('header.noWorld') : t('header.world', { name: showName(name) })}
      >
        <WorldCrumbText />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu popover" align="start" sideOffset={4}>
          <StoredWorlds />
          <DropdownMenu.Separator className="menu-line" />
          <Scenarios />
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item className="menu-item" onSelect={() => void run('file.open')}>
            <span className="menu-mark">
              <Icon name="open" size={14} />
            </span>
            {t('worlds.openFile')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function StoredWorlds() {
  const t = useText()
  const { openWorld } = useSessionActions()
  const worlds = useSession((state) => state.worlds)
  const openKey = useSession((state) => state.opened?.world.worldKey)
  const marks = useMemo(() => markWorlds(worlds), [worlds])
  return (
    <DropdownMenu.Group>
      <DropdownMenu.Label className="menu-label">{t('worlds.here')}</DropdownMenu.Label>
      {worlds.map((world) => (
        <DropdownMenu.CheckboxItem
          key={world.worldKey}
          className="menu-item"
          checked={world.worldKey === openKey}
          onSelect={() => void openWorld({ kind: 'stored', worldKey: world.worldKey })}
        >
          <span className="menu-mark">
            <span className={world.worldKey === openKey ? 'world-dot world-dot-open' : 'world-dot'} />
          </span>
          <WorldName name={world.name} mark={marks.get(world.worldKey)} />
          <span className="menu-note">
            {world.isRunnable ? formatCount(world.head.seq) : t('worlds.playbackOnly')}
          </span>
        </DropdownMenu.CheckboxItem>
      ))}
      {worlds.length === 0 && <p className="menu-empty">{t('worlds.none')}</p>}
    </DropdownMenu.Group>
  )
}

function Scenarios() {
  const t = useText()
  const { openWorld } = useSessionActions()
  const scenarios = useSession((state) => state.scenarios)
  return (
    <DropdownMenu.Group>
      <DropdownMenu.Label className="menu-label">{t('worlds.scenarios')}</DropdownMenu.Label>
      {scenarios.map((scenario) => (
        <DropdownMenu.Item
          key={scenario.id}
          className="menu-item menu-item-tall"
          onSelect={() => void openWorld({ kind: 'scenario', id: scenario.id }, { run: scenario.hasDriver })}
        >
          <span className="menu-mark">
            <Icon name="plus" size={14} />
          </span>
          <span className="grow menu-words">
            <span className="strong">{scenario.name}</span>
            <span className="menu-summary">{scenario.summary}</span>
          </span>
        </DropdownMenu.Item>
      ))}
    </DropdownMenu.Group>
  )
}
