import { agentRegistered } from '../../kernel/packs/space/events.ts'
import type { JournalColumns } from '../../kernel/replay/columns.ts'

/** Events between two checkpoints: what one look-up scans at most. */
const CHECKPOINT_EVENTS = 16_384

/** What each agent did last, at any event: the tone (1–10) of the last event about it, 0 = nothing yet. */
export class ToneIndex {
  readonly #columns: JournalColumns
  /** Tones before event `index × CHECKPOINT_EVENTS`, by agent. */
  readonly #checkpoints: Uint8Array[] = []
  #running = new Uint8Array(64)
  #events = 0

  constructor(columns: JournalColumns) {
    this.#columns = columns
  }

  /** Takes in the events that the columns got since. */
  extend(): void {
    const { eventCount, directory } = this.#columns
    if (directory.agents.length > this.#running.length) {
      const grown = new Uint8Array(directory.agents.length * 2)
      grown.set(this.#running)
      this.#running = grown
    }
    for (let from = this.#events; from < eventCount; ) {
      if (from % CHECKPOINT_EVENTS === 0)
        this.#checkpoints.push(this.#running.slice(0, directory.agents.length))
      const to = Math.min(eventCount, (Math.floor(from / CHECKPOINT_EVENTS) + 1) * CHECKPOINT_EVENTS)
      this.follow(from, to, this.#running)
      from = to
    }
    this.#events = eventCount
  }

  /** Writes the tones after the first `events` events. */
  fill(events: number, out: Uint8Array): void {
    const checkpoint = Math.min(Math.floor(events / CHECKPOINT_EVENTS), this.#checkpoints.length - 1)
    out.fill(0)
    const known = this.#checkpoints[checkpoint]
    if (known !== undefined) out.set(known.subarray(0, out.length))
    this.follow(Math.max(0, checkpoint) * CHECKPOINT_EVENTS, events, out)
  }

  /** Brings tones from after the first `from` events to after the first `to`. */
  follow(from: number, to: number, out: Uint8Array): void {
    const { subjectsOfEvents: subjects, kindsOfEvents: kinds } = this.#columns
    const birth = this.#columns.kindIndex(agentRegistered.kind)
    for (let event = from; event < to; event += 1) {
      // Coming into the world is nothing that an agent does.
      if (kinds[event] === birth) continue
      const tone = this.#columns.laneOf(event + 1) + 1
      const [first, second] = [subjects[2 * event] ?? 0, subjects[2 * event + 1] ?? 0]
      if (first > 0) out[first - 1] = tone
      if (second > 0) out[second - 1] = tone
    }
  }
}
