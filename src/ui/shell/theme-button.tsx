import { useSyncExternalStore } from 'react'
import { useText } from '../i18n/i18n.ts'
import { currentTheme, subscribeTheme, THEMES } from '../theme/theme.ts'
import { Icon } from '../widgets/icon.tsx'
import { useCommands } from './commands-context.ts'

const LABELS = { system: 'header.themeSystem', dark: 'header.themeDark', light: 'header.themeLight' } as const

/** Goes round: as the system, dark, light. */
export function ThemeButton() {
  const t = useText()
  const { run } = useCommands()
  const theme = useSyncExternalStore(subscribeTheme, currentTheme)
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system'
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={t(LABELS[theme])}
      title={t(LABELS[theme])}
      onClick={() => void run('theme.set', { theme: next })}
    >
      <Icon name={theme} />
    </button>
  )
}
