/** Where everybody is after a number of events: a place in the journal that is moved along the movements. */
import type { MovementIndex } from './movement.ts'

/** Up to this many movements away it goes there one by one; farther it begins anew. */
const STEPPED_ROWS_MAX = 4096

export class Whereabouts {
  private readonly movement: MovementIndex
  /** Movements behind us; −1 = we stand nowhere. */
  private rows = -1
  /** By agent: its newest row plus 1; 0 = it was not seen yet. */
  private newest = new Uint32Array(0)
  private coordinates = new Float32Array(0)

  constructor(movement: MovementIndex) {
    this.movement = movement
  }

  /** x0, y0, x1, y1 … by agent, centimetres; NaN = not seen yet. Changes with every move: copy it. */
  get places(): Float32Array {
    return this.coordinates
  }

  /** Goes to where everybody is after the first `events` events, for `agents` of them. */
  moveTo(events: number, agents: number): void {
    const rows = this.movement.rowsAfter(events)
    const isNear = this.rows >= 0 && Math.abs(rows - this.rows) <= STEPPED_ROWS_MAX
    if (!isNear || this.coordinates.length !== 2 * agents) this.beginAt(rows, agents)
    else if (rows >= this.rows) this.stepForward(rows)
    else this.stepBack(rows)
    this.rows = rows
  }

  /** The movement that brought an agent to where it is; −1 = it was not seen yet. */
  rowOf(agent: number): number {
    return (this.newest[agent] ?? 0) - 1
  }

  /**
   * Writes the last `count` distinct positions of an agent to `out` from `at` on: x, y, oldest first, NaN in front when
   * there are fewer.
   */
  trail(
    agent: number,
    { count, out, at }: { readonly count: number; readonly out: Float32Array; readonly at: number },
  ): void {
    const { movement } = this
    let row = this.rowOf(agent)
    for (let place = at + 2 * (count - 1); place >= at; place -= 2) {
      out[place] = row < 0 ? Number.NaN : movement.xOf(row)
      out[place + 1] = row < 0 ? Number.NaN : movement.yOf(row)
      if (row >= 0) row = movement.earlierThan(row)
    }
  }

  private beginAt(rows: number, agents: number): void {
    const { movement } = this
    if (this.newest.length < movement.agentsMax) this.newest = new Uint32Array(movement.agentsMax)
    if (this.coordinates.length !== 2 * agents) this.coordinates = new Float32Array(2 * agents)
    movement.newestAmong(rows, this.newest)
    movement.placesOf(this.newest, this.coordinates)
  }

  private stepForward(rows: number): void {
    for (let row = this.rows; row < rows; row += 1) {
      const agent = this.movement.agentOf(row)
      this.newest[agent] = row + 1
      this.place(agent)
    }
  }

  private stepBack(rows: number): void {
    for (let row = this.rows - 1; row >= rows; row -= 1) {
      const agent = this.movement.agentOf(row)
      this.newest[agent] = this.movement.earlierThan(row) + 1
      this.place(agent)
    }
  }

  private place(agent: number): void {
    const row = this.rowOf(agent)
    this.coordinates[2 * agent] = row < 0 ? Number.NaN : this.movement.xOf(row)
    this.coordinates[2 * agent + 1] = row < 0 ? Number.NaN : this.movement.yOf(row)
  }
}
