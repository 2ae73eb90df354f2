import type { Session } from './session-context.ts'

/** A page that paints nothing for so long (a hidden tab, a large world) gets the rest all the same. */
const PATIENCE_MS = 5000

/** Resolves when the first picture is on the screen, or when there is none to wait for. */
export function whenPainted({ ready, store }: Pick<Session, 'ready' | 'store'>): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = store.subscribe(({ phase }) => phase === 'failed' && settle())
    const timer = setTimeout(() => settle(), PATIENCE_MS)
    const settle = (): void => {
      clearTimeout(timer)
      unsubscribe()
      resolve()
    }
    void ready.then(() => settle())
  })
}
