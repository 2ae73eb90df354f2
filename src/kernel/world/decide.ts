/** The step: one action in, one frame out, or nothing at all (kernel.md K6). The order inside a frame is only here. */
import { assert, InvariantViolation } from '../base/assert.ts'
import type { Fault } from '../base/fault.ts'
import { SEAL_INTERVAL } from '../base/limits.ts'
import { fail, ok, type Result } from '../base/result.ts'
import type {
  ActionDefinition,
  DecideContext,
  Decision,
  EventDraft,
  RollbackTarget,
} from '../catalogue/define.ts'
import { rejectionToValue } from '../catalogue/rejection.ts'
import { encodeCanonical } from '../codec/encode.ts'
import { freezeValue } from '../codec/value.ts'
import { linkOf } from '../codec/link.ts'
import { encodeFrame, type Action, type Frame, type FrameRecord, type WorldEvent } from '../journal/frame.ts'
import type { Head } from '../journal/path.ts'
import { orderedKey, queue } from '../packs/core/collections.ts'
import { actionDequeued, actionRejected, tickAdvanced } from '../packs/core/events.ts'
import { compareBytes } from '../base/order.ts'
import type { StateReader } from '../state/collection.ts'
import { undoChanges, type Change } from '../state/recorder.ts'
import { applyEnvelope, applyEvents, NO_BLOBS, type BlobSource } from './apply.ts'
import { admit, checkAsked, inputToAction, isKnownActor, refused } from './door.ts'
import { headAfter, type ActionInput, type World } from './world.ts'

/** A frame that was just made, with what it did and the blobs that must be durable before it. */
export interface ExecutedFrame extends FrameRecord {
  readonly blobs: readonly Uint8Array[]
  /** What it did to state, in order. */
  readonly changes: readonly Change[]
}

/** What a decision sees of its world: an object a frame, and no closure. */
class StepContext implements DecideContext {
  readonly read: StateReader
  readonly seq: number
  readonly time: number
  readonly actor: string
  readonly key: string
  readonly cause: number | undefined
  readonly firstEvent: number
  private readonly world: World

  constructor(world: World, { actor, key, cause }: Action) {
    const { head } = world
    this.read = world.state
    this.seq = head.seq + 1
    this.time = head.time
    this.actor = actor
    this.key = key
    this.cause = cause
    this.firstEvent = head.nextEvent
    this.world = world
  }

  holds(capability: string): boolean {
    return this.world.holds(this.actor, capability)
  }

  rollbackTarget(seq: number): RollbackTarget | undefined {
    return this.world.ports.rollbackTarget?.(seq)
  }

  blob(digest: Uint8Array): Uint8Array | undefined {
    const { blobs, sha256 } = this.world.ports
    const bytes = blobs?.(digest)
    return bytes !== undefined && compareBytes(sha256.digest(bytes), digest) === 0 ? bytes : undefined
  }
}

const malformed = (path: string): Decision => ({
  type: 'reject',
  rejection: { type: 'Malformed', data: { path } },
})

/** A derived action must make a frame, so what would refuse an input rejects it. */
function decideDerived(world: World, action: Action, definition: Result<ActionDefinition, Fault>): Decision {
  if (!definition.ok) return malformed(definition.fault.path ?? 'kind')
  // Whoever scheduled it may be gone by a rollback.
  if (!isKnownActor(world, action.actor)) return malformed('actor')
  const decision = definition.value.decide(new StepContext(world, action), action.payload)
  return decision.type === 'refuse' ? malformed(decision.reason) : decision
}

function eventsOf(
  world: World,
  action: Action,
  decision: Exclude<Decision, { type: 'refuse' }>,
): readonly EventDraft[] {
  if (action.origin === 'input' && decision.type === 'accept') return decision.events
  const events: EventDraft[] = []
  if (action.origin === 'derived') {
    assert(action.cause !== undefined, 'A derived action names the event that queued it.')
    events.push(actionDequeued.create({ queued: action.cause }))
  }
  events.push(...(decision.events ?? []))
  if (decision.type === 'reject') {
    const reason = rejectionToValue(decision.rejection) as Parameters<
      typeof actionRejected.create
    >[0]['reason']
    events.push(actionRejected.create({ action_id: world.head.seq + 1, reason }))
  }
  return events
}

