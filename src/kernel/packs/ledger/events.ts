import { assert } from '../../base/assert.ts'
import { addInts } from '../../base/ints.ts'
import { defineEvent } from '../../catalogue/define.ts'
import { field } from '../../schema/field.ts'
import { bodyOf } from '../space/body.ts'
import { agentIn, agentWith } from '../space/events.ts'
import { agents, bodies, CARGO_KINDS, RESOURCE_KINDS } from '../space/collections.ts'
import { addToAccount, addToStock, withDelta } from './stock.ts'

const KIND = field.choice('Resource.', RESOURCE_KINDS)

export const resourceTransferred = defineEvent({
  kind: 'domain.resource_transferred',
  version: 1,
  summary: 'An agent gave another some of its stock.',
  lane: 'trade',
  fields: {
    from_agent_id: field.agentRef('Who gave.'),
    to_agent_id: field.agentRef('Who received.'),
    kind: KIND,
    amount: field.int('How much.', { min: 1, unit: 'units' }),
  },
  apply: (write, { from_agent_id, to_agent_id, kind, amount }, { time }) => {
    const move = (agentId: string, delta: number): void => {
      const agent = agentIn(write, agentId)
      const resources = withDelta(agent.resources, kind, delta)
      agents.put(write, agentId, agentWith(agent, agent.pos, resources, time))
    }
    // A transfer to oneself only shows that the agent was active (spec A §1.3).
    if (from_agent_id === to_agent_id) return move(from_agent_id, 0)
    move(from_agent_id, -amount)
    move(to_agent_id, amount)
  },
  subjects: ({ from_agent_id, to_agent_id }) =>
    from_agent_id === to_agent_id ? [from_agent_id] : [from_agent_id, to_agent_id],
})

export const balanceAdjusted = defineEvent({
  kind: 'ledger.balance_adjusted',
  version: 1,
  summary: 'Resources were minted into, or burned from, the world’s own balance.',
  lane: 'power',
  fields: {
    deltas: field.map('Change by resource, never zero.', field.int('Units.'), RESOURCE_KINDS),
    reason: field.text('Why.', 256),
  },
  apply: (write, { deltas }) => {
    for (const kind of RESOURCE_KINDS) {
      const delta = deltas[kind]
      if (delta !== undefined) addToAccount(write, kind, { balance: delta, supply: delta })
    }
  },
})

export const stockAdjusted = defineEvent({
  kind: 'ledger.stock_adjusted',
  version: 1,
  summary: 'Resources were minted into, or burned from, a holder’s stock.',
  lane: 'power',
  fields: {
    holder_type: field.choice('Whose stock.', ['agent', 'location']),
    holder: field.id('Agent or location.'),
    kind: KIND,
    delta: field.int('Change, never zero.', { unit: 'units' }),
    reason: field.text('Why.', 256),
  },
  apply: (write, { holder_type, holder, kind, delta }) => {
    addToStock(write, holder_type, holder, kind, delta)
    addToAccount(write, kind, { balance: 0, supply: delta })
  },
  subjects: ({ holder_type, holder }) => (holder_type === 'agent' ? [holder] : []),
})

export const cargoAdded = defineEvent({
  kind: 'ledger.cargo_added',
  version: 1,
  summary: 'An agent took something on board.',
  lane: 'body',
  fields: {
    agent_id: field.agentRef('Who carries it.'),
    entity_id: field.id('What.'),
    entity_kind: field.choice('Kind.', CARGO_KINDS),
    quantity: field.int('How many.', { min: 1 }),
    size_per_unit: field.int('Size of one.', { min: 1 }),
  },
  apply: (write, { agent_id, ...entry }) => {
    const body = bodyOf(write, agent_id)
    const held = body.cargo.find((each) => each.entity_id === entry.entity_id)
    const quantity = addInts(held?.quantity ?? 0, entry.quantity)
    assert(quantity.ok, 'A journalled quantity fits its cargo.', { path: `bodies/${agent_id}/cargo` })
    const cargo =
      held === undefined
        ? [...body.cargo, entry]
        : body.cargo.map((each) => (each === held ? { ...each, quantity: quantity.value } : each))
    bodies.put(write, agent_id, { ...body, cargo })
  },
  subjects: ({ agent_id }) => [agent_id],
})
