import { expect, test } from 'vitest'
import type { ValueMap } from '../../../kernel/codec/value.ts'
import { at, TestedModule } from '../testing/module-host.ts'

const VIEW = { mass_kg: 1, radius_cm: 1, thrust_limit: 0, cross_section_cm2: 1 }
const SEEN = { time: 1, agent_id: 'eye', pos: at(0, 0, 0), visibility_range_cm: 1, visible_agents: [] }

const FACTS: [string, string | undefined, ValueMap][] = [
  ['domain.agent_registered', 'a', { agent_id: 'a', pos: at(0, 0, 0) }],
  ['domain.agent_moved', 'a', { agent_id: 'a', from: at(0, 0, 0), to: at(1, 0, 0) }],
  [
    'domain.action_rejected',
    undefined,
    { action_id: 7, reason: { type: 'AgentNotFound', data: { agent_id: 'a' } } },
  ],
  ['domain.observation', 'eye', { observation: SEEN }],
  ['domain.body_attributes_updated', 'a', { agent_id: 'a', view: VIEW, reason: 'r' }],
  ['domain.body_attributes_rejected', 'a', { agent_id: 'a', reason: 'r' }],
  [
    'domain.body_interface_expanded',
    'a',
    {
      agent_id: 'a',
      slot_capacity: 8,
      expansion_level: 1,
      consumed_item_id: 'kit',
      new_slot_id: 'slot-8',
      slot_type: 'universal',
    },
  ],
  ['domain.body_interface_expand_rejected', 'a', { agent_id: 'a', consumed_item_id: 'kit', reason: 'r' }],
  [
    'domain.resource_transferred',
    'giver',
    { from_agent_id: 'giver', to_agent_id: 'taker', kind: 'data', amount: 1 },
  ],
]

test.each(FACTS)('%s is remembered with %s', (kind, agent_id, payload) => {
  const memory = new TestedModule('m1.memory.core')
  memory.time = 9
  memory.happen(kind, payload)
  expect(memory.remembered()).toEqual({
    entries: [{ time: 9, kind, ...(agent_id === undefined ? {} : { agent_id }) }],
  })
})

test('keeps the last 256 and drops the oldest first', () => {
  const memory = new TestedModule('m1.memory.core')
  for (let time = 1; time <= 300; time += 1) {
    memory.time = time
    memory.happen('domain.body_attributes_rejected', { agent_id: `agent-${time}`, reason: 'r' })
  }
  expect(memory.remembered()).toEqual({
    entries: Array.from({ length: 256 }, (_, index) => ({
      time: 45 + index,
      kind: 'domain.body_attributes_rejected',
      agent_id: `agent-${45 + index}`,
    })),
  })
})

test('remembers neither actions nor what is no fact about the world, nor facts it has no word for', () => {
  const memory = new TestedModule('m1.memory.core')
  memory.act('action.move_agent', { agent_id: 'a', to: at(1, 0, 0) })
  memory.happen('core.tick_advanced', { by: 1, time: 2 })
  memory.happen('domain.volcano_erupted', { agent_id: 'a' })
  expect(memory.state).toHaveLength(0)
})
