import { lazy, Suspense, useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import { showName } from '../presentation/plain.ts'
import { useSession } from '../session/session-context.ts'
import { WorldCrumbText } from './world-crumb-text.tsx'

const WorldMenu = lazy(async () => ({ default: (await import('./world-menu.tsx')).WorldMenu }))

/** The world's name; pressing it lists the others. The menu's code comes with the first press. */
export function WorldMenuButton() {
  const [isWanted, setWanted] = useState(false)
  if (!isWanted) return <WorldCrumb onPress={() => setWanted(true)} />
  return (
    <Suspense fallback={<WorldCrumb onPress={undefined} />}>
      <WorldMenu />
    </Suspense>
  )
}

function WorldCrumb({ onPress }: { readonly onPress: (() => void) | undefined }) {
  const t = useText()
  const name = useSession((state) => state.opened?.world.name)
  return (
    <button
      type="button"
      className="crumb"
      aria-haspopup="menu"
      aria-expanded={false}
      aria-label={name === undefined ? t('header.noWorld') : t('header.world', { name: showName(name) })}
      onClick={onPress}
    >
      <WorldCrumbText />
    </button>
  )
}
