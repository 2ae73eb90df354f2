import { createGate } from '../shared/gate.ts'
import type { LockPort } from '../world/leadership.ts'

/** Web Locks in memory: one holder a name, the others in the order in which they came; shared ones too, which is stricter. */
export function createMemoryLocks(): LockPort {
  const lines = new Map<string, Promise<void>>()
  const held = new Set<string>()
  return {
    async request(name, { ifAvailable = false, signal }, callback) {
      if (ifAvailable && held.has(name)) {
        await callback(null)
        return
      }
      const before = lines.get(name) ?? Promise.resolve()
      const mine = createGate()
      lines.set(
        name,
        before.then(() => mine.promise),
      )
      if (!ifAvailable) await before
      if (signal?.aborted === true) {
        mine.resolve()
        throw new DOMException('aborted', 'AbortError')
      }
      held.add(name)
      try {
        await callback({ name })
      } finally {
        held.delete(name)
        mine.resolve()
      }
    },
  }
}
