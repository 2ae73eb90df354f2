import { addInts, distanceCm } from '../../base/ints.ts'
import { accept, defineAction, reject, type DecideContext, type Decision } from '../../catalogue/define.ts'
import { field } from '../../schema/field.ts'
import { ruleDenied, withCapability, withOwnAgent } from '../space/actions.ts'
import { bodyOf } from '../space/body.ts'
import { agents, CARGO_KINDS, RESOURCE_KINDS, type ResourceKind } from '../space/collections.ts'
import { balanceAdjusted, cargoAdded, resourceTransferred, stockAdjusted } from './events.ts'
import { accountOf, amountOf, stockOf } from './stock.ts'

const TRANSFER_FIELDS = {
  from_agent_id: field.agentRef('Who gives.'),
  to_agent_id: field.agentRef('Who receives.'),
  kind: field.choice('Resource.', RESOURCE_KINDS),
  amount: field.int('How much.', { unit: 'units' }),
}

const agentNotFound = (agent_id: string): Decision => reject({ type: 'AgentNotFound', data: { agent_id } })
const overflow = (path: string): Decision => reject({ type: 'Overflow', data: { path } })

export const transferResource = defineAction({
  kind: 'action.transfer_resource',
  version: 1,
  summary: 'Asks to give a resource to another agent; a rule module answers.',
  fields: TRANSFER_FIELDS,
  decide: (context, { from_agent_id, to_agent_id }) =>
    withOwnAgent(context, from_agent_id, () =>
      context.read.has('agents', to_agent_id)
        ? ruleDenied('transfer requires rule module')
        : agentNotFound(to_agent_id),
    ),
})

export const emitResourceTransfer = defineAction({
  kind: 'action.emit_resource_transfer',
  version: 1,
  summary: 'Carries a transfer out, in the place of a rule module.',
  fields: TRANSFER_FIELDS,
  decide: (context, payload) =>
    withCapability(context, 'kernel.emit', () => decideTransfer(context, payload)),
})

/** Checks in the model's order; the first that fails answers (spec A §1.4). */
function decideTransfer(
  context: DecideContext,
  payload: {
    readonly from_agent_id: string
    readonly to_agent_id: string
    readonly kind: ResourceKind
    readonly amount: number
  },
): Decision {
  const { from_agent_id, to_agent_id, kind, amount } = payload
  if (amount <= 0) return reject({ type: 'InvalidAmount', data: { amount } })
  const from = agents.get(context.read, from_agent_id)
  if (from === undefined) return agentNotFound(from_agent_id)
  const to = agents.get(context.read, to_agent_id)
  if (to === undefined) return agentNotFound(to_agent_id)
  if (distanceCm(from.pos, to.pos) > 0) {
    return reject({
      type: 'AgentsNotCoLocated',
      data: { agent_id: from_agent_id, other_agent_id: to_agent_id },
    })
  }
  const available = amountOf(from.resources, kind)
  if (available < amount) {
    return reject({
      type: 'InsufficientResource',
      data: { agent_id: from_agent_id, kind, requested: amount, available },
    })
  }
  if (!addInts(amountOf(to.resources, kind), amount).ok)
    return overflow(`agents/${to_agent_id}/resources/${kind}`)
  return accept(resourceTransferred.create(payload))
}

const mintCapability = (kind: ResourceKind): string => `mint:${kind}`

