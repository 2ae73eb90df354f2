import type { Fault } from '../../kernel/base/fault.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { Head } from '../../kernel/journal/path.ts'
import type { World } from '../../kernel/world/world.ts'
import type { Storage, WorldStore } from '../../storage/port.ts'
import { driverFor } from '../../worlds/worlds.ts'
import { JournalWriter } from './journal-writer.ts'
import { LiveWorld, type RollbackOffer } from './live-world.ts'
import type { WritingStart } from '../../storage/journal-batch.ts'

/** Where a live world is kept and who hears of it. */
export interface LiveSite {
  readonly store: WorldStore
  readonly branch: string
  readonly sha256: Sha256
  readonly storage: Storage
  readonly onDurable: (head: Head) => void
  /** Storage stopped taking commits. */
  readonly onFault: (fault: Fault) => void
  readonly onBroken: (fault: Fault) => void
  readonly onStopped: (fault: Fault) => void
}

export interface LiveParts {
  readonly world: World
  readonly offer: RollbackOffer
  readonly start: WritingStart
}

/** Puts a live world together from what was begun or read. */
export function assembleLive(site: LiveSite, { world, offer, start }: LiveParts): LiveWorld {
  const { store, branch, sha256, onDurable, onFault, onBroken, onStopped } = site
  const writer = new JournalWriter({ store, start, sha256, now: Date.now, onDurable, onFault })
  return new LiveWorld({
    world,
    offer,
    driver: driverFor(world.state),
    writer,
    onBroken,
    onStopped,
    loadState: async (seq) => {
      const journal = await store.journal(branch)
      if (!journal.ok) return journal
      const { stateAt } = await import('./state-at.ts')
      return stateAt({ ...site, journal: journal.value }, seq)
    },
  })
}
