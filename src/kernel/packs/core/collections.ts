import { defineCollection } from '../../catalogue/define.ts'
import { parseManifest } from '../../manifest/shape.ts'
import { field } from '../../schema/field.ts'

const QUEUED_ACTION = {
  kind: field.id('Action kind.'),
  v: field.uint('Version of the action’s payload.', { min: 1 }),
  payload: field.value('The action’s payload.'),
  actor: field.actorRef('In whose name it runs.'),
}

export const QUEUED_ACTION_FIELD = field.record('An action that waits.', QUEUED_ACTION)

/** `world`, `clock`: facts about the world as a whole. */
export const meta = defineCollection({
  name: 'meta',
  plane: 'system',
  summary: 'What the world was made from, and its clock. Records: world, clock, idempotency.',
  fields: {},
})

export const manifestCollection = defineCollection({
  name: 'manifest',
  plane: 'domain',
  summary: 'The rules in force; the only record is `current`.',
  fields: {},
  check: (record) => {
    const parsed = parseManifest(record)
    return parsed.ok ? undefined : parsed.fault
  },
})

/** Frames of one aligned run of 64 and the action keys they carried; the index in `keys` is seq mod 64. */
export const idempotency = defineCollection({
  name: 'idempotency',
  plane: 'system',
  summary: 'Which (actor, key) pairs were accepted lately, by aligned runs of 64 frames.',
  fields: {
    time: field.uint('Tick of the newest frame of the run.', { unit: 'ticks' }),
    keys: field.list('actor/key by seq mod 64; empty for derived frames.', field.text('Pair.', 256), 64),
  },
})

export const due = defineCollection({
  name: 'due',
  plane: 'system',
  summary: 'What happens at a later tick, keyed (tick, event id); the tick frame drains it.',
  fields: { action: QUEUED_ACTION_FIELD },
})

export const queue = defineCollection({
  name: 'queue',
  plane: 'system',
  summary: 'Derived actions in the order they run, keyed by the event that queued them.',
  fields: { action: QUEUED_ACTION_FIELD },
})

export const snapshots = defineCollection({
  name: 'snapshots',
  plane: 'system',
  summary: 'Frames somebody named, to be found and kept.',
  fields: {
    seq: field.frameRef('The frame.'),
    time: field.uint('Its tick.', { unit: 'ticks' }),
    pinned: field.bool('Kept beyond the retention limit.'),
  },
})

/** Keys whose text order is their number order: 16 digits hold every safe integer. */
export const orderedKey = (value: number): string => String(value).padStart(16, '0')
