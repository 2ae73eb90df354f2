import { decodeCanonical } from '../../codec/decode.ts'
import { assert } from '../../base/assert.ts'
import { compareCodeUnits } from '../../base/order.ts'
import { defineEvent, type ApplyContext, type RecordLine } from '../../catalogue/define.ts'
import { REJECTIONS, type RejectionType } from '../../catalogue/rejection.ts'
import { isValueMap, type Value, type ValueMap } from '../../codec/value.ts'
import type { Manifest } from '../../manifest/shape.ts'
import { field } from '../../schema/field.ts'
import type { StateWriter } from '../../state/recorder.ts'
import { due, idempotency, orderedKey, queue, QUEUED_ACTION_FIELD, snapshots } from './collections.ts'

/** Frames an idempotency record stands for. */
export const IDEMPOTENCY_RUN = 64

export const worldCreated = defineEvent({
  kind: 'core.world_created',
  version: 1,
  summary: 'The world began.',
  lane: 'governance',
  fields: {
    scenario: field.id('What it was made from.'),
    seed: field.uint('Seed of every random stream.'),
    semantics: field.uint('Kernel behaviour it runs under.', { min: 1 }),
    tickMs: field.uint('Nominal length of a tick, for showing only.', { unit: 'ms', min: 1 }),
    config: field.map('Free settings of the scenario.', field.value('Setting.')),
  },
  apply: (write, payload) => {
    write.put('meta', 'world', payload as ValueMap)
    write.put('meta', 'clock', { time: 0 })
    write.put('meta', 'idempotency', { oldest: 0 })
  },
})

export const manifestUpdated = defineEvent({
  kind: 'manifest.updated',
  version: 1,
  summary: 'These rules are in force from here on.',
  lane: 'governance',
  fields: {
    manifest: field.value('The whole manifest.'),
    manifestHash: field.hash('SHA-256 of its canonical bytes.'),
  },
  apply: (write, payload) => write.put('manifest', 'current', payload.manifest as ValueMap),
  carries: ({ manifest }) => [{ collection: 'manifest', key: 'current', record: manifest }],
})

/** Forgets action keys older than the manifest's window. The oldest run is known, so nothing is scanned. */
function forgetOldKeys(write: StateWriter, { time, seq }: ApplyContext): void {
  const manifest = write.get('manifest', 'current') as unknown
  const window = (manifest as Manifest).limits.idempotencyTicks
  const oldest = write.get('meta', 'idempotency')?.['oldest']
  assert(typeof oldest === 'number', 'The genesis frame sets the oldest run of action keys.')
  let run = oldest
  // The run that is still being filled stays even when a long tick made it old.
  while (run < Math.floor(seq / IDEMPOTENCY_RUN)) {
    const record = idempotency.get(write, orderedKey(run))
    if (record === undefined || record.time + window >= time) break
    write.delete('idempotency', orderedKey(run))
    run += 1
  }
  if (run !== oldest) write.put('meta', 'idempotency', { oldest: run })
}

export const tickAdvanced = defineEvent({
  kind: 'core.tick_advanced',
  version: 1,
  summary: 'World time moved on.',
  lane: 'tick',
  fields: {
    by: field.uint('How far.', { unit: 'ticks', min: 1 }),
    time: field.uint('Tick from here on.', { unit: 'ticks' }),
  },
  apply: (write, { time }, context) => {
    write.put('meta', 'clock', { time })
    forgetOldKeys(write, context)
  },
})

export const actionScheduled = defineEvent({
  kind: 'core.action_scheduled',
  version: 1,
  summary: 'An action will run at a later tick.',
  lane: 'tick',
  fields: { at: field.uint('When.', { unit: 'ticks' }), action: QUEUED_ACTION_FIELD },
  apply: (write, { at, action }, { eventId }) =>
    due.put(write, `${orderedKey(at)}/${orderedKey(eventId)}`, { action }),
  subjects: ({ action }) => [action.actor],
})

