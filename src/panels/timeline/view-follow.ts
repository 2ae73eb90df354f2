import { endingAt, fitView, isWhole, reveal, spanOf, type View } from './view.ts'

/** What the view has to keep up with. */
export interface Course {
  readonly head: number
  readonly playhead: number
  readonly isFollowing: boolean
  /** True while the playhead moves by itself. */
  readonly isMoving: boolean
}

const sees = (view: View, seq: number): boolean => seq >= view.first && seq <= view.last

/**
 * Where the view goes when the journal grew or the playhead moved. A view of everything stays one of everything. A person
 * who has moved away from a playhead that runs is left alone; a jump is always shown.
 */
export function keepUp(view: View, before: Course, now: Course): View {
  if (now.head !== before.head && isWhole(view, before.head)) return fitView(now.head)
  if (now.isFollowing && (now.head !== before.head || !before.isFollowing)) {
    const wasLeft = before.isFollowing && !sees(view, before.playhead)
    return wasLeft
      ? view
      : spanOf(view) >= spanOf(fitView(now.head))
        ? fitView(now.head)
        : endingAt(view, now.head)
  }
  if (now.playhead === before.playhead) return view
  return now.isMoving && !sees(view, before.playhead) ? view : reveal(view, now.playhead, now.head)
}
