/** Bringing a stored world to life. Loaded behind the first picture: a world that is begun does without it. */
import { fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import { SEMANTICS } from '../../kernel/world/catalogue.ts'
import { openWorld, type WorldStart } from '../../kernel/world/world.ts'
import type { BranchJournal } from '../../storage/port.ts'
import { findCachedStart } from './cached-start.ts'
import { assembleLive, type LiveSite } from './live-site.ts'
import { createLivePorts, type LiveWorld } from './live-world.ts'
import { loadState } from './load-world.ts'
import { readWritingStart } from './pending-batch.ts'

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

/** From the nearest keyframe that is what its frame says, else from genesis. */
export async function stateAt(
  site: LiveSite,
  journal: BranchJournal,
  seq: number,
): Promise<Result<WorldStart>> {
  const { store, sha256 } = site
  const keyframe = await findCachedStart({ ...site, journal }, seq)
  const options = { store, journal, sha256, to: seq }
  return loadState(keyframe === undefined ? options : { ...options, keyframe })
}
