/**
 * Keeps the address bar on what is shown: replaced (throttled) while scrubbing and running, pushed on each discrete
 * navigation, so that the browser's Back returns to where the person was.
 */
import type { Session } from '../session/session-context.ts'
import type { SessionState } from '../session/session-state.ts'
import { formatLink, type Link, parseLink } from './link.ts'
import { openLinked } from './open-linked.ts'
import { tellBadParts } from './tell-bad-parts.ts'

/** Browsers refuse more than about 100 history calls in 30 s. */
const REPLACE_INTERVAL_MS = 400

function linkOf(state: SessionState): Link {
  return {
    world: state.opened?.world.genesis,
    branch: state.opened?.branch,
    seq: state.playhead,
    selection: state.selection,
  }
}

/** Returns how to stop. */
export function startLinkSync(session: Session): () => void {
  const { opened } = session.store.getState()
  // With no world open the address stays what somebody asked for.
  let shown = opened === undefined ? location.hash : formatLink(linkOf(session.store.getState()))
  let timer: ReturnType<typeof setTimeout> | undefined
  let isGoingBack = false

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (location.hash !== shown) history.replaceState(null, '', shown)
  }

  const unsubscribe = session.store.subscribe((state, before) => {
    if (state.opened === undefined) return
    const next = formatLink(linkOf(state))
    if (next === shown) return
    if (state.navigation !== before.navigation && !isGoingBack) {
      flush()
      shown = next
      history.pushState(null, '', next)
      return
    }
    shown = next
    timer ??= setTimeout(flush, REPLACE_INTERVAL_MS)
  })

  const goBack = async (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    shown = location.hash
    // Going back is not itself a place to come back to.
    isGoingBack = true
    const { link, badParts } = parseLink(location.hash)
    tellBadParts(session.actions, badParts)
    await applyLink(session, link)
    isGoingBack = false
  }
  const popped = (): void => void goBack()
  flush()
  addEventListener('popstate', popped)
  addEventListener('pagehide', flush)
  return () => {
    unsubscribe()
    clearTimeout(timer)
    removeEventListener('popstate', popped)
    removeEventListener('pagehide', flush)
  }
}

/** Shows what a link names in the studio that is already open. */
async function applyLink(session: Session, link: Link): Promise<void> {
  const { actions, store } = session
  const { opened } = store.getState()
  // A link that names no world speaks of the one that is open.
  const isOther = link.world !== undefined && link.world !== opened?.world.genesis
  const isOtherBranch = link.branch !== undefined && link.branch !== opened?.branch
  const world = link.world ?? opened?.world.genesis
  if (world !== undefined && (isOther || isOtherBranch)) {
    const source = { kind: 'genesis', genesis: world } as const
    const answer = await openLinked(
      actions,
      source,
      link.branch,
      link.seq === undefined ? {} : { seq: link.seq },
    )
    if (!answer.ok) actions.notify({ tone: 'warning', textKey: 'notice.linkWorld', values: {} })
  } else if (link.seq !== undefined) {
    await actions.seek(link.seq, { as: 'scrub' })
  }
  store.setState({ selection: link.selection })
}
