import { COORDINATE_MAX } from '../../base/limits.ts'
import type { Pos } from '../../base/ints.ts'
import { ID_PATTERN } from '../../base/ids.ts'
import { accept, defineAction, reject, type DecideContext, type Decision } from '../../catalogue/define.ts'
import { field } from '../../schema/field.ts'
import { bodyOf, guardBodyView, nextSlotId, SLOT_CAPACITY_MAX } from './body.ts'
import {
  agents,
  ASKED_POS_FIELDS,
  BODY_VIEW_FIELDS,
  FACILITY_KINDS,
  locations,
  visualEntities,
} from './collections.ts'
import {
  agentMoved,
  agentRegistered,
  bodyAttributesRejected,
  bodyAttributesUpdated,
  bodyInterfaceExpanded,
  bodyInterfaceExpandRejected,
  facilityRegistered,
  locationRegistered,
  observation,
  OBSERVATION_FIELD,
  visualEntityRemoved,
  visualEntityUpserted,
} from './events.ts'

const EMIT = 'kernel.emit'
const ASKED_POS = field.record('Where.', ASKED_POS_FIELDS)

/** Runs `then` with the agent, or rejects: nobody of that id, or not the actor's to act for. */
export function withOwnAgent(
  context: DecideContext,
  agentId: string,
  then: (agent: NonNullable<ReturnType<typeof agents.get>>) => Decision,
): Decision {
  const agent = agents.get(context.read, agentId)
  if (agent === undefined) return reject({ type: 'AgentNotFound', data: { agent_id: agentId } })
  if (context.actor !== agentId && context.actor !== agent.owner) {
    return reject({ type: 'NotOwner', data: { agent_id: agentId, actor: context.actor } })
  }
  return then(agent)
}

/** Runs `then` when the actor holds the capability, else rejects. */
export function withCapability(context: DecideContext, capability: string, then: () => Decision): Decision {
  if (context.holds(capability)) return then()
  return reject({ type: 'CapabilityMissing', data: { actor: context.actor, capability } })
}

export const ruleDenied = (note: string): Decision => reject({ type: 'RuleDenied', data: { notes: [note] } })

const isInBounds = ({ x_cm, y_cm, z_cm }: Pos): boolean =>
  Math.abs(x_cm) <= COORDINATE_MAX && Math.abs(y_cm) <= COORDINATE_MAX && Math.abs(z_cm) <= COORDINATE_MAX

const outOfBounds = (pos: Pos): Decision => reject({ type: 'OutOfBounds', data: pos })

export const registerAgent = defineAction({
  kind: 'action.register_agent',
  version: 1,
  summary: 'Brings an agent into the world; who registers it owns it.',
  fields: {
    agent_id: field.newAgentId('Its id.'),
    pos: ASKED_POS,
    name: field.optional(field.text('Name for people.', 128)),
  },
  decide: (context, { agent_id, pos, name }) => {
    if (context.read.has('agents', agent_id))
      return reject({ type: 'AgentAlreadyExists', data: { agent_id } })
    if (!isInBounds(pos)) return outOfBounds(pos)
    return accept(
      agentRegistered.create({
        agent_id,
        pos,
        owner: context.actor,
        ...(name === undefined ? {} : { name }),
      }),
    )
  },
})

export const moveAgent = defineAction({
  kind: 'action.move_agent',
  version: 1,
  summary: 'Moves an agent. How far and how fast is for rule modules.',
  fields: { agent_id: field.agentRef('Who.'), to: ASKED_POS },
  decide: (context, { agent_id, to }) =>
    withOwnAgent(context, agent_id, (agent) =>
      isInBounds(to) ? accept(agentMoved.create({ agent_id, from: agent.pos, to })) : outOfBounds(to),
    ),
})

export const queryObservation = defineAction({
  kind: 'action.query_observation',
  version: 1,
  summary: 'Asks what an agent can see; a rule module answers.',
  fields: { agent_id: field.agentRef('Who looks.') },
  decide: (context, { agent_id }) =>
    withOwnAgent(context, agent_id, () => ruleDenied('observation requires rule module')),
})

export const emitObservation = defineAction({
  kind: 'action.emit_observation',
  version: 1,
  summary: 'States what an agent sees, in the place of a rule module.',
  fields: { observation: OBSERVATION_FIELD },
  decide: (context, payload) => withCapability(context, EMIT, () => accept(observation.create(payload))),
})

export const bodyAction = defineAction({
  kind: 'action.body_action',
  version: 1,
  summary: 'Does something with a body; a body module answers.',
  fields: {
    agent_id: field.agentRef('Whose body.'),
    kind: field.text('What.', 128),
    payload: field.value('How.'),
  },
  decide: (context, { agent_id }) =>
    withOwnAgent(context, agent_id, () => ruleDenied('body action requires body module')),
})

