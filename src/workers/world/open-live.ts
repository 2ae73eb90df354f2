import { type Fault, fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { Head } from '../../kernel/journal/path.ts'
import { SEMANTICS } from '../../kernel/world/catalogue.ts'
import { openWorld, type World, type WorldStart } from '../../kernel/world/world.ts'
import type { BranchJournal, Storage, WorldStore } from '../../storage/port.ts'
import { driverFor } from '../../worlds/worlds.ts'
import { findCachedStart } from './cached-start.ts'
import { JournalWriter } from './journal-writer.ts'
import { createLivePorts, LiveWorld, type RollbackOffer } from './live-world.ts'
import { loadState } from './load-world.ts'
import { readWritingStart, type WritingStart } from './pending-batch.ts'

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

/** Reads a stored branch up to its head and brings it to life. What was queued when it ended runs at once. */
export async function openLive(site: LiveSite): Promise<Result<LiveWorld>> {
  const { store, branch, sha256 } = site
  const journal = await store.journal(branch)
  if (!journal.ok) return journal
  const start = await readWritingStart(store, journal.value)
  if (!start.ok) return start
  const { seq } = journal.value.branch.head
  const loaded = await stateAt(site, journal.value, seq)
  if (!loaded.ok) return loaded
  const semantics = loaded.value.state.get('meta', 'world')?.['semantics']
  // It plays back; running it on would make frames of two kernels (kernel.md K2).
  if (semantics !== SEMANTICS) return fail(fault('semantics.unknown', { expected: SEMANTICS }))
  const { ports, offer } = createLivePorts(sha256)
  const live = assembleLive(site, { world: openWorld(loaded.value, ports), offer, start: start.value })
  const drained = live.drain()
  return drained.ok ? ok(live) : drained
}

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
      return journal.ok ? stateAt(site, journal.value, seq) : journal
    },
  })
}

/** From the nearest keyframe that is what its frame says, else from genesis. */
async function stateAt(site: LiveSite, journal: BranchJournal, seq: number): Promise<Result<WorldStart>> {
  const { store, sha256 } = site
  const keyframe = await findCachedStart({ ...site, journal }, seq)
  const options = { store, journal, sha256, to: seq }
  return loadState(keyframe === undefined ? options : { ...options, keyframe })
}
