/** Real workers on real IndexedDB, one pair a "tab", for tests. */
import { connectWorkers, type Workers } from '../client.ts'
import type { WorldNotice } from '../protocol.ts'

export interface Tab extends Workers {
  readonly notices: readonly WorldNotice[]
  /** Resolves with the first notice, past or coming, that is right. */
  heard<Kind extends WorldNotice['kind']>(
    kind: Kind,
    is?: (notice: Extract<WorldNotice, { kind: Kind }>) => boolean,
  ): Promise<Extract<WorldNotice, { kind: Kind }>>
  /** Forgets the notices so far. */
  forget(): void
}

/** A prefix of database names that no other test uses. */
export const freshPrefix = (): string => `test-${crypto.randomUUID()}`

export async function openTab(storagePrefix: string): Promise<Tab> {
  const workers = connectWorkers({ storagePrefix })
  let notices: WorldNotice[] = []
  const waiting = new Set<() => void>()
  await workers.world.listen((notice) => {
    notices.push(notice)
    for (const look of waiting) look()
  })
  const heard: Tab['heard'] = async (kind, is = () => true) =>
    new Promise((resolve) => {
      type Wanted = Extract<WorldNotice, { kind: typeof kind }>
      const isWanted = (notice: WorldNotice): notice is Wanted => notice.kind === kind && is(notice as Wanted)
      const look = (): void => {
        const found = notices.find(isWanted)
        if (found === undefined) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  return {
    ...workers,
    get notices() {
      return notices
    },
    heard,
    forget: () => {
      notices = []
    },
  }
}