export const emitBodyAttributes = defineAction({
  kind: 'action.emit_body_attributes',
  version: 1,
  summary: 'States what a body is, in the place of a body module.',
  fields: {
    agent_id: field.agentRef('Whose body.'),
    view: field.record('What it is.', BODY_VIEW_FIELDS),
    reason: field.text('Why.', 256),
  },
  decide: (context, { agent_id, view, reason }) =>
    withCapability(context, EMIT, () => {
      if (!context.read.has('agents', agent_id)) return reject({ type: 'AgentNotFound', data: { agent_id } })
      const violation = guardBodyView(bodyOf(context.read, agent_id).view, view)
      if (violation !== undefined)
        return accept(bodyAttributesRejected.create({ agent_id, reason: violation }))
      return accept(bodyAttributesUpdated.create({ agent_id, view, reason }))
    }),
})

export const expandBodyInterface = defineAction({
  kind: 'action.expand_body_interface',
  version: 1,
  summary: 'Turns one interface item into one more slot.',
  fields: { agent_id: field.agentRef('Whose body.'), interface_module_item_id: field.text('The item.', 128) },
  decide: (context, { agent_id, interface_module_item_id: rawItemId }) =>
    withOwnAgent(context, agent_id, () => {
      const refusal = (reason: string) =>
        accept(bodyInterfaceExpandRejected.create({ agent_id, consumed_item_id: rawItemId, reason }))
      const itemId = rawItemId.trim()
      const body = bodyOf(context.read, agent_id)
      if (itemId === '') return refusal('interface module item id is empty')
      if (body.slot_capacity >= SLOT_CAPACITY_MAX)
        return refusal(`body slot capacity reached max ${SLOT_CAPACITY_MAX}`)
      const item = body.cargo.find(
        (entry) => entry.entity_id === itemId && entry.entity_kind === 'interface_module_item',
      )
      if (item === undefined || !ID_PATTERN.test(itemId))
        return refusal('interface module item unavailable or depleted')
      return accept(
        bodyInterfaceExpanded.create({
          agent_id,
          slot_capacity: body.slot_capacity + 1,
          expansion_level: Math.min(body.expansion_level + 1, 65_535),
          consumed_item_id: itemId,
          new_slot_id: nextSlotId(body),
          slot_type: 'universal',
        }),
      )
    }),
})

export const registerLocation = defineAction({
  kind: 'action.register_location',
  version: 1,
  summary: 'Puts a place on the map. An id that is taken stays as it is, whoever asks.',
  fields: {
    location_id: field.locationRef('Its id.'),
    name: locations.fields.name,
    pos: ASKED_POS,
    profile: locations.fields.profile,
  },
  decide: (context, { location_id, name, pos, profile }) => {
    if (context.read.has('locations', location_id))
      return reject({ type: 'LocationAlreadyExists', data: { location_id } })
    if (!isInBounds(pos)) return outOfBounds(pos)
    return accept(locationRegistered.create({ location_id, name, pos, profile, resources: {} }))
  },
})

export const registerFacility = defineAction({
  kind: 'action.register_facility',
  version: 1,
  summary: 'Builds a facility at a place; who builds it owns it. An id that is taken stays as it is.',
  fields: {
    facility_id: field.facilityRef('Its id.'),
    kind: field.choice('What it is.', FACILITY_KINDS),
    location_id: field.locationRef('Where it stands.'),
    settings: field.map('Its numbers, by name.', field.int('Value.')),
  },
  decide: (context, { facility_id, kind, location_id, settings }) => {
    if (context.read.has('facilities', facility_id))
      return reject({ type: 'FacilityAlreadyExists', data: { facility_id } })
    if (!context.read.has('locations', location_id))
      return reject({ type: 'LocationNotFound', data: { location_id } })
    return accept(
      facilityRegistered.create({ facility_id, kind, location_id, settings, owner: context.actor }),
    )
  },
})

export const upsertVisualEntity = defineAction({
  kind: 'action.upsert_visual_entity',
  version: 1,
  summary:
    'Publishes or changes a mark to be drawn. Marks have no owner: anybody may, and rule modules say who may not.',
  fields: { entity_id: field.visualEntityRef('Its id.'), ...visualEntities.fields },
  decide: (context, payload) => {
    const { agent_id, location_id, pos } = payload.anchor
    if ([agent_id, location_id, pos].filter((anchor) => anchor !== undefined).length !== 1)
      return ruleDenied('exactly one anchor')
    if (agent_id !== undefined && !context.read.has('agents', agent_id))
      return reject({ type: 'AgentNotFound', data: { agent_id } })
    if (location_id !== undefined && !context.read.has('locations', location_id)) {
      return reject({ type: 'LocationNotFound', data: { location_id } })
    }
    return accept(visualEntityUpserted.create(payload))
  },
})

export const removeVisualEntity = defineAction({
  kind: 'action.remove_visual_entity',
  version: 1,
  summary: 'Takes a mark away, whoever published it.',
  fields: { entity_id: field.visualEntityRef('Its id.') },
  decide: (context, { entity_id }) =>
    context.read.has('visual_entities', entity_id)
      ? accept(visualEntityRemoved.create({ entity_id }))
      : reject({ type: 'VisualEntityNotFound', data: { entity_id } }),
})
