/**
 * Events per lane over steps, exact at every zoom. A coarse level of running totals, one row of all lanes per block of
 * events, and the lane of each event below it: a border anywhere costs one row and less than one block, so a tile costs
 * O(columns) however much of the journal it shows.
 */
import { assert } from '../base/assert.ts'

/** Events between two rows. 24 lanes: 1.5 bytes of rows per event. */
const BLOCK = 64

/** Visible steps, fractional while zooming, and the pixel columns they fill. */
export interface TileRequest {
  readonly first: number
  readonly last: number
  readonly columns: number
}

export interface Tile {
  readonly first: number
  readonly last: number
  readonly columns: number
  /** counts[lane × columns + column]: events of the frames whose seq lies in the column. */
  readonly counts: Uint32Array
  /** Tick at the first step of each column. */
  readonly ticks: Float64Array
}

export interface Marks {
  readonly seqs: Float64Array
  readonly lanes: Uint8Array
  readonly eventIds: Float64Array
}

export class LanePyramid {
  readonly laneCount: number
  private lanes = new Uint8Array(BLOCK * 64)
  private rows: Uint32Array
  private readonly totals: Uint32Array
  private count = 0

  constructor(laneCount: number) {
    assert(laneCount > 0 && laneCount <= 256, 'Lanes are numbered by a byte.')
    this.laneCount = laneCount
    this.rows = new Uint32Array(laneCount * 64)
    this.totals = new Uint32Array(laneCount)
  }

  /** Events held. */
  get length(): number {
    return this.count
  }

  /** Bytes of what is held, spare room left out. */
  get byteLength(): number {
    return this.count + Math.ceil(this.count / BLOCK) * this.laneCount * 4
  }

  append(lane: number): void {
    if (this.count % BLOCK === 0) this.addRow()
    if (this.count === this.lanes.length) {
      const lanes = new Uint8Array(this.lanes.length * 2)
      lanes.set(this.lanes)
      this.lanes = lanes
    }
    this.lanes[this.count] = lane
    this.totals[lane] = (this.totals[lane] ?? 0) + 1
    this.count += 1
  }

  /** Appends events by their kinds, of which `lanes` says the lane. */
  appendAll(kinds: ArrayLike<number>, lanes: Uint8Array): void {
    for (let index = 0; index < kinds.length; index += 1) this.append(lanes[kinds[index] ?? 0] ?? 0)
  }

  /** 0-based lane of an event by its index. */
  laneOf(index: number): number {
    return this.lanes[index] ?? 0
  }

  /** Writes, per lane, how many of the first `index` events are in it. */
  totalsBefore(index: number, out: Uint32Array): void {
    const { laneCount, lanes, rows } = this
    if (index >= this.count) {
      out.set(this.totals)
      return
    }
    const block = Math.floor(index / BLOCK)
    for (let lane = 0; lane < laneCount; lane += 1) out[lane] = rows[block * laneCount + lane] ?? 0
    for (let at = block * BLOCK; at < index; at += 1) {
      const lane = lanes[at] ?? 0
      out[lane] = (out[lane] ?? 0) + 1
    }
  }

  private addRow(): void {
    const { laneCount } = this
    const row = this.count / BLOCK
    if ((row + 1) * laneCount > this.rows.length) {
      const rows = new Uint32Array(this.rows.length * 2)
      rows.set(this.rows)
      this.rows = rows
    }
    this.rows.set(this.totals, row * laneCount)
  }
}

/** Where the frames lie among the events. */
export interface FrameTable {
  readonly frameCount: number
  /** Events before frame `seq`; for `frameCount`, all of them. */
  eventsBefore(seq: number): number
  timeOf(seq: number): number
}

/** Borders are sums of fractions: what is off a whole step by less than this is meant to be on it. */
const BORDER_SLACK = 1e-6

/** Least seq at or after a fractional step, within the journal. */
const stepAt = (step: number, frameCount: number): number =>
  Math.min(frameCount, Math.max(0, Math.ceil(step - BORDER_SLACK)))

/** A tile of exact counts. O(columns × lanes). */
export function tileOf(pyramid: LanePyramid, frames: FrameTable, request: TileRequest): Tile {
  const { first, last, columns } = request
  const { laneCount } = pyramid
  const { frameCount } = frames
  const counts = new Uint32Array(laneCount * columns)
  const ticks = new Float64Array(columns)
  let before = new Uint32Array(laneCount)
  let after = new Uint32Array(laneCount)
  let from = stepAt(first, frameCount)
  pyramid.totalsBefore(frames.eventsBefore(from), before)
  for (let column = 0; column < columns; column += 1) {
    const to = stepAt(first + ((column + 1) * (last - first)) / columns, frameCount)
    ticks[column] = frames.timeOf(Math.min(from, frameCount - 1))
    if (to > from) {
      pyramid.totalsBefore(frames.eventsBefore(to), after)
      for (let lane = 0; lane < laneCount; lane += 1)
        counts[lane * columns + column] = (after[lane] ?? 0) - (before[lane] ?? 0)
      const swapped = before
      before = after
      after = swapped
      from = to
    }
  }
  return { first, last, columns, counts, ticks }
}

/** Every event of the steps in `[first, last]`, or nothing when there are more than `max`. */
export function marksOf(
  pyramid: LanePyramid,
  frames: FrameTable,
  { first, last, max }: { readonly first: number; readonly last: number; readonly max: number },
): Marks | undefined {
  const from = stepAt(first, frames.frameCount)
  const to = stepAt(Math.floor(last) + 1, frames.frameCount)
  const begin = frames.eventsBefore(from)
  const count = Math.max(0, frames.eventsBefore(to) - begin)
  if (count > max) return undefined
  const marks = {
    seqs: new Float64Array(count),
    lanes: new Uint8Array(count),
    eventIds: new Float64Array(count),
  }
  let seq = from
  for (let index = 0; index < count; index += 1) {
    while (frames.eventsBefore(seq + 1) <= begin + index) seq += 1
    marks.seqs[index] = seq
    marks.lanes[index] = pyramid.laneOf(begin + index)
    // Event ids count from 1.
    marks.eventIds[index] = begin + index + 1
  }
  return marks
}