export const actionQueued = defineEvent({
  kind: 'core.action_queued',
  version: 1,
  summary: 'The world will run this action next.',
  lane: 'tick',
  fields: {
    due: field.optional(field.id('The due row that became ready.')),
    action: QUEUED_ACTION_FIELD,
  },
  apply: (write, payload, { eventId }) => {
    if (payload.due !== undefined) write.delete('due', payload.due)
    queue.put(write, orderedKey(eventId), { action: payload.action })
  },
  subjects: ({ action }) => [action.actor],
})

export const actionDequeued = defineEvent({
  kind: 'core.action_dequeued',
  version: 1,
  summary: 'A queued action left the queue to run in this frame.',
  lane: 'tick',
  fields: { queued: field.eventRef('The event that queued it.') },
  apply: (write, { queued }) => write.delete('queue', orderedKey(queued)),
})

export const actionRejected = defineEvent({
  kind: 'domain.action_rejected',
  version: 1,
  summary: 'A well-formed action was not carried out.',
  lane: 'rejection',
  fields: {
    action_id: field.frameRef('The action: seq of its frame.'),
    reason: field.record('Why.', {
      type: field.choice('Reason.', Object.keys(REJECTIONS) as RejectionType[]),
      data: field.value('Facts of the reason.'),
    }),
  },
})

export const snapshotCreated = defineEvent({
  kind: 'snapshot.created',
  version: 1,
  summary: 'This frame was given a name and is kept.',
  lane: 'governance',
  fields: { name: field.id('The name.'), pinned: field.bool('Kept beyond the retention limit.') },
  apply: (write, { name, pinned }, { seq, time }) => snapshots.put(write, name, { seq, time, pinned }),
})

export const snapshotDropped = defineEvent({
  kind: 'snapshot.dropped',
  version: 1,
  summary: 'A named frame is no longer kept.',
  lane: 'governance',
  fields: { name: field.id('The name.') },
  apply: (write, { name }) => write.delete('snapshots', name),
})

export const rollbackApplied = defineEvent({
  kind: 'rollback.applied',
  version: 1,
  summary: 'What the world is went back to an earlier frame; how it is run went on.',
  lane: 'governance',
  fields: {
    toSeq: field.frameRef('The frame gone back to.'),
    toHash: field.hash('Its hash.'),
    toRoot: field.hash('The state root there.'),
    patch: field.blobRef('The records to write, as canonical bytes.'),
    reason: field.text('Why, in the words of who asked.', 1024),
  },
  apply: (write, { patch }, { blob }) => {
    const lines = parsePatch(blob(patch))
    assert(lines !== undefined, 'A rollback patch is a canonical list of records.')
    for (const { collection, key, record } of lines) {
      if (record === null) write.delete(collection, key)
      else write.put(collection, key, record)
    }
  },
  carries: ({ patch }, blob) => {
    const bytes = blob(patch)
    return bytes === undefined ? undefined : parsePatch(bytes)
  },
})

/** One line of a rollback patch; `null` deletes. */
export interface PatchLine extends RecordLine {
  readonly record: ValueMap | null
}

/** Orders and flattens lines into the hashed value of a patch blob. */
export function patchToValue(
  lines: readonly PatchLine[],
): readonly (readonly [string, string, ValueMap | null])[] {
  return lines
    .toSorted((a, b) => compareCodeUnits(a.collection, b.collection) || compareCodeUnits(a.key, b.key))
    .map(({ collection, key, record }) => [collection, key, record] as const)
}

function parsePatch(bytes: Uint8Array): readonly PatchLine[] | undefined {
  const decoded = decodeCanonical(bytes)
  if (!decoded.ok || !Array.isArray(decoded.value)) return undefined
  const lines: PatchLine[] = []
  for (const line of decoded.value as readonly Value[]) {
    const [collection, key, record, more] = Array.isArray(line) ? (line as readonly Value[]) : []
    if (typeof collection !== 'string' || typeof key !== 'string' || more !== undefined) return undefined
    if (record === null) lines.push({ collection, key, record })
    else if (isValueMap(record)) lines.push({ collection, key, record })
    else return undefined
  }
  return lines
}
