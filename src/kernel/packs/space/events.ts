import { defineEvent } from '../../catalogue/define.ts'
import { InvariantViolation } from '../../base/assert.ts'
import { field, type Infer } from '../../schema/field.ts'
import type { StateReader } from '../../state/collection.ts'
import type { StateWriter } from '../../state/recorder.ts'
import { bodyOf } from './body.ts'
import {
  agents,
  bodies,
  BODY_VIEW_FIELDS,
  facilities,
  locations,
  POS_FIELDS,
  SLOT_TYPES,
  visualEntities,
} from './collections.ts'

type Agent = Infer<(typeof agents)['fields']>

/**
 * An agent that was active at a tick. Field by field, because folds do this a million times and a spread with fields
 * behind it costs several times as much; `satisfies` keeps the list whole.
 */
export function agentWith(
  agent: Agent,
  pos: Agent['pos'],
  resources: Agent['resources'],
  time: number,
): Agent {
  const { owner, name } = agent
  if (name === undefined) return { pos, owner, resources, last_active: time }
  return { pos, owner, resources, last_active: time, name } satisfies Record<keyof Agent, unknown>
}

/** The agent that a journalled event is about. */
export function agentIn(read: StateReader, agentId: string): Agent {
  const agent = agents.get(read, agentId)
  // Not `assert`: its arguments would be made for every event of a fold.
  if (agent === undefined)
    throw new InvariantViolation('An event about an agent finds the agent.', { path: `agents/${agentId}` })
  return agent
}

/** Marks an agent as having done something at this tick. */
function touch(write: StateWriter, agentId: string, time: number): void {
  const agent = agentIn(write, agentId)
  if (agent.last_active !== time)
    agents.put(write, agentId, agentWith(agent, agent.pos, agent.resources, time))
}

export const agentRegistered = defineEvent({
  kind: 'domain.agent_registered',
  version: 1,
  summary: 'An agent came into the world.',
  lane: 'governance',
  fields: {
    agent_id: field.newAgentId('Its id.'),
    pos: field.record('Where.', POS_FIELDS),
    owner: field.actorRef('Who may act for it besides itself.'),
    name: field.optional(field.text('Name for people.', 128)),
  },
  apply: (write, { agent_id, pos, owner, name }, { time }) =>
    agents.put(write, agent_id, {
      pos,
      owner,
      resources: {},
      last_active: time,
      ...(name === undefined ? {} : { name }),
    }),
  subjects: ({ agent_id }) => [agent_id],
})

export const agentMoved = defineEvent({
  kind: 'domain.agent_moved',
  version: 1,
  summary: 'An agent changed its place.',
  lane: 'move',
  fields: {
    agent_id: field.agentRef('Who.'),
    from: field.record('From.', POS_FIELDS),
    to: field.record('To.', POS_FIELDS),
  },
  apply: (write, { agent_id, to }, { time }) => {
    const agent = agentIn(write, agent_id)
    agents.put(write, agent_id, agentWith(agent, to, agent.resources, time))
  },
  subjects: ({ agent_id }) => [agent_id],
})

export const OBSERVATION_FIELD = field.record('What was seen.', {
  time: field.uint('When.', { unit: 'ticks' }),
  agent_id: field.agentRef('Who saw.'),
  pos: field.record('From where.', POS_FIELDS),
  visibility_range_cm: field.int('How far it sees.', { unit: 'cm' }),
  visible_agents: field.list(
    'Who was seen.',
    field.record('One of them.', {
      agent_id: field.agentRef('Who.'),
      pos: field.record('Where.', POS_FIELDS),
      distance_cm: field.uint('How far away.', { unit: 'cm' }),
    }),
    1024,
  ),
})

export const observation = defineEvent({
  kind: 'domain.observation',
  version: 1,
  summary: 'An agent saw what was around it.',
  lane: 'observation',
  fields: { observation: OBSERVATION_FIELD },
  subjects: (payload) => [payload.observation.agent_id],
})

