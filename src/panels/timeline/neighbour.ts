import type { EventsPage } from '../../workers/protocol.ts'
import type { LaneMarks, PreparedTile } from './prepared-tile.ts'

export type Direction = 1 | -1

/** The next event of a lane that the tile knows; undefined when only the worker can tell. */
export function neighbourInTile(
  tile: PreparedTile,
  lane: number,
  at: { readonly seq: number; readonly direction: Direction },
): number | undefined {
  const marks = tile.marks?.[lane]
  return marks === undefined ? undefined : neighbourInMarks(marks, at.seq, at.direction)
}

function neighbourInMarks(marks: LaneMarks, seq: number, direction: Direction): number | undefined {
  if (direction === 1) return marks.find((mark) => mark > seq)
  return marks.findLast((mark) => mark < seq)
}

/** Rows to ask for around the playhead so that the neighbour is among them, unless one step holds more than these. */
export const NEIGHBOUR_ROWS = 256

export function neighbourFrom(playheadIndex: number, direction: Direction): number {
  return direction === 1 ? playheadIndex + 1 : Math.max(0, playheadIndex - NEIGHBOUR_ROWS + 1)
}

export function neighbourInPage(page: EventsPage, seq: number, direction: Direction): number | undefined {
  return direction === 1
    ? page.rows.find((row) => row.seq > seq)?.seq
    : page.rows.findLast((row) => row.seq < seq)?.seq
}
