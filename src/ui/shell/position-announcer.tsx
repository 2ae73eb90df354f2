import { useEffect, useRef } from 'react'
import { formatCount } from '../format.ts'
import { useText } from '../i18n/i18n.ts'
import { useSessionObject } from '../session/session-context.ts'

const ANNOUNCE_EVERY_MS = 500

/** Says where the playhead came to rest when a person moved it; never while the world runs or a recording plays. */
export function PositionAnnouncer() {
  const t = useText()
  const { store } = useSessionObject()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const say = (): void => {
      timer = undefined
      const { position } = store.getState()
      if (position === undefined || place.current === null) return
      place.current.textContent = t('transport.announce', {
        seq: formatCount(position.seq),
        tick: formatCount(position.time),
      })
    }
    const stop = store.subscribe((state, before) => {
      if (state.position === before.position || state.isPlaying || (state.isFollowing && state.isRunning))
        return
      timer ??= setTimeout(say, ANNOUNCE_EVERY_MS)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [store, t])
  return <div ref={place} className="visually-hidden" aria-live="polite" />
}
