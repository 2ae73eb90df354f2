import { describe, expect, test } from 'vitest'
import type { ValueMap } from '../codec/value.ts'
import { begin } from '../testing/run.ts'
import { at } from '../testing/trial.ts'

describe('the nine actions of the model', () => {
  test('register_agent: taken ids are rejected, the registrant owns', () => {
    const run = begin()
    const { world } = run
    expect(run.events('person:cy', 'action.register_agent', { agent_id: 'cat', pos: at(1) })[0]?.[0]).toBe(
      'domain.agent_registered',
    )
    expect(world.state.get('agents', 'cat')).toMatchObject({ owner: 'person:cy', pos: at(1) })
    expect(run.rejection('person:cy', 'action.register_agent', { agent_id: 'ada', pos: at(1) })).toEqual({
      type: 'AgentAlreadyExists',
      data: { agent_id: 'ada' },
    })
  })

  test('move_agent: owner and agent itself may, others may not, bounds hold', () => {
    const run = begin()
    const { world } = run
    run.events('person:ann', 'action.move_agent', { agent_id: 'ada', to: at(3, 4) })
    run.events('ada', 'action.move_agent', { agent_id: 'ada', to: at(5, 6) })
    expect(world.state.get('agents', 'ada')).toMatchObject({ pos: at(5, 6) })
    expect(run.rejection('bob', 'action.move_agent', { agent_id: 'ada', to: at(0) })).toMatchObject({
      type: 'NotOwner',
    })
    expect(run.rejection('ada', 'action.move_agent', { agent_id: 'nobody', to: at(0) })).toMatchObject({
      type: 'AgentNotFound',
    })
    expect(run.rejection('ada', 'action.move_agent', { agent_id: 'ada', to: at(2 ** 24 + 1) })).toMatchObject(
      { type: 'OutOfBounds' },
    )
  })

  test('query, body and transfer need rule modules', () => {
    const run = begin()
    expect(run.rejection('ada', 'action.query_observation', { agent_id: 'ada' })).toEqual({
      type: 'RuleDenied',
      data: { notes: ['observation requires rule module'] },
    })
    expect(
      run.rejection('ada', 'action.body_action', { agent_id: 'ada', kind: 'wave', payload: {} }),
    ).toMatchObject({ type: 'RuleDenied' })
    const transfer = { from_agent_id: 'ada', to_agent_id: 'bob', kind: 'data', amount: 1 }
    expect(run.rejection('ada', 'action.transfer_resource', transfer)).toMatchObject({ type: 'RuleDenied' })
    expect(run.rejection('ada', 'action.transfer_resource', { ...transfer, to_agent_id: 'x' })).toMatchObject(
      { type: 'AgentNotFound' },
    )
  })

  test('emit actions need the capability', () => {
    const run = begin()
    const seen = { time: 0, agent_id: 'ada', pos: at(0), visibility_range_cm: 10, visible_agents: [] }
    expect(run.rejection('ada', 'action.emit_observation', { observation: seen })).toMatchObject({
      type: 'CapabilityMissing',
    })
    expect(run.events('driver:trial', 'action.emit_observation', { observation: seen })[0]?.[0]).toBe(
      'domain.observation',
    )
  })

  test('emit_resource_transfer checks in the model’s order', () => {
    const run = begin()
    const { world } = run
    const transfer = { from_agent_id: 'ada', to_agent_id: 'bob', kind: 'electricity', amount: 4 }
    const rejected = (change: ValueMap) =>
      run.rejection('driver:trial', 'action.emit_resource_transfer', { ...transfer, ...change })
    expect(rejected({ amount: 0, from_agent_id: 'x' })).toMatchObject({ type: 'InvalidAmount' })
    expect(rejected({ from_agent_id: 'x' })).toMatchObject({ type: 'AgentNotFound', data: { agent_id: 'x' } })
    expect(rejected({ to_agent_id: 'far', amount: 99 })).toMatchObject({ type: 'AgentsNotCoLocated' })
    expect(rejected({ amount: 99 })).toEqual({
      type: 'InsufficientResource',
      data: { agent_id: 'ada', kind: 'electricity', requested: 99, available: 10 },
    })
    run.events('driver:trial', 'action.emit_resource_transfer', transfer)
    expect(world.state.get('agents', 'ada')?.['resources']).toEqual({ electricity: 6 })
    expect(world.state.get('agents', 'bob')?.['resources']).toEqual({ electricity: 4 })
  })

  test('emit_body_attributes passes the guard or says what the guard found', () => {
    const run = begin()
    const view = { mass_kg: 10, radius_cm: 5, thrust_limit: 0, cross_section_cm2: 100 }
    const emit = (next: ValueMap) =>
      run.events('driver:trial', 'action.emit_body_attributes', {
        agent_id: 'bob',
        view: next,
        reason: 'scan',
      })
    expect(emit({ ...view, cross_section_cm2: 101 })).toEqual([
      [
        'domain.body_attributes_rejected',
        { agent_id: 'bob', reason: 'body guard cross_section_cm2 out of range: 101 not in 1..=100' },
      ],
    ])
    expect(emit(view)[0]?.[0]).toBe('domain.body_attributes_updated')
    expect(emit({ ...view, mass_kg: 101 })[0]?.[1]['reason']).toBe(
      'body guard mass_kg rate violation: prev=10 next=101 factor=10',
    )
  })

  test('expand_body_interface uses one item up and adds a slot', () => {
    const run = begin()
    const { world } = run
    const expand = (item: string) =>
      run.events('ada', 'action.expand_body_interface', { agent_id: 'ada', interface_module_item_id: item })
    expect(expand('  ')[0]?.[1]['reason']).toBe('interface module item id is empty')
    expect(expand(' slot-kit ')[0]?.[1]).toMatchObject({
      slot_capacity: 8,
      new_slot_id: 'slot-8',
      consumed_item_id: 'slot-kit',
    })
    expect(world.state.get('bodies', 'ada')).toMatchObject({
      slot_capacity: 8,
      expansion_level: 1,
      cargo: [],
    })
    expect(expand('slot-kit')[0]?.[1]['reason']).toBe('interface module item unavailable or depleted')
  })
})
