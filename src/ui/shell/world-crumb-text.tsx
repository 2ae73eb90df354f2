import { useText } from '../i18n/i18n.ts'
import { showName } from '../presentation/plain.ts'
import { useSession } from '../session/session-context.ts'
import { Icon } from '../widgets/icon.tsx'

/** What the world's button says, before and after its menu has come. */
export function WorldCrumbText() {
  const t = useText()
  const name = useSession((state) => state.opened?.world.name)
  const isFollower = useSession((state) => state.mode === 'follower')
  return (
    <>
      <b className="clip">{name === undefined ? t('header.noWorld') : showName(name)}</b>
      {isFollower && <Icon name="lock" size={12} />}
      <Icon name="down" size={14} />
    </>
  )
}
