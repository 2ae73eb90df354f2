import { expect, test } from 'vitest'
import { at, TestedModule } from '../testing/module-host.ts'

const expanded = (agent_id: string, consumed_item_id: string, expansion_level: number) => ({
  agent_id,
  slot_capacity: 7 + expansion_level,
  expansion_level,
  consumed_item_id,
  new_slot_id: `slot-${7 + expansion_level}`,
  slot_type: 'universal',
})

test('counts items used up, levels reached and tries that failed', () => {
  const cargo = new TestedModule('m1.storage.cargo')
  cargo.happen('domain.body_interface_expanded', expanded('agent-1', 'iface-kit-1', 1))
  expect(cargo.remembered()).toEqual({
    consumed_interface_items: { 'iface-kit-1': 1 },
    agent_expansion_levels: { 'agent-1': 1 },
    reject_count: 0,
  })
  cargo.happen('domain.body_interface_expanded', expanded('agent-1', 'iface-kit-1', 2))
  cargo.happen('domain.body_interface_expanded', expanded('agent-0', 'kit', 1))
  const rejected = { agent_id: 'agent-1', consumed_item_id: 'none', reason: 'no such item' }
  cargo.happen('domain.body_interface_expand_rejected', rejected)
  cargo.happen('domain.body_interface_expand_rejected', rejected)
  expect(cargo.remembered()).toEqual({
    consumed_interface_items: { kit: 1, 'iface-kit-1': 2 },
    agent_expansion_levels: { 'agent-0': 1, 'agent-1': 2 },
    reject_count: 2,
  })
})

test('is silent about everything else', () => {
  const cargo = new TestedModule('m1.storage.cargo')
  const silence = { newState: undefined, emits: [] }
  expect(cargo.happen('domain.agent_registered', { agent_id: 'a', pos: at(0, 0, 0) })).toMatchObject(silence)
  expect(cargo.act('action.move_agent', { agent_id: 'a', to: at(0, 0, 0) })).toMatchObject(silence)
})
