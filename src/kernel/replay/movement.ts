/**
 * Where each agent has been: per agent its distinct positions in event order, in chunks of one shared pool. Appending is
 * O(1); finding the last positions before an event is a binary search.
 */
const CHUNK = 32

interface Track {
  readonly chunks: number[]
  length: number
}

export class MovementIndex {
  private readonly tracks: (Track | undefined)[] = []
  private eventIds = new Float64Array(CHUNK * 64)
  private xs = new Int32Array(CHUNK * 64)
  private ys = new Int32Array(CHUNK * 64)
  private chunkCount = 0

  /** Notes that an agent is at a place since an event. Events come in order; a place it is at already is not noted. */
  append(agent: number, eventId: number, x: number, y: number): void {
    let track = this.tracks[agent]
    if (track === undefined) {
      track = { chunks: [], length: 0 }
      this.tracks[agent] = track
    }
    if (track.length > 0) {
      const last = this.slot(track, track.length - 1)
      if (this.xs[last] === x && this.ys[last] === y) return
    }
    if (track.length % CHUNK === 0) track.chunks.push(this.takeChunk())
    track.length += 1
    const slot = this.slot(track, track.length - 1)
    this.eventIds[slot] = eventId
    this.xs[slot] = x
    this.ys[slot] = y
  }

  /**
   * Writes the last `count` distinct positions that an agent had before event `eventId` to `out` from `at` on: x, y,
   * oldest first, NaN in front when there are fewer. Answers how many there were.
   */
  trail(
    agent: number,
    before: number,
    { count, out, at }: { readonly count: number; readonly out: Float32Array; readonly at: number },
  ): number {
    const track = this.tracks[agent]
    const end = track === undefined ? 0 : this.countBefore(track, before)
    const found = Math.min(end, count)
    out.fill(Number.NaN, at, at + 2 * (count - found))
    if (track === undefined) return 0
    for (let index = 0; index < found; index += 1) {
      const slot = this.slot(track, end - found + index)
      const place = at + 2 * (count - found + index)
      out[place] = this.xs[slot] ?? 0
      out[place + 1] = this.ys[slot] ?? 0
    }
    return found
  }

  /** Where an agent was before event `eventId`, or nothing when it was not noted yet. */
  placeBefore(agent: number, before: number): { readonly x: number; readonly y: number } | undefined {
    const track = this.tracks[agent]
    const end = track === undefined ? 0 : this.countBefore(track, before)
    if (track === undefined || end === 0) return undefined
    const slot = this.slot(track, end - 1)
    return { x: this.xs[slot] ?? 0, y: this.ys[slot] ?? 0 }
  }

  private slot({ chunks }: Track, index: number): number {
    return (chunks[Math.floor(index / CHUNK)] ?? 0) * CHUNK + (index % CHUNK)
  }

  /** Positions of a track noted by events before `eventId`. */
  private countBefore(track: Track, before: number): number {
    let low = 0
    let high = track.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.eventIds[this.slot(track, middle)] ?? 0) < before) low = middle + 1
      else high = middle
    }
    return low
  }

  private takeChunk(): number {
    const needed = (this.chunkCount + 1) * CHUNK
    if (needed > this.xs.length) {
      const capacity = Math.ceil((needed * 1.5) / CHUNK) * CHUNK
      this.eventIds = grown(this.eventIds, new Float64Array(capacity))
      this.xs = grown(this.xs, new Int32Array(capacity))
      this.ys = grown(this.ys, new Int32Array(capacity))
    }
    this.chunkCount += 1
    return this.chunkCount - 1
  }
}

function grown<A extends Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from)
  return to
}
