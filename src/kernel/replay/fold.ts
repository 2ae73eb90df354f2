/** Folding long runs of frames: decoded ones, and canonical bytes of which only the payloads are decoded. */
import { InvariantViolation } from '../base/assert.ts'
import { fault, type Fault } from '../base/fault.ts'
import { fail, ok, type Result } from '../base/result.ts'
import type { EventDefinition } from '../catalogue/define.ts'
import type { Frame } from '../journal/frame.ts'
import type { State } from '../state/collection.ts'
import { pairOf, type BlobSource } from '../world/apply.ts'
import type { Catalogue } from '../world/catalogue.ts'
import { Folder } from './folder.ts'
import { FrameScan } from './scan/frame-scan.ts'
import { nextEventOf, positionIn, type Position } from './position.ts'

export interface FoldPorts {
  readonly catalogue: Catalogue
  readonly blobs: BlobSource
}

/** Bytes of one frame inside a larger buffer, a segment mostly. */
export interface FrameSlice {
  readonly bytes: Uint8Array
  readonly offset: number
  readonly end: number
}

/** The located fault of a frame whose events do not fit the state. */
function notApplicable(seq: number, error: InvariantViolation): Fault {
  const path = error.where?.path
  return fault('replay.divergence', {
    seq,
    reason: 'not_applicable',
    ...(path === undefined ? {} : { path }),
  })
}

/** An event kind of another build was met in a fold. Thrown by {@link definitionOf}; {@link foldFaultOf} tells it. */
class UnknownKind extends Error {
  readonly fault: Fault

  constructor(seq: number, kind: string) {
    super(kind)
    this.fault = fault('semantics.unknown', { seq, actual: kind })
  }
}

/**
 * What stopped a fold: `semantics.unknown` for an event that this build does not know, `replay.divergence` for one that does
 * not fit the state. Anything else is a fault of ours and is thrown on.
 */
export function foldFaultOf(error: unknown, seq: number): Fault {
  if (error instanceof UnknownKind) return error.fault
  if (!(error instanceof InvariantViolation)) throw error
  return notApplicable(error.where?.seq ?? seq, error)
}

/** Runs a fold; what stops it is told at the frame it was in ({@link foldFaultOf}). */
export function attemptFold<T>(seqAt: () => number, fold: () => Result<T, Fault>): Result<T, Fault> {
  try {
    return fold()
  } catch (error) {
    return fail(foldFaultOf(error, seqAt()))
  }
}

/** The definition of an event kind; inside of a fold only, as a recording of another build plays up to here. */
export function definitionOf(catalogue: Catalogue, kind: string, seq: number): EventDefinition {
  const definition = catalogue.events.get(kind)
  if (definition === undefined) throw new UnknownKind(seq, kind)
  return definition
}

const orderFault = (seq: number, expected: number, actual: number, path = 'seq'): Fault =>
  fault('frame.order', { seq, path, expected, actual })

/** Folds decoded frames onto a state that stands at `from`, the end of a frame. On a fault the state is unusable. */
export function foldFrames(
  state: State,
  from: Position,
  frames: Iterable<Frame>,
  { catalogue, blobs }: FoldPorts,
): Result<Position, Fault> {
  const folder = new Folder(state, blobs)
  let at = from
  return attemptFold(
    () => at.seq + 1,
    () => {
      for (const frame of frames) {
        const { seq, time, firstEvent, action, events } = frame
        if (seq !== at.seq + 1) return fail(orderFault(seq, at.seq + 1, seq))
        if (firstEvent !== nextEventOf(at))
          return fail(orderFault(seq, nextEventOf(at), firstEvent, 'firstEvent'))
        folder.frame(seq, time, firstEvent)
        if (action.origin === 'derived') folder.nameNothing()
        else folder.nameText(pairOf(action.actor, action.key))
        for (const event of events) folder.event(definitionOf(catalogue, event.kind, seq), event.payload)
        at = positionIn(frame, events.length)
      }
      folder.end()
      return ok(at)
    },
  )
}

/** The same from canonical bytes, which were checked when they were made or imported. */
export function foldBytes(
  state: State,
  from: Position,
  slices: Iterable<FrameSlice>,
  { catalogue, blobs }: FoldPorts,
): Result<Position, Fault> {
  const folder = new Folder(state, blobs)
  let at = from
  return attemptFold(
    () => at.seq + 1,
    () => {
      const scan = new FrameScan(catalogue)
      for (const { bytes, offset, end } of slices) {
        const read = scan.read(bytes, offset, end)
        if (!read.ok) return fail({ ...read.fault, seq: at.seq + 1 })
        const { seq, time, firstEvent, eventCount } = scan
        if (seq !== at.seq + 1) return fail(orderFault(seq, at.seq + 1, seq))
        if (firstEvent !== nextEventOf(at))
          return fail(orderFault(seq, nextEventOf(at), firstEvent, 'firstEvent'))
        folder.frame(seq, time, firstEvent)
        if (scan.isDerived) folder.nameNothing()
        else folder.nameParts(bytes, scan)
        for (let index = 0; index < eventCount; index += 1) {
          const { definition, kind } = scan.kindAt(scan.kindIndexOf(index))
          folder.event(definition ?? definitionOf(catalogue, kind, seq), scan.payload(index))
        }
        at = { seq, k: eventCount, events: eventCount, time, firstEvent }
      }
      folder.end()
      return ok(at)
    },
  )
}
