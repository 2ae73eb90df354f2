/** Everything that looks into frames and states. Loaded behind the first picture, which is made without it. */
import type { CacheStore } from '../../storage/port.ts'
import type { Activity } from './activity.ts'
import { EventQuery } from './event-query.ts'
import type { FrameReader } from './frame-reader.ts'
import type { JournalIndex } from './journal-index.ts'
import { KeyframeBuilder } from './keyframe-builder.ts'
import { MarkerList } from './marker-list.ts'
import type { Place } from './place.ts'
import { StartShelf } from './start-shelf.ts'
import { StateCursor } from './state-cursor.ts'
import { StateQuery } from './state-query.ts'
import { StepQuery } from './step-query.ts'

export interface InspectionParts {
  readonly frames: FrameReader
  readonly index: JournalIndex
  readonly cache: CacheStore | undefined
  readonly activity: Activity
  /** Where the playhead stands. */
  readonly place: () => Place
}

export interface Inspection {
  readonly cursor: StateCursor
  readonly events: EventQuery
  readonly steps: StepQuery
  readonly states: StateQuery
  readonly markers: MarkerList
  readonly shelf: StartShelf
  readonly builder: KeyframeBuilder
}

export async function createInspection(parts: InspectionParts): Promise<Inspection> {
  const { frames, index, cache, activity, place } = parts
  const { view } = frames
  const shelf = new StartShelf(cache, view.branch)
  await shelf.load()
  await shelf.dropAfter(view.head.seq)
  const cursor = new StateCursor(frames, index, shelf)
  const steps = new StepQuery(frames, index, cursor)
  return {
    cursor,
    steps,
    shelf,
    events: new EventQuery(frames, index),
    states: new StateQuery({ frames, cursor, steps, place }),
    markers: new MarkerList(frames, index),
    builder: new KeyframeBuilder({ frames, index, shelf, activity }),
  }
}
