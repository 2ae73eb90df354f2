import { describe, expect, test } from 'vitest'
import { at, TestedModule } from '../testing/module-host.ts'

describe.each(['m1.rule.visibility', 'm1.sensor.basic'])('%s', (id) => {
  const query = (module: TestedModule) => module.judge('action.query_observation', { agent_id: 'b' })

  test('shows who is within 100 km, the far end included, in the order of ids', () => {
    const module = new TestedModule(id)
    for (const [agent, x] of [
      ['z', -3],
      ['b', 0],
      ['a', 10_000_000],
      ['c', 10_000_001],
    ] as const)
      module.happen('domain.agent_registered', { agent_id: agent, pos: at(x, 0, 0) })
    module.time = 77
    expect(query(module)).toEqual({
      verdict: 'modify',
      cost: {},
      notes: [],
      override: {
        kind: 'action.emit_observation',
        payload: {
          observation: {
            time: 77,
            agent_id: 'b',
            pos: at(0, 0, 0),
            visibility_range_cm: 10_000_000,
            visible_agents: [
              { agent_id: 'a', pos: at(10_000_000, 0, 0), distance_cm: 10_000_000 },
              { agent_id: 'z', pos: at(-3, 0, 0), distance_cm: 3 },
            ],
          },
        },
      },
    })
  })

  test('two in one place see each other', () => {
    const module = new TestedModule(id)
    for (const agent of ['a', 'b'])
      module.happen('domain.agent_registered', { agent_id: agent, pos: at(1, 1, 1) })
    expect(query(module)?.override?.payload).toMatchObject({
      observation: { visible_agents: [{ agent_id: 'a', distance_cm: 0 }] },
    })
  })

  test('denies who has no place', () => {
    expect(query(new TestedModule(id))).toEqual({
      verdict: 'deny',
      cost: {},
      notes: ['agent position missing for visibility rule'],
    })
  })
})
