/** W A S D and the commands of the timeline's window reach whichever timeline is on the screen. */
export type TimelineMove = 'zoomIn' | 'zoomOut' | 'earlier' | 'later' | 'fit'

const listeners = new Set<(move: TimelineMove) => void>()

/** The timeline panel listens while it is mounted; returns how to stop. */
export function onTimelineMove(listener: (move: TimelineMove) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** False when no timeline is there to move. */
export function moveTimeline(move: TimelineMove): boolean {
  for (const listener of listeners) listener(move)
  return listeners.size > 0
}
