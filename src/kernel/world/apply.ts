/** Folding: what a frame does to state, live and in replay alike. Nothing else writes state. */
import { assert, InvariantViolation } from '../base/assert.ts'
import { fault, type Fault } from '../base/fault.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { isId } from '../base/ids.ts'
import type { ApplyContext, EventDefinition, RecordLine } from '../catalogue/define.ts'
import type { Frame, WorldEvent } from '../journal/frame.ts'
import { IDEMPOTENCY_RUN } from '../packs/core/events.ts'
import { idempotency, orderedKey } from '../packs/core/collections.ts'
import { checkFields } from '../schema/field.ts'
import type { Recorder } from '../state/recorder.ts'
import type { Catalogue } from './catalogue.ts'

/** Bytes that a frame's `refs` name, fetched before folding (K2). */
export type BlobSource = (digest: Uint8Array) => Uint8Array | undefined

export const NO_BLOBS: BlobSource = () => undefined

/** What of a frame's envelope the fold needs. */
export interface Envelope {
  readonly seq: number
  readonly time: number
  readonly firstEvent: number
  readonly actor: string
  readonly key: string
  readonly isDerived: boolean
}

export function envelopeOf(frame: Frame): Envelope {
  const { action } = frame
  return {
    seq: frame.seq,
    time: frame.time,
    firstEvent: frame.firstEvent,
    actor: action.actor,
    key: action.key,
    isDerived: action.origin === 'derived',
  }
}

const latest = { actor: '', key: '', pair: '/' }

/**
 * The idempotency entry of an input. `/` cannot occur in a key, so the pair reads back one way only. The door, the
 * envelope and the look-ups ask for the same one in turn, so the latest is kept.
 */
export function pairOf(actor: string, key: string): string {
  if (latest.key !== key || latest.actor !== actor) {
    latest.actor = actor
    latest.key = key
    latest.pair = `${actor}/${key}`
  }
  return latest.pair
}

let latestRun = { run: 0, key: orderedKey(0) }

/** Key of the idempotency record of a frame; the same one 64 times in a row. */
function runKeyOf(seq: number): string {
  const run = Math.floor(seq / IDEMPOTENCY_RUN)
  if (latestRun.run !== run) latestRun = { run, key: orderedKey(run) }
  return latestRun.key
}

/**
 * Remembers the action's key. This is the one thing a frame does to state besides its events: the key is in the
 * frame already, and an event that repeats it would double the journal (docs/decisions/0004).
 */
export function applyEnvelope(recorder: Recorder, envelope: Envelope): void {
  const { seq } = envelope
  const run = runKeyOf(seq)
  const known = idempotency.get(recorder, run)?.keys ?? NO_KEYS
  if (known.length !== seq % IDEMPOTENCY_RUN)
    throw new InvariantViolation('Frames are applied in order, each once.', { seq })
  const pair = envelope.isDerived ? '' : pairOf(envelope.actor, envelope.key)
  idempotency.put(recorder, run, { time: envelope.time, keys: known.concat([pair]) })
}

const NO_KEYS: readonly string[] = []

/** Where an event stands. One serves a whole frame: `apply` reads it and never keeps it. */
class Place implements ApplyContext {
  eventId: number
  readonly seq: number
  readonly time: number
  private readonly blobs: BlobSource

  constructor(eventId: number, seq: number, time: number, blobs: BlobSource) {
    this.eventId = eventId
    this.seq = seq
    this.time = time
    this.blobs = blobs
  }

  /** Made when it is asked for, as hardly any event does. */
  get blob(): (digest: Uint8Array) => Uint8Array {
    const { seq, blobs } = this
    return (digest) => {
      const bytes = blobs(digest)
      assert(bytes !== undefined, 'Blobs are fetched before folding.', { seq })
      return bytes
    }
  }
}

function applyAt(
  catalogue: Catalogue,
  recorder: Recorder,
  { kind, payload }: Pick<WorldEvent, 'kind' | 'payload'>,
  place: Place,
): void {
  const definition = catalogue.events.get(kind)
  if (definition === undefined)
    throw new InvariantViolation('An event kind is declared by a pack.', { seq: place.seq, path: kind })
  definition.apply(recorder, payload, place)
}

