import type { EventDraft } from '../kernel/catalogue/define.ts'
import { stockAdjusted } from '../kernel/packs/ledger/events.ts'
import { RESOURCE_KINDS } from '../kernel/packs/space/collections.ts'
import {
  agentRegistered,
  facilityRegistered,
  locationRegistered,
  visualEntityUpserted,
} from '../kernel/packs/space/events.ts'
import type { LayoutRecord, Resources, VisualAnchor } from './layout.ts'

/** The events that bring a layout into being, in its order. What somebody owns from the start is minted in the open. */
export function layoutToEvents(records: readonly LayoutRecord[]): readonly EventDraft[] {
  return records.flatMap(recordToEvents)
}

function recordToEvents(record: LayoutRecord): readonly EventDraft[] {
  switch (record.type) {
    case 'location': {
      const { id: location_id, name, pos, profile } = record
      const registered = locationRegistered.create({ location_id, name, pos, profile, resources: {} })
      return [registered, ...stockOf('location', record.id, record.resources)]
    }
    case 'agent': {
      const { id: agent_id, pos, owner, name } = record
      const named = name === undefined ? {} : { name }
      const registered = agentRegistered.create({ agent_id, pos, owner: owner ?? agent_id, ...named })
      return [registered, ...stockOf('agent', record.id, record.resources)]
    }
    case 'facility': {
      const { id: facility_id, kind, location: location_id, owner, settings } = record
      return [facilityRegistered.create({ facility_id, kind, location_id, owner, settings })]
    }
    case 'visual_entity': {
      const { id: entity_id, module_id, kind, label, anchor } = record
      const labelled = label === undefined ? {} : { label }
      const published = { entity_id, module_id, kind, anchor: anchorOf(anchor), ...labelled }
      return [visualEntityUpserted.create(published)]
    }
  }
}

function stockOf(
  holder_type: 'agent' | 'location',
  holder: string,
  resources: Resources,
): readonly EventDraft[] {
  return RESOURCE_KINDS.flatMap((kind) => {
    const delta = resources[kind] ?? 0
    const minted = { holder_type, holder, kind, delta, reason: 'genesis' }
    return delta === 0 ? [] : [stockAdjusted.create(minted)]
  })
}

function anchorOf(anchor: VisualAnchor) {
  switch (anchor.type) {
    case 'agent':
      return { agent_id: anchor.id }
    case 'location':
      return { location_id: anchor.id }
    case 'absolute':
      return { pos: anchor.pos }
  }
}
