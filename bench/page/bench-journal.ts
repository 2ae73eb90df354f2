/** A world's journal on disk, written as the world worker writes it. */
import type { Result } from '../../src/kernel/base/result.ts'
import type { Sha256 } from '../../src/kernel/codec/sha256.ts'
import { openIdbStorage } from '../../src/storage/indexed-db/idb-storage.ts'
import type { Storage, WorldStore } from '../../src/storage/port.ts'
import { nextTurn, Slice } from '../../src/workers/shared/slices.ts'
import { JournalWriter } from '../../src/workers/world/journal-writer.ts'
import { startOfBranch, type StorableFrame } from '../../src/storage/journal-batch.ts'

/** The value of a result that a benchmark cannot go on without. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault))
  return result.value
}

export const openBenchStorage = async (): Promise<Storage> => valueOf(await openIdbStorage('bench'))

/** What was written, and how long it took until all of it was durable. */
export interface Written {
  readonly ms: number
  readonly frames: number
  readonly events: number
  readonly bytes: number
  readonly seals: number
}

export class BenchJournal {
  readonly store: WorldStore
  private readonly writer: JournalWriter

  private constructor(store: WorldStore, sha256: Sha256) {
    this.store = store
    this.writer = new JournalWriter({
      store,
      start: startOfBranch('main'),
      sha256,
      now: Date.now,
      onDurable: () => undefined,
      onFault: (fault) => {
        throw new Error(JSON.stringify(fault))
      },
    })
  }

  static async create(storage: Storage, worldKey: string, sha256: Sha256): Promise<BenchJournal> {
    return new BenchJournal(valueOf(await storage.openWorld(worldKey)), sha256)
  }

  /** Appends and waits. Commits have their turn after each slice, as in the world worker's loop. */
  async write(frames: Iterable<StorableFrame>): Promise<Written> {
    const { writer } = this
    const total = { frames: 0, events: 0, bytes: 0, seals: 0 }
    const start = performance.now()
    let slice = new Slice()
    for (const frame of frames) {
      writer.append(frame)
      total.frames += 1
      total.events += frame.frame.events.length
      total.bytes += frame.bytes.length
      if (frame.frame.seal !== undefined) total.seals += 1
      if (!slice.isOver) continue
      if (writer.isFull) valueOf(await writer.flush())
      await nextTurn()
      slice = new Slice()
    }
    valueOf(await writer.flush())
    return { ms: performance.now() - start, ...total }
  }
}
