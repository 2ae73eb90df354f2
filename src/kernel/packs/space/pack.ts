import { definePack } from '../../catalogue/define.ts'
import * as actions from './actions.ts'
import { agents, bodies, facilities, locations, visualEntities } from './collections.ts'
import * as events from './events.ts'

/** Agents, places, bodies and what is drawn: where things are. */
export const spacePack = definePack({
  id: 'space',
  collections: [agents, bodies, facilities, locations, visualEntities],
  events: [
    events.agentRegistered,
    events.agentMoved,
    events.observation,
    events.bodyAttributesUpdated,
    events.bodyAttributesRejected,
    events.bodyInterfaceExpanded,
    events.bodyInterfaceExpandRejected,
    events.locationRegistered,
    events.facilityRegistered,
    events.visualEntityUpserted,
    events.visualEntityRemoved,
  ],
  actions: [
    actions.registerAgent,
    actions.moveAgent,
    actions.queryObservation,
    actions.emitObservation,
    actions.bodyAction,
    actions.emitBodyAttributes,
    actions.expandBodyInterface,
    actions.registerLocation,
    actions.registerFacility,
    actions.upsertVisualEntity,
    actions.removeVisualEntity,
  ],
  invariants: [],
})
