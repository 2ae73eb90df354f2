/** What to show first: the world of the link, or First Light, running. */
import type { OpenedWorld, WorldSource } from '../../workers/protocol.ts'
import type { Result } from '../../kernel/base/result.ts'
import type { RunningSession } from '../session/create-session.ts'
import { parseLink } from './link.ts'
import { wasLive } from './live-mark.ts'
import { openLinked } from './open-linked.ts'
import { tellBadParts } from './tell-bad-parts.ts'

const FIRST_WORLD: WorldSource = { kind: 'scenario', id: 'first-light' }

/** Opens what the address names; a link that names nothing here still ends in a living world. */
export async function boot(session: RunningSession): Promise<void> {
  const { actions, store } = session
  const { link, badParts } = parseLink(location.hash)
  tellBadParts(actions, badParts)
  const listening = session.listen()
  const { world, branch, seq } = link
  // A step without a world is one of the world that opens by itself, which then rests there.
  const run = world === undefined ? seq === undefined : wasLive(world)
  const options = { run, ...(run || seq === undefined ? {} : { seq }) }
  const source: WorldSource = world === undefined ? FIRST_WORLD : { kind: 'genesis', genesis: world }
  let opened: Result<OpenedWorld> = await openLinked(actions, source, branch, options)
  if (!opened.ok && world !== undefined && opened.fault.kind === 'world.unknown') {
    actions.notify({ tone: 'warning', textKey: 'notice.linkWorld', values: {} })
    opened = await actions.openWorld(FIRST_WORLD, { run: true })
  }
  if (link.selection !== undefined && opened.ok) store.setState({ selection: link.selection })
  await listening
}
