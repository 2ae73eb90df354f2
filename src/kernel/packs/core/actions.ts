import { addInts } from '../../base/ints.ts'
import { DUE_ROWS_MAX, FILE_LIMITS, SCHEDULED_PAYLOAD_BYTES_MAX } from '../../base/limits.ts'
import { encodeCanonical } from '../../codec/encode.ts'
import {
  accept,
  defineAction,
  refuse,
  reject,
  type DecideContext,
  type EventDraft,
} from '../../catalogue/define.ts'
import type { Manifest } from '../../manifest/shape.ts'
import { field } from '../../schema/field.ts'
import { due, QUEUED_ACTION_FIELD, snapshots } from './collections.ts'
import {
  actionQueued,
  actionScheduled,
  rollbackApplied,
  snapshotCreated,
  snapshotDropped,
  tickAdvanced,
} from './events.ts'

/** Rules in force; frame 0 sets them. */
export const manifestOf = (context: DecideContext): Manifest => {
  const current: unknown = context.read.get('manifest', 'current')
  return current as Manifest
}

/** The machine that runs the world and the people at it may do what keeps it running. */
export const isOperator = (context: DecideContext): boolean =>
  context.actor === 'host' || context.actor.startsWith('person:')

export const missing = (context: DecideContext, capability: string) =>
  reject({ type: 'CapabilityMissing', data: { actor: context.actor, capability } })

/** Frame 0. Its events are given, not decided: they are the world's beginning (K2). */
export const genesis = defineAction({
  kind: 'genesis',
  version: 1,
  summary: 'Begins a world.',
  isSealed: true,
  fields: {
    scenario: field.id('What the world is made from.'),
    seed: field.uint('Seed of every random stream.'),
    config: field.map('Free settings of the scenario.', field.value('Setting.')),
    manifest: field.value('The first manifest.'),
    semantics: field.uint('Kernel behaviour.', { min: 1 }),
    tickMs: field.uint('Nominal length of a tick.', { unit: 'ms', min: 1 }),
  },
  decide: () => refuse('genesis_is_first'),
})

/** Bytes of a tick's frame without its rows, and of a row's event around its payload: more than either ever takes. */
const TICK_BYTES = 512
const QUEUED_BYTES = 64

/** Rows that are due, as events: as many as a frame of this world holds. The others wait for the next tick. */
function readyRows(context: DecideContext, time: number): readonly EventDraft[] {
  const { frameBytesMax, frameEventsMax } = manifestOf(context).limits
  const rowsMax = Math.min(DUE_ROWS_MAX, frameEventsMax - 1)
  let bytesLeft = frameBytesMax - TICK_BYTES
  const events: EventDraft[] = []
  for (const key of context.read.keys('due')) {
    const row = due.get(context.read, key)
    if (row === undefined || Number(key.slice(0, 16)) > time || events.length === rowsMax) break
    // The key's second part is the id of the event that scheduled the action: its cause.
    const event = actionQueued.create({ due: key, action: row.action }, Number(key.slice(17)))
    bytesLeft -= encodeCanonical(event.payload).length + QUEUED_BYTES
    if (bytesLeft < 0) break
    events.push(event)
  }
  return events
}

export const tick = defineAction({
  kind: 'tick',
  version: 1,
  summary: 'Moves world time on and makes what became due ready to run.',
  isSealed: true,
  fields: { by: field.uint('How far.', { unit: 'ticks', min: 1, max: 1_000_000 }) },
  decide: (context, { by }) => {
    if (context.actor !== 'host' && !context.holds('kernel.tick')) return missing(context, 'kernel.tick')
    const time = addInts(context.time, by)
    if (!time.ok) return reject({ type: 'Overflow', data: { path: 'meta/clock/time' } })
    return accept(tickAdvanced.create({ by, time: time.value }), ...readyRows(context, time.value))
  },
})

export const scheduleAction = defineAction({
  kind: 'action.schedule_action',
  version: 1,
  summary: 'Runs an action of the same actor at a later tick.',
  fields: { at: field.uint('Tick.', { unit: 'ticks' }), action: QUEUED_ACTION_FIELD },
  decide: (context, { at, action }) => {
    if (at <= context.time) return reject({ type: 'TimeNotAhead', data: { at, time: context.time } })
    // Frames that begin, tick or go back come from outside only.
    if (!action.kind.startsWith('action.'))
      return reject({ type: 'Malformed', data: { path: 'action/kind' } })
    if (encodeCanonical(action.payload).length > SCHEDULED_PAYLOAD_BYTES_MAX) return refuse('oversize')
    if (action.actor !== context.actor)
      return reject({ type: 'NotOwner', data: { agent_id: action.actor, actor: context.actor } })
    if (context.read.size('due') + context.read.size('queue') >= manifestOf(context).limits.queueMax)
      return refuse('queue_full')
    return accept(actionScheduled.create({ at, action }))
  },
})

export const createSnapshot = defineAction({
  kind: 'action.create_snapshot',
  version: 1,
  summary:
    'Gives this frame a name, so that it is found and kept; unpinned ones beyond `limits/snapshotsMax` are dropped, oldest first.',
  fields: {
    name: field.id('The name.'),
    pinned: field.optional(field.bool('Keep it beyond the retention limit.')),
  },
  decide: (context, { name, pinned }) => {
    if (!isOperator(context) && !context.holds('kernel.snapshot')) return missing(context, 'kernel.snapshot')
    if (context.read.has('snapshots', name)) return reject({ type: 'SnapshotAlreadyExists', data: { name } })
    const created = snapshotCreated.create({ name, pinned: pinned ?? false })
    return accept(created, ...(pinned === true ? [] : droppedSnapshots(context, name)))
  },
})

/** Oldest unpinned snapshots beyond the manifest's retention, once one more is there; with a retention of 0 that one too. */
function droppedSnapshots(context: DecideContext, added: string): readonly EventDraft[] {
  const unpinned = context.read
    .keys('snapshots')
    .map((name) => ({ name, ...snapshots.get(context.read, name) }))
    .filter(({ pinned }) => pinned !== true)
    .toSorted((a, b) => (a.seq ?? 0) - (b.seq ?? 0))
  const names = [...unpinned.map(({ name }) => name), added]
  const excess = Math.max(0, names.length - manifestOf(context).limits.snapshotsMax)
  return names.slice(0, excess).map((name) => snapshotDropped.create({ name }))
}

export const rollback = defineAction({
  kind: 'rollback',
  version: 1,
  summary: 'Takes what the world is back to an earlier frame, by a new frame that says so.',
  isSealed: true,
  fields: {
    toSeq: field.frameRef('The frame to go back to.'),
    toHash: field.hash('Its hash, so that nobody goes back to another branch’s frame.'),
    reason: field.text('Why.', 1024),
  },
  decide: (context, { toSeq, toHash, reason }) => {
    if (!isOperator(context) && !context.holds('kernel.rollback')) return missing(context, 'kernel.rollback')
    if (toSeq >= context.seq) return refuse('rollback_not_earlier')
    const target = context.rollbackTarget(toSeq)
    if (target === undefined) return refuse('rollback_target_absent')
    if (!target.hash.every((byte, index) => byte === toHash[index])) return refuse('rollback_hash_differs')
    // A larger blob would be in the journal and in no file.
    if (target.patch.length > FILE_LIMITS.blockBytesMax) return refuse('rollback_too_large')
    const event = rollbackApplied.create({
      toSeq,
      toHash,
      toRoot: target.root,
      patch: target.patchDigest,
      reason,
    })
    return { type: 'accept', events: [event], blobs: [target.patch] }
  },
})
