import type { CommandId } from '../commands/command-ids.ts'
import { useText } from '../i18n/i18n.ts'
import { useSession } from '../session/session-context.ts'
import { Icon, type IconName } from '../widgets/icon.tsx'
import { useCommands, useCommandTitle } from './commands-context.ts'
import { Logo } from './logo.tsx'
import { SealStatus } from './seal-status.tsx'
import { ThemeButton } from './theme-button.tsx'
import { WorldMenuButton } from './world-menu-button.tsx'
import './header.css'

/** One line: which world, what is proved about it, and what can be done with its file. */
export function Header() {
  return (
    <header className="header">
      <Logo />
      <WorldMenuButton />
      <BranchName />
      <SeedChip />
      <span className="grow" />
      <SealStatus />
      <FileButtons />
      <ThemeButton />
    </header>
  )
}

function BranchName() {
  const t = useText()
  const branch = useSession((state) => state.opened?.branch)
  if (branch === undefined) return null
  return (
    <>
      <span className="header-slash" aria-hidden="true">
        /
      </span>
      <span className="crumb crumb-still" title={t('header.branch', { name: branch })}>
        <Icon name="branch" size={14} />
        <span className="clip">{branch}</span>
      </span>
    </>
  )
}

function SeedChip() {
  const t = useText()
  const seed = useSession((state) => state.opened?.world.seed)
  if (seed === undefined) return null
  return (
    <span className="chip chip-outline mono seed-chip" title={t('header.seedHint')}>
      {t('header.seed', { seed })}
    </span>
  )
}

function FileButtons() {
  const t = useText()
  const hasWorld = useSession((state) => state.opened !== undefined)
  const isVerifying = useSession((state) => state.verify.state === 'running')
  const isBusy = useSession((state) => state.transfer !== undefined)
  return (
    <div className="header-actions" role="group" aria-label={t('header.actions')}>
      <FileButton
        command="world.verify"
        icon="verify"
        label={t('header.verify')}
        isOff={!hasWorld || isVerifying}
      />
      <FileButton
        command="world.export"
        icon="export"
        label={t('header.export')}
        isOff={!hasWorld || isBusy}
      />
      <FileButton command="file.open" icon="open" label={t('header.open')} isOff={isBusy} />
    </div>
  )
}

interface FileButtonProps {
  readonly command: CommandId
  readonly icon: IconName
  readonly label: string
  readonly isOff: boolean
}

function FileButton({ command, icon, label, isOff }: FileButtonProps) {
  const { run } = useCommands()
  return (
    <button
      type="button"
      className="button header-button"
      title={useCommandTitle(command, label)}
      aria-disabled={isOff}
      onClick={isOff ? undefined : () => void run(command)}
    >
      <Icon name={icon} size={14} />
      <span className="header-button-text">{label}</span>
    </button>
  )
}