/** Applies one event. The payload has the declared shape: it was decided by this kernel or checked on opening. */
export function applyEvent(
  catalogue: Catalogue,
  recorder: Recorder,
  event: Pick<WorldEvent, 'kind' | 'payload'>,
  { eventId, seq, time }: { readonly eventId: number; readonly seq: number; readonly time: number },
  blobs: BlobSource,
): void {
  applyAt(catalogue, recorder, event, new Place(eventId, seq, time, blobs))
}

/** Applies the events of a frame in order. */
export function applyEvents(
  catalogue: Catalogue,
  recorder: Recorder,
  events: readonly Pick<WorldEvent, 'kind' | 'payload'>[],
  { firstEvent, seq, time }: { readonly firstEvent: number; readonly seq: number; readonly time: number },
  blobs: BlobSource,
): void {
  const place = new Place(firstEvent, seq, time, blobs)
  for (const event of events) {
    applyAt(catalogue, recorder, event, place)
    place.eventId += 1
  }
}

/** Envelope, then events in order. */
export function applyFrame(catalogue: Catalogue, recorder: Recorder, frame: Frame, blobs: BlobSource): void {
  applyEnvelope(recorder, envelopeOf(frame))
  applyEvents(catalogue, recorder, frame.events, frame, blobs)
}

/** Whether events written by somebody else have kinds, versions and payloads of this build; faults name the event. */
export function checkEvents(
  catalogue: Catalogue,
  frame: Pick<Frame, 'seq' | 'events'>,
  blobs: BlobSource,
): Fault | undefined {
  for (const [index, event] of frame.events.entries()) {
    const path = `events/${index}`
    const definition = catalogue.events.get(event.kind)
    if (definition === undefined || definition.version !== event.v) {
      return fault('semantics.unknown', { seq: frame.seq, path, actual: `${event.kind} v${event.v}` })
    }
    const broken =
      checkFields(definition.fields, event.payload, `${path}/payload`) ??
      checkCarried(catalogue, definition.carries?.(event.payload, blobs), definition, path)
    if (broken !== undefined) return { ...broken, kind: 'frame.undecodable', seq: frame.seq }
  }
  return undefined
}

/** Records that an event brings along are ones its collections may hold: whoever reads them later checks nothing. */
function checkCarried(
  catalogue: Catalogue,
  lines: readonly RecordLine[] | undefined,
  { carries }: EventDefinition,
  path: string,
): Fault | undefined {
  if (carries === undefined) return undefined
  if (lines === undefined) return fault('input.invalid', { path, reason: 'records' })
  for (const { collection, key, record } of lines) {
    const definition = catalogue.collections.get(collection)
    const place = `${path}/${collection}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`.slice(0, 512)
    if (definition?.plane !== 'domain' || !isId(key))
      return fault('input.invalid', { path: place, reason: 'records' })
    const broken =
      definition.check === undefined
        ? record !== null && checkFields(definition.fields, record, place)
        : definition.check(record)
    if (broken === undefined || broken === false) continue
    return definition.check === undefined ? broken : { ...broken, path: `${path}/${broken.path ?? place}` }
  }
  return undefined
}

/**
 * Folds a frame that came from outside: a frame that does not fit the state is a located fault, and the state is as
 * before. `replay.divergence` with reason `not_applicable`.
 */
export function tryApplyFrame(
  catalogue: Catalogue,
  recorder: Recorder,
  frame: Frame,
  blobs: BlobSource,
): Result<void, Fault> {
  const broken = checkEvents(catalogue, frame, blobs)
  if (broken !== undefined) return fail(broken)
  const mark = recorder.mark()
  try {
    applyFrame(catalogue, recorder, frame, blobs)
    return ok(undefined)
  } catch (error) {
    if (!(error instanceof InvariantViolation)) throw error
    recorder.rollbackTo(mark)
    const path = error.where?.path
    return fail(
      fault('replay.divergence', {
        seq: frame.seq,
        reason: 'not_applicable',
        ...(path === undefined ? {} : { path }),
      }),
    )
  }
}
