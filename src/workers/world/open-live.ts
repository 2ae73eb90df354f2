/** Bringing a stored world to life. Loaded behind the first picture: a world that is begun does without it. */
import { fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import { decodeFrame } from '../../kernel/journal/frame-decode.ts'
import { SEMANTICS } from '../../kernel/world/catalogue.ts'
import { openWorld } from '../../kernel/world/world.ts'
import { readGenesis } from '../../storage/frames.ts'
import type { WorldStore } from '../../storage/port.ts'
import { assembleLive, type LiveSite } from './live-site.ts'
import { createLivePorts, type LiveWorld } from './live-world.ts'
import { readWritingStart } from '../../storage/journal-batch.ts'
import { stateAt } from './state-at.ts'

/** Reads a stored branch up to its head and brings it to life. What was queued when it ended runs at once. */
export async function openLive(site: LiveSite): Promise<Result<LiveWorld>> {
  const { store, branch, sha256 } = site
  const journal = await store.journal(branch)
  if (!journal.ok) return journal
  const start = await readWritingStart(store, journal.value)
  if (!start.ok) return start
  const { seq } = journal.value.branch.head
  const loaded = await stateAt({ ...site, journal: journal.value }, seq)
  // It plays back; running it on would make frames of two kernels (kernel.md K2).
  const semantics = loaded.ok
    ? loaded.value.state.get('meta', 'world')?.['semantics']
    : await readSemantics(store, branch)
  if (semantics !== SEMANTICS) return fail(fault('semantics.unknown', { expected: SEMANTICS }))
  if (!loaded.ok) return loaded
  const { ports, offer } = createLivePorts(sha256)
  const live = assembleLive(site, { world: openWorld(loaded.value, ports), offer, start: start.value })
  const drained = live.drain()
  if (drained.ok) return ok(live)
  // Nobody gets to see this world, but what it executed before the rule broke counts.
  await live.writer.flush('strict')
  await live.writer.close()
  return drained
}

/** What frame 0 claims: the state of another build may be out of reach, as its events are. */
async function readSemantics(store: WorldStore, branch: string): Promise<unknown> {
  const genesis = await readGenesis(store, branch)
  const frame = genesis.ok ? decodeFrame(genesis.value) : genesis
  return frame.ok ? frame.value.action.payload['semantics'] : SEMANTICS
}
