/** A sign of life of a thread that others can wait on. */
import { createGate } from './gate.ts'

/** How the page learns that a thread is gone: its locks go with it, however it ended. */
export interface Mortal {
  /** Resolves once the lock is held; it is held until the thread ends. */
  holdLife(lock: string): Promise<void>
}

export function holdLife(lock: string): Promise<void> {
  const held = createGate()
  const forever = new Promise<void>(() => undefined)
  void navigator.locks.request(lock, () => {
    held.resolve()
    return forever
  })
  return held.promise
}
