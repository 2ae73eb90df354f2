import { agentRegistered } from '../../kernel/packs/space/events.ts'
import type { JournalColumns } from '../../kernel/replay/columns.ts'

/** Events between two checkpoints, at least. */
const CHECKPOINT_EVENTS = 4096

/** Events for one agent between two checkpoints, at least: they cost two bytes an event at most. */
const CHECKPOINT_EVENTS_PER_AGENT = 0.5

/** Tones by agent after the first `events` events. */
interface Checkpoint {
  readonly events: number
  readonly tones: Uint8Array
}

/** What each agent did last, at any event: the tone (1–10) of the last event about it, 0 = nothing yet. */
export class ToneIndex {
  readonly #columns: JournalColumns
  readonly #checkpoints: Checkpoint[] = []
  #running = new Uint8Array(64)
  #events = 0
  /** Tone that an event of a kind gives, by the kind's index; 0 = none. */
  #kindTones = new Uint8Array(0)

  constructor(columns: JournalColumns) {
    this.#columns = columns
  }

  /** Takes in the events that the columns got since. */
  extend(): void {
    const { eventCount, directory } = this.#columns
    const agents = directory.agents.length
    if (agents > this.#running.length) {
      const grown = new Uint8Array(agents * 2)
      grown.set(this.#running)
      this.#running = grown
    }
    const spacing = Math.max(CHECKPOINT_EVENTS, Math.ceil(agents * CHECKPOINT_EVENTS_PER_AGENT))
    while (this.#events < eventCount) {
      const due = (this.#checkpoints.at(-1)?.events ?? 0) + spacing
      const to = Math.min(eventCount, Math.max(due, this.#events))
      this.follow(this.#events, to, this.#running)
      if (to >= due) this.#checkpoints.push({ events: to, tones: this.#running.slice(0, agents) })
      this.#events = to
    }
  }

  /** Writes the tones after the first `events` events. */
  fill(events: number, out: Uint8Array): void {
    const known = this.#checkpoints.findLast((checkpoint) => checkpoint.events <= events)
    out.fill(0)
    if (known !== undefined) out.set(known.tones.subarray(0, out.length))
    this.follow(known?.events ?? 0, events, out)
  }

  /** Brings tones from after the first `from` events to after the first `to`. */
  follow(from: number, to: number, out: Uint8Array): void {
    const { subjectsOfEvents: subjects, kindsOfEvents: kinds } = this.#columns
    const tones = this.#tonesByKind()
    for (let event = from; event < to; event += 1) {
      const tone = tones[kinds[event] ?? 0] ?? 0
      if (tone === 0) continue
      const first = subjects[2 * event] ?? 0
      const second = subjects[2 * event + 1] ?? 0
      if (first > 0) out[first - 1] = tone
      if (second > 0) out[second - 1] = tone
    }
  }

  #tonesByKind(): Uint8Array {
    const { kindNames } = this.#columns
    if (kindNames.length > this.#kindTones.length)
      // Coming into the world is nothing that an agent does.
      this.#kindTones = Uint8Array.from(kindNames, (kind, index) =>
        kind === agentRegistered.kind ? 0 : this.#columns.laneOfKind(index) + 1,
      )
    return this.#kindTones
  }
}
