/** Where a playback stands (kernel.md K8): after `k` of the `events` events of frame `seq`. */
import type { Frame } from '../journal/frame.ts'
import type { Head } from '../journal/path.ts'

export interface Position {
  readonly seq: number
  /** 0 = the frame's envelope is applied and none of its events. */
  readonly k: number
  /** Events in the frame. */
  readonly events: number
  /** World tick of the frame. */
  readonly time: number
  /** Id of the frame's first event. */
  readonly firstEvent: number
}

/** Whether the whole frame is applied: only then does the position name a state that has a hash. */
export const isFrameEnd = (position: Position): boolean => position.k === position.events

/** Id that the next event gets: events on the path so far, plus one. */
export const nextEventOf = (position: Position): number => position.firstEvent + position.k

export function positionIn(frame: Frame, k: number): Position {
  return {
    seq: frame.seq,
    k,
    events: frame.events.length,
    time: frame.time,
    firstEvent: frame.firstEvent,
  }
}

/** The end of a frame that is known by its head and its number of events. */
export function positionAt(head: Pick<Head, 'seq' | 'time' | 'nextEvent'>, events: number): Position {
  return { seq: head.seq, k: events, events, time: head.time, firstEvent: head.nextEvent - events }
}
