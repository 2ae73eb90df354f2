/** What to show first: the world of the link, or First Light, running. */
import type { WorldSource } from '../../workers/protocol.ts'
import type { RunningSession } from '../session/create-session.ts'
import { parseLink } from './link.ts'
import { startLinkSync } from './link-sync.ts'
import { keepLiveMark, wasLive } from './live-mark.ts'
import { tellBadParts } from './tell-bad-parts.ts'

const FIRST_WORLD: WorldSource = { kind: 'scenario', id: 'first-light' }

/** Opens what the address names; a link that names nothing here still ends in a living world. */
export async function boot(session: RunningSession): Promise<void> {
  const { actions, store } = session
  const { link, badParts } = parseLink(location.hash)
  tellBadParts(actions, badParts)
  const listening = session.listen()
  const hasWorld = link.world !== undefined
  // A step without a world is one of the world that opens by itself, which then rests there.
  const isLive = hasWorld ? wasLive(link.world) : link.seq === undefined
  const options = {
    run: isLive,
    ...(link.branch === undefined ? {} : { branch: link.branch }),
    ...(isLive || link.seq === undefined ? {} : { seq: link.seq }),
  }
  let opened = await actions.openWorld(
    hasWorld ? { kind: 'genesis', genesis: link.world } : FIRST_WORLD,
    options,
  )
  if (!opened.ok && hasWorld && opened.fault.kind === 'world.unknown') {
    actions.notify({ tone: 'warning', textKey: 'notice.linkWorld', values: {} })
    opened = await actions.openWorld(FIRST_WORLD, { run: true })
  }
  if (link.selection !== undefined && opened.ok) store.setState({ selection: link.selection })
  startLinkSync(session)
  keepLiveMark(store)
  await listening
}
