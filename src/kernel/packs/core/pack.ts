import { definePack } from '../../catalogue/define.ts'
import { createSnapshot, genesis, rollback, scheduleAction, tick } from './actions.ts'
import { due, idempotency, manifestCollection, meta, queue, snapshots } from './collections.ts'
import {
  actionDequeued,
  actionQueued,
  actionRejected,
  actionScheduled,
  manifestUpdated,
  rollbackApplied,
  snapshotCreated,
  snapshotDropped,
  tickAdvanced,
  worldCreated,
} from './events.ts'

/** Beginning, time, the queue, names and returns: what every world needs whatever lives in it. */
export const corePack = definePack({
  id: 'core',
  collections: [meta, manifestCollection, idempotency, due, queue, snapshots],
  events: [
    worldCreated,
    manifestUpdated,
    tickAdvanced,
    actionScheduled,
    actionQueued,
    actionDequeued,
    actionRejected,
    snapshotCreated,
    snapshotDropped,
    rollbackApplied,
  ],
  actions: [genesis, tick, scheduleAction, createSnapshot, rollback],
  invariants: [],
})
