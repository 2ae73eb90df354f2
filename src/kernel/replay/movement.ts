/**
 * Where each agent has been: all distinct positions in the order of events, each naming the one before it of the same
 * agent. Appending is O(1), amortised. Where everybody is at an event: a checkpoint and the rows after it.
 */

/** Rows between two checkpoints, at least. */
const CHECKPOINT_ROWS = 4096

/** Newest rows of all agents after the first `rows` rows. */
interface Checkpoint {
  readonly rows: number
  readonly newest: Uint32Array
}

export class MovementIndex {
  private rows = 0
  private eventIds = new Uint32Array(1024)
  private agents = new Uint32Array(1024)
  /** x and y of each row, side by side: who asks for one asks for the other. */
  private points = new Int32Array(2048)
  /** The row before it of the same agent, plus 1; 0 = there is none. */
  private earlier = new Uint32Array(1024)
  /** By agent: its newest row plus 1; 0 = none yet. */
  private newest = new Uint32Array(64)
  /** By agent: x and y of its newest row, which lie closer together here than in the rows. */
  private newestPoints = new Int32Array(128)
  private readonly checkpoints: Checkpoint[] = []

  /** Agents that were noted have numbers below this. */
  get agentsMax(): number {
    return this.newest.length
  }

  /** Notes that an agent is at a place since an event. Events come in order; a place it is at already is not noted. */
  append(agent: number, eventId: number, x: number, y: number): void {
    if (agent >= this.newest.length) this.growAgents(Math.max(agent + 1, this.newest.length * 2))
    const { rows } = this
    const earlier = this.newest[agent] ?? 0
    if (earlier > 0 && this.newestPoints[2 * agent] === x && this.newestPoints[2 * agent + 1] === y) return
    if (rows === this.agents.length) this.grow()
    this.eventIds[rows] = eventId
    this.agents[rows] = agent
    this.points[2 * rows] = x
    this.points[2 * rows + 1] = y
    this.earlier[rows] = earlier
    this.rows = rows + 1
    this.newest[agent] = rows + 1
    this.newestPoints[2 * agent] = x
    this.newestPoints[2 * agent + 1] = y
    this.keepCheckpoint()
  }

  /** Rows noted by the first `events` events. O(log rows). */
  rowsAfter(events: number): number {
    let low = 0
    let high = this.rows
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.eventIds[middle] ?? 0) <= events) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Writes by agent the newest of the first `rows` rows, plus 1; 0 = none. */
  newestAmong(rows: number, out: Uint32Array): void {
    const { agents } = this
    const checkpoint = this.checkpoints.findLast((known) => known.rows <= rows)
    out.fill(0)
    if (checkpoint !== undefined) out.set(checkpoint.newest)
    for (let row = checkpoint?.rows ?? 0; row < rows; row += 1) out[agents[row] ?? 0] = row + 1
  }

  /** Writes where rows lead to, x and y; `rows` counts from 1, and 0 leads nowhere: NaN. */
  placesOf(rows: Uint32Array, out: Float32Array): void {
    const { points } = this
    const places = out.length / 2
    for (let index = 0; index < places; index += 1) {
      const row = rows[index] ?? 0
      out[2 * index] = row === 0 ? Number.NaN : (points[2 * row - 2] ?? 0)
      out[2 * index + 1] = row === 0 ? Number.NaN : (points[2 * row - 1] ?? 0)
    }
  }

  agentOf(row: number): number {
    return this.agents[row] ?? 0
  }

  xOf(row: number): number {
    return this.points[2 * row] ?? 0
  }

  yOf(row: number): number {
    return this.points[2 * row + 1] ?? 0
  }

  /** The row before this one of the same agent; −1 = there is none. */
  earlierThan(row: number): number {
    return (this.earlier[row] ?? 0) - 1
  }

  /** Checkpoints are as far apart as there are agents: they cost four bytes a row at most, and so does a look-up. */
  private keepCheckpoint(): void {
    const since = this.rows - (this.checkpoints.at(-1)?.rows ?? 0)
    if (since < CHECKPOINT_ROWS || since < this.newest.length) return
    this.checkpoints.push({ rows: this.rows, newest: this.newest.slice() })
  }

  private growAgents(capacity: number): void {
    this.newest = grown(this.newest, new Uint32Array(capacity))
    this.newestPoints = grown(this.newestPoints, new Int32Array(2 * capacity))
  }

  private grow(): void {
    const capacity = Math.ceil(this.rows * 1.5)
    this.eventIds = grown(this.eventIds, new Uint32Array(capacity))
    this.agents = grown(this.agents, new Uint32Array(capacity))
    this.points = grown(this.points, new Int32Array(2 * capacity))
    this.earlier = grown(this.earlier, new Uint32Array(capacity))
  }
}

function grown<A extends Uint32Array | Int32Array>(from: A, to: A): A {
  to.set(from)
  return to
}