export const bodyAttributesUpdated = defineEvent({
  kind: 'domain.body_attributes_updated',
  version: 1,
  summary: 'What the kernel knows of a body changed.',
  lane: 'body',
  fields: {
    agent_id: field.agentRef('Whose body.'),
    view: field.record('What it is now.', BODY_VIEW_FIELDS),
    reason: field.text('Why.', 1024),
  },
  apply: (write, { agent_id, view }, { time }) => {
    bodies.put(write, agent_id, { ...bodyOf(write, agent_id), view })
    touch(write, agent_id, time)
  },
  subjects: ({ agent_id }) => [agent_id],
})

export const bodyAttributesRejected = defineEvent({
  kind: 'domain.body_attributes_rejected',
  version: 1,
  summary: 'A body view did not pass the guard.',
  lane: 'rejection',
  fields: { agent_id: field.agentRef('Whose body.'), reason: field.text('What the guard found.', 1024) },
  apply: (write, { agent_id }, { time }) => touch(write, agent_id, time),
  subjects: ({ agent_id }) => [agent_id],
})

export const bodyInterfaceExpanded = defineEvent({
  kind: 'domain.body_interface_expanded',
  version: 1,
  summary: 'A body got one more slot for one interface item.',
  lane: 'body',
  fields: {
    agent_id: field.agentRef('Whose body.'),
    slot_capacity: field.uint('Slots it may have now.', { max: 128 }),
    expansion_level: field.uint('Times it was expanded.', { max: 65_535 }),
    consumed_item_id: field.id('The item used up.'),
    new_slot_id: field.id('The slot.'),
    slot_type: field.choice('What fits.', SLOT_TYPES),
  },
  apply: (write, payload, { time }) => {
    const body = bodyOf(write, payload.agent_id)
    const cargo = body.cargo
      .map((entry) =>
        entry.entity_id === payload.consumed_item_id ? { ...entry, quantity: entry.quantity - 1 } : entry,
      )
      .filter((entry) => entry.quantity > 0)
    const isNew = !body.slots.some((slot) => slot.slot_id === payload.new_slot_id)
    const slot = { slot_id: payload.new_slot_id, slot_type: payload.slot_type, locked: false }
    bodies.put(write, payload.agent_id, {
      ...body,
      cargo,
      slot_capacity: payload.slot_capacity,
      expansion_level: payload.expansion_level,
      slots: isNew ? [...body.slots, slot] : body.slots,
    })
    touch(write, payload.agent_id, time)
  },
  subjects: ({ agent_id }) => [agent_id],
})

export const bodyInterfaceExpandRejected = defineEvent({
  kind: 'domain.body_interface_expand_rejected',
  version: 1,
  summary: 'A body could not get another slot.',
  lane: 'rejection',
  fields: {
    agent_id: field.agentRef('Whose body.'),
    consumed_item_id: field.text('The item named.', 128),
    reason: field.text('Why not.', 1024),
  },
  apply: (write, { agent_id }, { time }) => touch(write, agent_id, time),
  subjects: ({ agent_id }) => [agent_id],
})

export const locationRegistered = defineEvent({
  kind: 'space.location_registered',
  version: 1,
  summary: 'A place was put on the map.',
  lane: 'governance',
  fields: { location_id: field.locationRef('Its id.'), ...locations.fields },
  apply: (write, { location_id, ...record }) => locations.put(write, location_id, record),
})

export const facilityRegistered = defineEvent({
  kind: 'space.facility_registered',
  version: 1,
  summary: 'A facility was built.',
  lane: 'governance',
  fields: { facility_id: field.facilityRef('Its id.'), ...facilities.fields },
  apply: (write, { facility_id, ...record }) => facilities.put(write, facility_id, record),
})

export const visualEntityUpserted = defineEvent({
  kind: 'space.visual_entity_upserted',
  version: 1,
  summary: 'A mark to be drawn was published or changed.',
  lane: 'module',
  fields: { entity_id: field.visualEntityRef('Its id.'), ...visualEntities.fields },
  apply: (write, { entity_id, ...record }) => visualEntities.put(write, entity_id, record),
})

export const visualEntityRemoved = defineEvent({
  kind: 'space.visual_entity_removed',
  version: 1,
  summary: 'A mark is no longer drawn.',
  lane: 'module',
  fields: { entity_id: field.visualEntityRef('Its id.') },
  apply: (write, { entity_id }) => write.delete('visual_entities', entity_id),
})