/** Tick of the frame: the tick action's own event moves it. */
function timeOf(world: World, events: readonly EventDraft[]): number {
  for (const { kind, payload } of events) {
    if (kind !== tickAdvanced.kind) continue
    const time = payload['time']
    return typeof time === 'number' ? time : world.head.time
  }
  return world.head.time
}

/** Bytes that go along with a frame. */
interface OwnBlob {
  readonly digest: Uint8Array
  readonly bytes: Uint8Array
}

const NO_OWN_BLOBS: readonly OwnBlob[] = []

/** The blobs of a decision in the order of their digests, each once. */
function ownBlobsOf(world: World, decision: Decision): readonly OwnBlob[] {
  if (decision.type !== 'accept' || decision.blobs === undefined) return NO_OWN_BLOBS
  return decision.blobs
    .map((bytes) => ({ bytes, digest: world.ports.sha256.digest(bytes) }))
    .toSorted((a, b) => compareBytes(a.digest, b.digest))
    .filter((blob, index, all) => compareBytes(blob.digest, all[index - 1]?.digest ?? NO_DIGEST) !== 0)
}

const NO_DIGEST = new Uint8Array()
const NO_BYTES: readonly Uint8Array[] = []

/** Looks among this frame's own blobs first: they are not stored yet. */
function blobsWith(world: World, own: readonly OwnBlob[]): BlobSource {
  const stored = world.ports.blobs ?? NO_BLOBS
  if (own.length === 0) return stored
  return (wanted) => own.find(({ digest }) => compareBytes(digest, wanted) === 0)?.bytes ?? stored(wanted)
}

/** Applies, seals, encodes and hashes; takes everything back when the frame would break a limit. */
function commitFrame(
  world: World,
  action: Action,
  decision: Exclude<Decision, { type: 'refuse' }>,
  isSealed: boolean,
): Result<ExecutedFrame, Fault> {
  const drafts = eventsOf(world, action, decision)
  const { limits } = world.manifest
  if (drafts.length > limits.frameEventsMax)
    return fail(
      refused('oversize', { path: 'events', expected: limits.frameEventsMax, actual: drafts.length }),
    )
  const seq = world.head.seq + 1
  const time = timeOf(world, drafts)
  const firstEvent = world.head.nextEvent
  const blobs = ownBlobsOf(world, decision)
  applyEnvelope(world.recorder, {
    seq,
    time,
    firstEvent,
    actor: action.actor,
    key: action.key,
    isDerived: action.origin === 'derived',
  })
  applyEvents(world.catalogue, world.recorder, drafts, { firstEvent, seq, time }, blobsWith(world, blobs))
  const changes = world.recorder.takeChanges()
  for (const invariant of world.catalogue.invariants) {
    if (invariant.holds(changes, world.state)) continue
    undoChanges(world.state, changes)
    throw new InvariantViolation(`Invariant ${invariant.name} holds.`, { seq })
  }
  world.follow(changes)
  const events = drafts as readonly WorldEvent[]
  const plain: Frame = { v: 1, seq, time, parent: world.head.hash, action, firstEvent, events }
  const named: Frame =
    blobs.length === 0 ? plain : { ...plain, refs: blobs.map(({ digest }) => linkOf('raw', digest)) }
  const frame: Frame =
    isSealed || seq % SEAL_INTERVAL === SEAL_INTERVAL - 1
      ? { ...named, seal: { root: world.tree.root(), manifest: world.manifestHash } }
      : named
  const bytes = encodeFrame(frame)
  const tooLarge =
    bytes.length > limits.frameBytesMax ||
    (bytes.length > limits.actionBytesMax && encodeCanonical({ ...action }).length > limits.actionBytesMax)
  if (tooLarge) {
    unwrite(world, changes)
    return fail(refused('oversize', { expected: limits.actionBytesMax, actual: bytes.length }))
  }
  const hash = world.ports.sha256.digest(bytes)
  world.moveHead(headAfter(frame, hash))
  return ok({
    frame,
    bytes,
    hash,
    blobs: blobs.length === 0 ? NO_BYTES : blobs.map((blob) => blob.bytes),
    changes,
  })
}

