import { expect, test } from 'vitest'
import type { ValueMap } from '../../../kernel/codec/value.ts'
import { at, TestedModule } from '../testing/module-host.ts'

// One small world of all ten: two agents meet, look, trade; a body is built and grows.

const created = (ids: readonly string[]) => new Map(ids.map((id) => [id, new TestedModule(id)]))

const modules = created([
  'm1.rule.move',
  'm1.rule.visibility',
  'm1.rule.transfer',
  'm1.body.core',
  'm1.sensor.basic',
  'm1.mobility.basic',
  'm1.memory.core',
  'm1.storage.cargo',
  'm1.power.radiation_harvest',
  'm1.power.storage',
])

const broadcast = (kind: string, payload: ValueMap): void => {
  for (const module of modules.values()) module.happen(kind, payload)
}

const verdicts = (ids: readonly string[], kind: string, payload: ValueMap, actionId: number) =>
  ids.map((id) => modules.get(id)?.judge(kind, payload, actionId))

test('the ten together', () => {
  const [here, there] = [at(0, 0, 0), at(200_000, 0, 0)]
  broadcast('domain.agent_registered', { agent_id: 'agent-1', pos: here })
  broadcast('domain.agent_registered', { agent_id: 'agent-2', pos: there })

  const moves = ['m1.rule.move', 'm1.mobility.basic', 'm1.power.storage']
  const move = { agent_id: 'agent-1', to: there }
  expect(verdicts(moves, 'action.move_agent', move, 101)).toEqual([
    { verdict: 'allow', cost: { electricity: -2 }, notes: [] },
    { verdict: 'allow', cost: { electricity: -2 }, notes: [] },
    { verdict: 'allow', cost: {}, notes: [] },
  ])
  broadcast('domain.agent_moved', { agent_id: 'agent-1', from: here, to: there })
  // Six to begin with, one gathered, six paid for two kilometres: one is left, and two after the next try.
  expect(
    verdicts(['m1.power.storage'], 'action.move_agent', { agent_id: 'agent-1', to: here }, 105),
  ).toMatchObject([{ notes: ['storage insufficient for move: need 6, have 2'] }])

  const seen = verdicts(
    ['m1.rule.visibility', 'm1.sensor.basic'],
    'action.query_observation',
    { agent_id: 'agent-1' },
    102,
  )
  expect(seen[0]).toEqual(seen[1])
  const override = seen[0]?.override
  expect(override).toMatchObject({
    kind: 'action.emit_observation',
    payload: { observation: { visible_agents: [{ agent_id: 'agent-2', distance_cm: 0 }] } },
  })
  broadcast('domain.observation', override?.payload ?? {})

  const trade = { from_agent_id: 'agent-1', to_agent_id: 'agent-2', kind: 'electricity', amount: 2 }
  expect(verdicts(['m1.rule.transfer'], 'action.transfer_resource', trade, 103)).toEqual([
    {
      verdict: 'modify',
      cost: {},
      notes: [],
      override: { kind: 'action.emit_resource_transfer', payload: trade },
    },
  ])

  const view = { mass_kg: 120, radius_cm: 80, thrust_limit: 200, cross_section_cm2: 4000 }
  const build = { agent_id: 'agent-1', kind: 'bootstrap', payload: view }
  expect(verdicts(['m1.body.core'], 'action.body_action', build, 104)).toMatchObject([
    { verdict: 'modify', cost: { electricity: -10 } },
  ])
  expect(Buffer.from(modules.get('m1.memory.core')?.state ?? []).toString('latin1')).toContain(
    'domain.observation',
  )
})
