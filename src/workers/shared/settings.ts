import { openIdbStorage } from '../../storage/indexed-db/idb-storage.ts'
import type { Storage } from '../../storage/port.ts'
import type { Result } from '../../kernel/base/result.ts'

/** What a worker is told before its first call, when it is told anything at all. */
export interface WorkerSettings {
  /** Start of every database name. */
  readonly storagePrefix: string
}

export interface Configurable {
  configure(settings: WorkerSettings): void
}

/** Storage of this worker, opened when it is first asked for. */
export interface StorageDoor extends Configurable {
  readonly prefix: string
  open(): Promise<Result<Storage>>
}

export function createStorageDoor(): StorageDoor {
  let prefix = 'orrery'
  let opening: Promise<Result<Storage>> | undefined
  const open = async (): Promise<Result<Storage>> => {
    const storage = await openIdbStorage(prefix)
    // A browser that could not open it now may do so later.
    if (!storage.ok) opening = undefined
    return storage
  }
  return {
    get prefix() {
      return prefix
    },
    configure: (settings) => {
      prefix = settings.storagePrefix
    },
    open: async () => (opening ??= open()),
  }
}