function unwrite(world: World, changes: readonly Change[]): void {
  undoChanges(world.state, changes)
  world.unfollow(changes)
}

/** Takes the frame that was made last back: the world is as it was at `head`, the one before it. */
export function takeBack(world: World, executed: ExecutedFrame, head: Head): void {
  assert(
    executed.frame.seq === world.head.seq && head.seq === world.head.seq - 1,
    'Only the last frame is taken back.',
    {
      seq: executed.frame.seq,
    },
  )
  unwrite(world, executed.changes)
  world.moveHead(head)
}

/** One input, executed. Used live and by verification, which hands in recorded inputs. The queue must be empty. */
export function executeAction(world: World, action: Action): Result<ExecutedFrame, Fault> {
  assert(
    world.state.size(queue.name) === 0,
    'While derived actions wait, the next frame is the head of the queue.',
  )
  const definition = admit(world, action)
  if (!definition.ok) return definition
  const decision = definition.value.decide(new StepContext(world, action), action.payload)
  if (decision.type === 'refuse') return fail(refused(decision.reason, decision.data))
  return commitFrame(world, action, decision, definition.value.isSealed)
}

/** The derived action that must run next, or nothing. It holds nothing new: state says it all. */
function nextDerived(world: World): Action | undefined {
  if (world.state.size(queue.name) === 0) return undefined
  const key = world.state.keys(queue.name)[0]
  const waiting = key === undefined ? undefined : queue.get(world.state, key)
  assert(key !== undefined && waiting !== undefined, 'A queue that is not empty has a head.')
  const { kind, v, payload, actor } = waiting.action
  return {
    kind,
    v,
    payload: payload as Action['payload'],
    actor,
    key: `derived-${Number(key)}`,
    origin: 'derived',
    cause: Number(key),
  }
}

/** Runs the head of the queue, when there is one. */
export function executeDerived(world: World): ExecutedFrame | undefined {
  const action = nextDerived(world)
  if (action === undefined) return undefined
  const definition = checkAsked(world, action)
  const isSealed = definition.ok && definition.value.isSealed
  let result = commitFrame(world, action, onlyDecided(decideDerived(world, action, definition)), isSealed)
  // What does not fit a frame is rejected in a frame that does.
  if (!result.ok) result = commitFrame(world, action, onlyDecided(malformed('oversize')), isSealed)
  assert(result.ok, 'A rejected derived action fits a frame.', { path: orderedKey(action.cause ?? 0) })
  return result.value
}

function onlyDecided(decision: Decision): Exclude<Decision, { type: 'refuse' }> {
  assert(decision.type !== 'refuse', 'Derived actions are accepted or rejected.')
  return decision
}

/** Runs everything that waits: after opening, and after each input. */
export function drainQueue(world: World): readonly ExecutedFrame[] {
  const frames: ExecutedFrame[] = []
  for (let next = executeDerived(world); next !== undefined; next = executeDerived(world)) frames.push(next)
  return frames
}

/**
 * One input and the derived frames it leads to: an input group. On a refusal there is no frame and the world is as
 * before. Faults: `action.refused` with reason malformed, oversize, unknown_kind, unknown_actor, bad_signature,
 * duplicate (seq = the first frame's) or queue_full.
 *
 * The payload is given away: records share its parts, so an accepted one is frozen, and changing it later throws.
 */
export function submit(world: World, input: ActionInput): Result<readonly ExecutedFrame[], Fault> {
  const first = executeAction(world, inputToAction(world, input))
  if (!first.ok) return first
  freezeValue(input.payload)
  if (world.state.size(queue.name) === 0) return ok([first.value])
  return ok([first.value, ...drainQueue(world)])
}
