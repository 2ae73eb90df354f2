import { ok, type Result } from '../../kernel/base/result.ts'
import { peekFrame, readPayload } from '../../kernel/journal/frame-peek.ts'
import { actionRejected } from '../../kernel/packs/core/events.ts'
import type { EventFilter } from '../protocol.ts'
import { sliceBytes } from '../shared/segment-read.ts'
import { Slice } from '../shared/slices.ts'
import { framesWith, isInValue, type WantedText, wantText } from './event-text.ts'
import type { JournalIndex } from './journal-index.ts'
import type { JournalView } from './journal-view.ts'

/** Events looked at before messages get their turn. */
const LOOKED_AT_ONCE = 65_536

/** `by_actor`: kept when the frame's action was that of the wanted agent. */
type Verdict = 'kept' | 'out' | 'by_actor'

/** Ids of the events that a filter keeps, found from the first event on and kept as far as was looked. */
export class EventList {
  readonly #view: JournalView
  readonly #index: JournalIndex
  readonly #kinds: ReadonlySet<string> | undefined
  readonly #agent: string | undefined
  readonly #text: WantedText | undefined
  #ids = new Uint32Array(1024)
  #count = 0
  /** Events looked at. */
  #looked = 0

  constructor(view: JournalView, index: JournalIndex, filter: EventFilter) {
    this.#view = view
    this.#index = index
    this.#kinds = filter.kinds === undefined || filter.kinds.length === 0 ? undefined : new Set(filter.kinds)
    this.#agent = filter.agent === undefined || filter.agent === '' ? undefined : filter.agent
    this.#text = filter.text === undefined || filter.text === '' ? undefined : wantText(filter.text)
  }

  /** Events found so far. */
  get count(): number {
    return this.#isEverything ? this.#index.columns.eventCount : this.#count
  }

  /** True when every event was looked at. */
  get isComplete(): boolean {
    return this.#isEverything || this.#looked >= this.#index.columns.eventCount
  }

  /** Id of the event in a row of the list. */
  at(row: number): number {
    return this.#isEverything ? row + 1 : (this.#ids[row] ?? 0)
  }

  /** The last row whose event is among the first `events` events; −1 = none. */
  lastRowWithin(events: number): number {
    if (this.#isEverything) return Math.min(events, this.#index.columns.eventCount) - 1
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#ids[middle] ?? 0) <= events) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  /** Looks on until everything was looked at or nobody waits any more. */
  async look(isWanted: () => boolean): Promise<Result<void>> {
    const slice = new Slice()
    while (!this.isComplete && isWanted()) {
      const looked =
        this.#text === undefined ? await this.#lookAtColumns() : await this.#lookAtRow(this.#text)
      if (!looked.ok) return looked
      await slice.pause()
    }
    return ok(undefined)
  }

  get #isEverything(): boolean {
    return this.#kinds === undefined && this.#agent === undefined && this.#text === undefined
  }

  async #lookAtColumns(): Promise<Result<void>> {
    const { columns } = this.#index
    const end = Math.min(columns.eventCount, this.#looked + LOOKED_AT_ONCE)
    const judge = this.#columnJudge()
    for (let event = this.#looked; event < end; event += 1) {
      const verdict = judge(event)
      if (verdict === 'kept') this.#keep(event + 1)
      if (verdict !== 'by_actor') continue
      const actor = await this.#actorOf(event)
      if (!actor.ok) return actor
      if (actor.value === this.#agent) this.#keep(event + 1)
    }
    this.#looked = end
    return ok(undefined)
  }

  /** Who acted in the frame of an event. */
  async #actorOf(event: number): Promise<Result<string>> {
    const seq = this.#index.columns.seqOfEvent(event + 1)
    const row = await this.#view.load(seq)
    if (!row.ok) return row
    const peeked = peekFrame(sliceBytes(row.value.slices[seq - row.value.first]))
    return peeked.ok ? ok(peeked.value.actor) : { ...peeked, fault: { ...peeked.fault, seq } }
  }

  /** What the columns say of an event, by its index. A rejection names nobody: it belongs to whoever acted. */
  #columnJudge(): (event: number) => Verdict {
    const { columns } = this.#index
    const { kindsOfEvents: kinds, subjectsOfEvents: subjects, kindNames } = columns
    const wanted = this.#kinds
    const isKind = wanted === undefined ? undefined : kindNames.map((kind) => wanted.has(kind))
    const agent = this.#agent === undefined ? undefined : (columns.directory.agentIndex(this.#agent) ?? -1)
    return (event) => {
      const kind = kinds[event] ?? 0
      if (isKind !== undefined && isKind[kind] !== true) return 'out'
      if (agent === undefined || subjects[2 * event] === agent + 1 || subjects[2 * event + 1] === agent + 1)
        return 'kept'
      return kindNames[kind] === actionRejected.kind ? 'by_actor' : 'out'
    }
  }

  /** Looks at the frames of one stored row. */
  async #lookAtRow(text: WantedText): Promise<Result<void>> {
    const { columns } = this.#index
    const seq = columns.seqOfEvent(this.#looked + 1)
    const row = await this.#view.load(seq)
    if (!row.ok) return row
    const judge = this.#columnJudge()
    const { first, slices } = row.value
    const end = Math.min(columns.frameCount, first + slices.length)
    const candidates = framesWith(slices, text)
    for (let at = seq; at < end; at += 1) {
      if (candidates?.has(at - first) === false) continue
      const looked = this.#lookAtFrame(at, sliceBytes(slices[at - first]), judge, text)
      if (!looked.ok) return looked
    }
    this.#looked = columns.eventsBefore(end)
    return ok(undefined)
  }

  #lookAtFrame(
    seq: number,
    bytes: Uint8Array,
    judge: (event: number) => Verdict,
    text: WantedText,
  ): Result<void> {
    const { columns } = this.#index
    const before = columns.eventsBefore(seq)
    const after = columns.eventsBefore(seq + 1)
    const peeked = peekFrame(bytes)
    if (!peeked.ok) return { ...peeked, fault: { ...peeked.fault, seq } }
    const { eventKinds, actor } = peeked.value
    for (let event = Math.max(before, this.#looked); event < after; event += 1) {
      const index = event - before
      const isFound = (): boolean =>
        text.isIn(eventKinds[index] ?? '') || isInValue(readPayload(bytes, peeked.value, index), text)
      const verdict = judge(event)
      const isKept = verdict === 'kept' || (verdict === 'by_actor' && actor === this.#agent)
      if (isKept && isFound()) this.#keep(event + 1)
    }
    return ok(undefined)
  }

  #keep(eventId: number): void {
    if (this.#count === this.#ids.length) {
      const grown = new Uint32Array(this.#count * 2)
      grown.set(this.#ids)
      this.#ids = grown
    }
    this.#ids[this.#count] = eventId
    this.#count += 1
  }
}
