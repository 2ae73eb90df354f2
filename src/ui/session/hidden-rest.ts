/** A live world rests when nobody has looked at its tab for five minutes, and says so when somebody comes back. */
import type { RunningSession } from './create-session.ts'

const HIDDEN_REST_MS = 5 * 60 * 1000

export function restWhenHidden(session: RunningSession): void {
  const { store, actions } = session
  let timer: ReturnType<typeof setTimeout> | undefined
  let restedAt: number | undefined

  const rest = async (): Promise<void> => {
    if (!store.getState().isRunning) return
    const paused = await session.pauseHidden()
    if (paused.ok) restedAt = store.getState().durable?.seq
  }

  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer)
    if (document.hidden) {
      timer = setTimeout(() => void rest(), HIDDEN_REST_MS)
      return
    }
    if (restedAt === undefined) return
    actions.notify({
      tone: 'info',
      textKey: 'notice.hiddenPause',
      values: { seq: restedAt },
      command: { id: 'transport.play', labelKey: 'notice.runOn' },
    })
    restedAt = undefined
  })
}
