import { fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import { diffChanges, escapePathPart } from '../../kernel/replay/diff.ts'
import type { Value } from '../../kernel/codec/value.ts'
import type { State } from '../../kernel/state/collection.ts'
import { CATALOGUE } from '../../kernel/world/catalogue.ts'
import type { ReplayHost, StateNode, StatePage } from '../protocol.ts'
import { Slice } from '../shared/slices.ts'
import { type WantedText, wantText } from './event-text.ts'
import type { FrameReader } from './frame-reader.ts'
import type { Place } from './place.ts'
import type { StateCursor } from './state-cursor.ts'
import { childrenAt, entriesOf, type IsChanged, nodeOf } from './state-tree.ts'
import type { StepQuery } from './step-query.ts'

type PageRequest = Parameters<ReplayHost['state']>[0]
type SearchRequest = Parameters<ReplayHost['searchState']>[0]

const NODES_MAX = 1000

export interface StateQueryParts {
  readonly frames: FrameReader
  readonly cursor: StateCursor
  /** Where the playhead stands. */
  readonly place: () => Place
  readonly steps: StepQuery
}

/** The state at the playhead, as pages and by search. */
export class StateQuery {
  readonly #parts: StateQueryParts
  #changed: { readonly seq: number; readonly isChanged: IsChanged } | undefined
  #searches = 0

  constructor(parts: StateQueryParts) {
    this.#parts = parts
  }

  async page({ token, path, from, count }: PageRequest): Promise<Result<StatePage>> {
    const { cursor, place } = this.#parts
    const isChanged = await this.#changesAt(place().seq)
    if (!isChanged.ok) return isChanged
    const range = { from: Math.max(0, from), count: Math.min(count, NODES_MAX), isChanged: isChanged.value }
    const children = await cursor.at(place, ({ state }) => childrenAt(state, path, range))
    if (!children.ok) return children
    if (children.value === undefined) return fail(fault('input.invalid', { path, reason: 'absent' }))
    return ok({ token, path, from: range.from, ...children.value })
  }

  /** Keys and texts that contain the words: first what the world is, then how it is run. */
  async search({ token, text, count }: SearchRequest): Promise<StatePage> {
    const { cursor, place } = this.#parts
    this.#searches += 1
    const turn = this.#searches
    const nodes: StateNode[] = []
    const page = (): StatePage => ({ token, path: '', total: nodes.length, from: 0, nodes })
    if (text === '') return page()
    // A copy that shares the records: the playhead may move while this looks.
    const state = await cursor.at(place, (playback) => playback.state.clone())
    if (!state.ok) return page()
    const wanted = wantText(text)
    const slice = new Slice()
    for (const collection of collectionsOf(state.value)) {
      for (const [key, record] of state.value.entries(collection)) {
        find({ parent: escapePathPart(collection), label: key, value: record, isRecord: true }, wanted, nodes)
        if (nodes.length >= Math.min(count, NODES_MAX)) return { ...page(), nodes: nodes.slice(0, count) }
        await slice.pause()
        if (turn !== this.#searches) return page()
      }
    }
    return page()
  }

  async #changesAt(seq: number): Promise<Result<IsChanged>> {
    if (this.#changed?.seq === seq) return ok(this.#changed.isChanged)
    const { frames, steps } = this.#parts
    const frame = await frames.read(seq)
    if (!frame.ok) return frame
    const changes = await steps.changes(frame.value)
    if (!changes.ok) return changes
    const isChanged = changeTest(diffChanges(changes.value).map(({ path }) => path))
    this.#changed = { seq, isChanged }
    return ok(isChanged)
  }
}

/** Whether one of the paths is at a path, below it, or above it. */
function changeTest(paths: readonly string[]): IsChanged {
  const known = new Set<string>()
  for (const path of paths) {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) known.add(path.slice(0, end))
  }
  const whole = new Set(paths)
  return (path) => {
    if (known.has(path)) return true
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (whole.has(path.slice(0, end))) return true
    }
    return false
  }
}

function collectionsOf(state: State): readonly string[] {
  const isSystem = (name: string): number => (CATALOGUE.collections.get(name)?.plane === 'system' ? 1 : 0)
  return state.collectionNames().toSorted((a, b) => isSystem(a) - isSystem(b))
}

interface Found {
  readonly parent: string
  readonly label: string
  readonly value: Value
  readonly isRecord: boolean
}

const UNMARKED: IsChanged = () => false

function find(found: Found, wanted: WantedText, nodes: StateNode[]): void {
  const { parent, label, value, isRecord } = found
  const entries = entriesOf(value)
  // Names of fields do not count: they are the same in every record.
  const isWanted = (isRecord && wanted.isIn(label)) || (typeof value === 'string' && wanted.isIn(value))
  if (isWanted) nodes.push(nodeOf({ ...found, isChanged: UNMARKED }))
  const path = `${parent}/${escapePathPart(label)}`
  for (const [name, child] of entries ?? []) {
    find({ parent: path, label: name, value: child, isRecord: false }, wanted, nodes)
  }
}
