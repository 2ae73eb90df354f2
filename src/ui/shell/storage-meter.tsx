import { useEffect, useState } from 'react'
import { formatBytes } from '../format.ts'
import { useText } from '../i18n/i18n.ts'
import { useSession } from '../session/session-context.ts'
import { Icon } from '../widgets/icon.tsx'

interface Room {
  readonly used: number
  readonly quota: number
}

const ASK_AGAIN_MS = 10_000

/** How much this browser keeps for the page, asked when a world opens and now and then while the page is looked at. */
export function StorageMeter() {
  const t = useText()
  const room = useRoom()
  if (room === undefined) return null
  const text = t('worlds.storageOf', { used: formatBytes(room.used), quota: formatBytes(room.quota) })
  return (
    <div className="storage" title={`${t('worlds.storage')} ${text}`}>
      <span className="storage-icon">
        <Icon name="database" />
      </span>
      <div className="storage-line">
        <span>{t('worlds.storage')}</span>
        <span className="ink-2">{text}</span>
      </div>
      <meter className="meter" aria-label={t('worlds.storage')} value={room.used} max={room.quota} />
    </div>
  )
}

function useRoom(): Room | undefined {
  const [room, setRoom] = useState<Room>()
  const worldKey = useSession((state) => state.opened?.world.worldKey)
  useEffect(() => {
    if (worldKey === undefined || !('storage' in navigator)) return
    const ask = async (): Promise<void> => {
      if (document.hidden) return
      const { usage, quota } = await navigator.storage.estimate()
      if (usage !== undefined && quota !== undefined) setRoom({ used: usage, quota })
    }
    void ask()
    const timer = setInterval(() => void ask(), ASK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [worldKey])
  return room
}
