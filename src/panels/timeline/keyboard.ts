/** Keys of the focused timeline, and the moves that reach it from anywhere. */
import type { TimelineMove } from '../../ui/session/timeline-bus.ts'
import { nextToken } from '../../ui/session/tokens.ts'
import { eventTone } from '../../ui/presentation/events.ts'
import { EVENT_KINDS } from '../../ui/presentation/kinds.gen.ts'
import {
  type Direction,
  neighbourFrom,
  NEIGHBOUR_ROWS,
  neighbourInPage,
  neighbourInTile,
} from './neighbour.ts'
import type { TimelineStage } from './stage.ts'
import { fitView, panBy, reveal, spanOf, zoomAt } from './view.ts'

const ZOOM_FACTOR = 1.5
const PAN_SHARE = 0.25
const PAGE_SHARE = 0.9

/** Zooms around the playhead when it is in view, else around the middle. */
function zoom(stage: TimelineStage, factor: number): void {
  const { view, playhead } = stage
  const isSeen = playhead >= view.first && playhead <= view.last
  stage.setView(zoomAt(view, factor, isSeen ? playhead : (view.first + view.last) / 2, stage.head))
}

const pan = (stage: TimelineStage, share: number): void =>
  stage.setView(panBy(stage.view, spanOf(stage.view) * share, stage.head))

export function moveStage(stage: TimelineStage, move: TimelineMove): void {
  switch (move) {
    case 'zoomIn':
      return zoom(stage, 1 / ZOOM_FACTOR)
    case 'zoomOut':
      return zoom(stage, ZOOM_FACTOR)
    case 'earlier':
      return pan(stage, -PAN_SHARE)
    case 'later':
      return pan(stage, PAN_SHARE)
    case 'fit':
      return stage.setView(fitView(stage.head))
  }
}

/** Goes to the previous or next event of the lane the keyboard is on. False when there is none. */
async function goToNeighbour(stage: TimelineStage, direction: Direction): Promise<boolean> {
  const { rows, focusRow } = stage.readShape()
  const lane = rows[focusRow ?? 0]
  if (lane === undefined) return false
  const near =
    stage.laneTile === undefined
      ? undefined
      : neighbourInTile(stage.laneTile, lane.index, { seq: stage.playhead, direction })
  const seq = near ?? (await askNeighbour(stage, lane.tone, direction))
  if (seq === undefined) return false
  stage.setView(reveal(stage.view, seq, stage.head))
  await stage.session.actions.seek(seq)
  return true
}

async function askNeighbour(
  stage: TimelineStage,
  tone: number,
  direction: Direction,
): Promise<number | undefined> {
  const { replay } = stage.session
  const seq = stage.playhead
  const question = { filter: { kinds: EVENT_KINDS.filter((kind) => eventTone(kind) === tone) }, at: seq }
  const found = await replay.events({ ...question, token: nextToken(), from: 0, count: 1 })
  const from = neighbourFrom(found.playheadIndex, direction)
  const page = await replay.events({ ...question, token: nextToken(), from, count: NEIGHBOUR_ROWS })
  return neighbourInPage(page, seq, direction)
}

export interface KeyAnswer {
  /** Called when a lane has no event on that side. */
  onNone(direction: Direction): void
}

const focusBy = (stage: TimelineStage, delta: number): void => {
  const { focusRow } = stage.readShape()
  stage.focusRow(focusRow === undefined ? 0 : focusRow + delta)
}

function keyTable(stage: TimelineStage, { onNone }: KeyAnswer): Readonly<Record<string, () => void>> {
  const goTo = (direction: Direction): void => {
    void goToNeighbour(stage, direction).then((isFound) => (isFound ? undefined : onNone(direction)))
  }
  return {
    ArrowUp: () => focusBy(stage, -1),
    ArrowDown: () => focusBy(stage, 1),
    PageUp: () => pan(stage, -PAGE_SHARE),
    PageDown: () => pan(stage, PAGE_SHARE),
    '+': () => moveStage(stage, 'zoomIn'),
    '=': () => moveStage(stage, 'zoomIn'),
    '-': () => moveStage(stage, 'zoomOut'),
    '0': () => moveStage(stage, 'fit'),
    ',': () => goTo(-1),
    '.': () => goTo(1),
  }
}

/** Keys that the timeline does not use stay for the studio: arrows left and right move the playhead everywhere. */
export function pressKey(stage: TimelineStage, event: KeyboardEvent, answer: KeyAnswer): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  const act = keyTable(stage, answer)[event.key]
  act?.()
  return act !== undefined
}
