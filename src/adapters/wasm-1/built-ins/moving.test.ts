import { describe, expect, test } from 'vitest'
import { at, TestedModule } from '../testing/module-host.ts'

describe.each(['m1.rule.move', 'm1.mobility.basic'])('%s', (id) => {
  const placed = (...pos: [number, number, number]): TestedModule => {
    const module = new TestedModule(id)
    module.happen('domain.agent_registered', { agent_id: 'agent-1', pos: at(...pos) })
    return module
  }
  const move = (module: TestedModule, ...to: [number, number, number]) =>
    module.judge('action.move_agent', { agent_id: 'agent-1', to: at(...to) })

  test.each([
    [1, 1],
    [99_999, 1],
    [100_000, 1],
    [100_001, 2],
    [250_000, 3],
    [16_777_216, 168],
  ])('%i cm cost %i electricity', (distance, cost) => {
    expect(move(placed(0, 0, 0), 0, distance, 0)).toEqual({
      verdict: 'allow',
      cost: { electricity: -cost },
      notes: [],
    })
  })

  test('distance is straight and rounded to the centimetre', () => {
    expect(move(placed(0, 0, 0), 60_000, 80_000, 0)?.cost).toEqual({ electricity: -1 })
    expect(move(placed(0, 0, 0), 60_000, 80_001, 0)?.cost).toEqual({ electricity: -2 })
    expect(move(placed(0, 0, 0), 100_000, 1, 0)?.cost).toEqual({ electricity: -1 })
  })

  test('nobody moves to where they are', () => {
    expect(move(placed(5, -7, 9), 5, -7, 9)).toEqual({
      verdict: 'deny',
      cost: {},
      notes: ['move target equals current position'],
    })
  })

  test('an agent nobody told of moves free of charge', () => {
    expect(move(new TestedModule(id), 1, 0, 0)).toEqual({
      verdict: 'allow',
      cost: {},
      notes: ['agent position missing for move rule'],
    })
  })

  test('a verdict changes nothing, a move that happened does, also of an agent nobody told of', () => {
    const module = placed(0, 0, 0)
    const before = module.state
    move(module, 100_000, 0, 0)
    expect(module.state).toEqual(before)
    const moved = { from: at(0, 0, 0), to: at(100_000, 0, 0) }
    module.happen('domain.agent_moved', { agent_id: 'agent-1', ...moved })
    expect(move(module, 100_000, 0, 0)?.verdict).toBe('deny')
    const other = new TestedModule(id)
    other.happen('domain.agent_moved', { agent_id: 'agent-1', ...moved })
    expect(move(other, 100_000, 0, 0)?.verdict).toBe('deny')
  })

  test('is silent about other actions and events', () => {
    const module = placed(0, 0, 0)
    const silence = { newState: undefined, effects: [], emits: [] }
    expect(module.act('action.query_observation', { agent_id: 'agent-1' })).toMatchObject(silence)
    const transfer = { from_agent_id: 'agent-1', to_agent_id: 'b', kind: 'data', amount: 1 }
    expect(module.happen('domain.resource_transferred', transfer)).toMatchObject(silence)
    expect(module.happen('core.tick_advanced', { by: 1, time: 2 })).toMatchObject(silence)
  })

  test('agents stand in the order of their ids, whoever came first', () => {
    const states = [
      ['a', 'b', 'c', 'a-1'],
      ['c', 'a-1', 'b', 'a'],
    ].map((order) => {
      const module = new TestedModule(id)
      for (const agent of order)
        module.happen('domain.agent_registered', { agent_id: agent, pos: at(1, 2, 3) })
      return module.state
    })
    expect(states[0]).toEqual(states[1])
  })
})
