/** Keeps the open part of the state tree on the screen up to date with the playhead: one question away at a time. */
import { createDeferred } from '../../ui/deferred.ts'
import { nextToken } from '../../ui/session/tokens.ts'
import type { Fault } from '../../kernel/base/fault.ts'
import type { ReplayHost } from '../../workers/protocol.ts'
import { type LocatedPage, locate } from './locate.ts'
import { ancestry, lastKey, parentOf } from './state-path.ts'
import { PAGE_NODES, TreeModel } from './tree-model.ts'

export interface StateSnapshot {
  /** Rows to show; read through `tree.row`. */
  readonly count: number
  readonly tree: TreeModel
  /** The collections cannot be read at this step. */
  readonly fault: Fault | undefined
}

export interface StateSource {
  /** Another step or world is at the playhead. */
  setPlace(place: { readonly world: string; readonly mark: string }): void
  setRange(first: number, last: number): void
  toggle(path: string, isOpen: boolean): void
  closeAll(): void
  /** Opens everything above a path; its row when it is there. */
  reveal(path: string): Promise<number | undefined>
  subscribe(listener: () => void): () => void
  read(): StateSnapshot
}

export function createStateSource(replay: Pick<ReplayHost, 'state'>): StateSource {
  const tree = new TreeModel()
  const listeners = new Set<() => void>()
  let snapshot: StateSnapshot = { count: 0, tree, fault: undefined }
  let range = { first: 0, last: 40 }
  let place: { readonly world: string; readonly mark: string } | undefined
  let isAway = false
  let reveals = 0
  /** A path may be wanted before the panel knows which world is open. */
  const placed = createDeferred<void>()

  const publish = (fault?: Fault): void => {
    snapshot = { count: tree.total === undefined ? 0 : tree.count, tree, fault }
    for (const listener of listeners) listener()
  }

  const fetchPage = async (path: string, page: number): Promise<LocatedPage | undefined> => {
    const askedIn = place
    const { version } = tree
    const answer = await replay.state({
      token: nextToken(),
      path,
      from: page * PAGE_NODES,
      count: PAGE_NODES,
    })
    if (place?.world !== askedIn?.world) return undefined
    if (!answer.ok && path === '') {
      publish(answer.fault)
      return undefined
    }
    // A path that is not in the state at this step has no children there.
    const found = answer.ok ? answer.value : { total: 0, nodes: [] }
    // When the playhead has moved on meanwhile this is of an older step: shown, and asked for again.
    tree.put({ path, page }, { ...found, version })
    publish()
    return found
  }

  const pump = async (): Promise<void> => {
    if (isAway || place === undefined) return
    const [wish] = tree.wishes(range.first, range.last)
    if (wish === undefined) return
    const askedIn = place
    isAway = true
    try {
      const found = await fetchPage(wish.path, wish.page)
      if (found === undefined && place === askedIn) return
    } finally {
      isAway = false
    }
    void pump()
  }

  const revealFrom = async (path: string, turn: number): Promise<number | undefined> => {
    await placed.promise
    for (const step of ancestry(path)) {
      const parent = parentOf(step)
      const page = await locate(step, lastKey(step), (number) => fetchPage(parent, number))
      if (page === undefined || turn !== reveals) return undefined
      if (step !== path) tree.open(step)
    }
    publish()
    void pump()
    return tree.indexOf(path)
  }

  return {
    setPlace(next) {
      if (place?.world === next.world && place.mark === next.mark) return
      if (place !== undefined && place.world !== next.world) {
        tree.clear()
        publish()
      }
      place = next
      placed.resolve()
      tree.markStale()
      void pump()
    },
    setRange(first, last) {
      range = { first, last }
      void pump()
    },
    toggle(path, isOpen) {
      if (isOpen) tree.open(path)
      else tree.close(path)
      publish()
      void pump()
    },
    closeAll() {
      tree.closeAll()
      publish()
    },
    reveal(path) {
      reveals += 1
      return revealFrom(path, reveals)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    read: () => snapshot,
  }
}