export const adjustBalance = defineAction({
  kind: 'action.adjust_balance',
  version: 1,
  summary: 'Mints into, or burns from, the world’s own balance.',
  fields: {
    deltas: field.map('Change by resource.', field.int('Units.'), RESOURCE_KINDS),
    reason: field.text('Why.', 256),
  },
  decide: (context, { deltas, reason }) => {
    const kinds = RESOURCE_KINDS.filter((kind) => (deltas[kind] ?? 0) !== 0)
    if (kinds.length === 0) return reject({ type: 'InvalidAmount', data: { amount: 0 } })
    const deficits: Partial<Record<ResourceKind, number>> = {}
    const wanted: Partial<Record<ResourceKind, number>> = {}
    for (const kind of kinds) {
      if (!context.holds(mintCapability(kind)))
        return withCapability(context, mintCapability(kind), () => accept())
      const delta = deltas[kind] ?? 0
      const account = accountOf(context.read, kind)
      const balance = addInts(account.balance, delta)
      if (!balance.ok || !addInts(account.supply, delta).ok) return overflow(`ledger/${kind}`)
      if (balance.value < 0) deficits[kind] = -balance.value
      wanted[kind] = delta
    }
    if (Object.keys(deficits).length > 0) return reject({ type: 'InsufficientResources', data: { deficits } })
    return accept(balanceAdjusted.create({ deltas: wanted, reason }))
  },
})

export const adjustStock = defineAction({
  kind: 'action.adjust_stock',
  version: 1,
  summary: 'Mints into, or burns from, the stock of an agent or a location.',
  fields: {
    holder_type: field.choice('Whose stock.', ['agent', 'location']),
    holder: field.id('Agent or location.'),
    kind: field.choice('Resource.', RESOURCE_KINDS),
    delta: field.int('Change.', { unit: 'units' }),
    reason: field.text('Why.', 256),
  },
  decide: (context, payload) =>
    withCapability(context, mintCapability(payload.kind), () => {
      const { holder_type, holder, kind, delta } = payload
      if (delta === 0) return reject({ type: 'InvalidAmount', data: { amount: 0 } })
      const stock = stockOf(context.read, holder_type, holder)
      if (stock === undefined) {
        return holder_type === 'agent'
          ? agentNotFound(holder)
          : reject({ type: 'LocationNotFound', data: { location_id: holder } })
      }
      const available = amountOf(stock, kind)
      const next = addInts(available, delta)
      if (!next.ok || !addInts(accountOf(context.read, kind).supply, delta).ok)
        return overflow(`ledger/${kind}`)
      if (next.value < 0) {
        return holder_type === 'agent'
          ? reject({
              type: 'InsufficientResource',
              data: { agent_id: holder, kind, requested: -delta, available },
            })
          : reject({ type: 'InsufficientResources', data: { deficits: { [kind]: -next.value } } })
      }
      return accept(stockAdjusted.create(payload))
    }),
})

export const addCargo = defineAction({
  kind: 'action.add_cargo',
  version: 1,
  summary: 'Puts something on board of an agent.',
  fields: {
    agent_id: field.agentRef('Who carries it.'),
    entity_id: field.id('What.'),
    entity_kind: field.choice('Kind.', CARGO_KINDS),
    quantity: field.int('How many.'),
    size_per_unit: field.int('Size of one.'),
  },
  decide: (context, payload) =>
    withCapability(context, 'kernel.emit', () => {
      const { agent_id, entity_id, entity_kind, quantity, size_per_unit } = payload
      if (!context.read.has('agents', agent_id)) return agentNotFound(agent_id)
      if (quantity <= 0) return reject({ type: 'InvalidAmount', data: { amount: quantity } })
      if (size_per_unit <= 0) return reject({ type: 'InvalidAmount', data: { amount: size_per_unit } })
      const body = bodyOf(context.read, agent_id)
      const held = body.cargo.find((entry) => entry.entity_id === entity_id)
      if (held === undefined && body.cargo.length >= 1024) return ruleDenied('cargo list is full')
      if (held !== undefined && (held.entity_kind !== entity_kind || held.size_per_unit !== size_per_unit)) {
        return ruleDenied('cargo of that id has another kind or size')
      }
      if (held !== undefined && !addInts(held.quantity, quantity).ok)
        return overflow(`bodies/${agent_id}/cargo`)
      return accept(cargoAdded.create(payload))
    }),
})
