/** Kinds of the catalogue, in its order. A test compares this list with the catalogue itself. */
export const EVENT_KINDS = [
  'core.world_created',
  'manifest.updated',
  'core.tick_advanced',
  'core.action_scheduled',
  'core.action_queued',
  'core.action_dequeued',
  'domain.action_rejected',
  'snapshot.created',
  'snapshot.dropped',
  'rollback.applied',
  'domain.agent_registered',
  'domain.agent_moved',
  'domain.observation',
  'domain.body_attributes_updated',
  'domain.body_attributes_rejected',
  'domain.body_interface_expanded',
  'domain.body_interface_expand_rejected',
  'space.location_registered',
  'space.facility_registered',
  'space.visual_entity_upserted',
  'space.visual_entity_removed',
  'domain.resource_transferred',
  'ledger.balance_adjusted',
  'ledger.stock_adjusted',
  'ledger.cargo_added',
] as const

export const ACTION_KINDS = [
  'genesis',
  'tick',
  'action.schedule_action',
  'action.create_snapshot',
  'rollback',
  'action.register_agent',
  'action.move_agent',
  'action.query_observation',
  'action.emit_observation',
  'action.body_action',
  'action.emit_body_attributes',
  'action.expand_body_interface',
  'action.register_location',
  'action.register_facility',
  'action.upsert_visual_entity',
  'action.remove_visual_entity',
  'action.transfer_resource',
  'action.emit_resource_transfer',
  'action.adjust_balance',
  'action.adjust_stock',
  'action.add_cargo',
] as const

export type KnownEventKind = (typeof EVENT_KINDS)[number]
export type KnownActionKind = (typeof ACTION_KINDS)[number]

/** Collections that say how a world is run, not what it is. */
export const SYSTEM_COLLECTIONS = ['meta', 'idempotency', 'due', 'queue', 'snapshots'] as const
