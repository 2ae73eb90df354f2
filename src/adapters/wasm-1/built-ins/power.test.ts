import { describe, expect, test } from 'vitest'
import { at, TestedModule } from '../testing/module-host.ts'

const register = (module: TestedModule, agent_id: string, x: number) =>
  module.happen('domain.agent_registered', { agent_id, pos: at(x, 0, 0) })
const moved = (module: TestedModule, agent_id: string, x: number) =>
  module.happen('domain.agent_moved', { agent_id, from: at(0, 0, 0), to: at(x, 0, 0) })

describe('m1.power.radiation_harvest', () => {
  const created = () => new TestedModule('m1.power.radiation_harvest')

  test('gives one on every action, two from 8 km on, without an upper end', () => {
    const module = created()
    register(module, 'near', 799_999)
    register(module, 'far', -800_000)
    register(module, 'beyond', 16_000_000)
    for (let id = 1; id <= 20; id += 1) module.act('action.query_observation', { agent_id: 'near' }, id)
    expect(module.act('action.anything', {}, 21)).toMatchObject({
      emits: [
        {
          kind: 'power.radiation_harvest',
          payload: {
            action_id: 21,
            agents: [
              { agent_id: 'beyond', level: 42 },
              { agent_id: 'far', level: 42 },
              { agent_id: 'near', level: 21 },
            ],
          },
        },
      ],
    })
  })

  test('tells of nobody when nobody is there, and remembers nothing', () => {
    expect(created().act('action.query_observation', { agent_id: 'a' }, 5)).toMatchObject({
      newState: undefined,
      emits: [{ kind: 'power.radiation_harvest', payload: { action_id: 5, agents: [] } }],
    })
  })

  test('keeps the level of who is registered again, and does not follow strangers', () => {
    const module = created()
    register(module, 'a', 0)
    module.act('action.query_observation', { agent_id: 'a' })
    register(module, 'a', 5)
    expect(module.remembered()).toEqual({ agents: { a: { pos: at(5, 0, 0), level: 1 } } })
    expect(moved(module, 'stranger', 9).newState).toBeUndefined()
    moved(module, 'a', 9)
    expect(module.remembered()).toEqual({ agents: { a: { pos: at(9, 0, 0), level: 1 } } })
  })
})

describe('m1.power.storage', () => {
  const move = (module: TestedModule, agent_id: string, x: number) =>
    module.judge('action.move_agent', { agent_id, to: at(x, 0, 0) })
  const created = () => {
    const module = new TestedModule('m1.power.storage')
    register(module, 'a', 0)
    return module
  }

  test('begins at 6; each 1 km move takes 3 and each try gives 1: three moves, two refusals, then one in three', () => {
    const module = created()
    const verdicts: string[] = []
    let x = 0
    for (let tries = 0; tries < 11; tries += 1) {
      const decision = move(module, 'a', x === 0 ? 100_000 : 0)
      verdicts.push(decision?.verdict ?? 'none')
      expect(decision?.cost).toEqual({})
      if (decision?.verdict === 'allow') x = 100_000 - x
    }
    const refused = ['deny', 'deny', 'allow']
    expect(verdicts).toEqual(['allow', 'allow', 'allow', ...refused, ...refused, 'deny', 'deny'])
  })

  test('says how much is missing', () => {
    expect(move(created(), 'a', 250_000)).toEqual({
      verdict: 'deny',
      cost: {},
      notes: ['storage insufficient for move: need 9, have 7'],
    })
  })

  test('a stranger does not move', () => {
    expect(move(new TestedModule('m1.power.storage'), 'a', 1)).toEqual({
      verdict: 'deny',
      cost: {},
      notes: ['agent power state missing'],
    })
  })

  test('fills up to 12, and then has nothing new to remember', () => {
    const module = created()
    for (let tries = 0; tries < 6; tries += 1) move(module, 'stranger', 1)
    expect(module.remembered()).toEqual({ agents: { a: { pos: at(0, 0, 0), level: 12 } } })
    const full = module.act('action.move_agent', { agent_id: 'stranger', to: at(1, 0, 0) })
    expect(full.newState).toBeUndefined()
  })

  test('a granted move is paid and done at once; the event about it then tells nothing new', () => {
    const module = created()
    move(module, 'a', 200_000)
    expect(module.remembered()).toEqual({ agents: { a: { pos: at(200_000, 0, 0), level: 1 } } })
    expect(moved(module, 'a', 200_000).newState).toBeUndefined()
    expect(moved(module, 'stranger', 1).newState).toBeUndefined()
    moved(module, 'a', 7)
    expect(module.remembered()).toEqual({ agents: { a: { pos: at(7, 0, 0), level: 1 } } })
  })

  test('brings levels of other versions into its bounds', () => {
    const module = created()
    // {agents: {a: {pos: {0, 0, 0}, level: 99}}}
    module.state = Uint8Array.from(
      Buffer.from(
        'a1666167656e7473a16161a263706f73a364785f636d0064795f636d00647a5f636d00656c6576656c1863',
        'hex',
      ),
    )
    moved(module, 'a', 0)
    expect(module.remembered()).toEqual({ agents: { a: { pos: at(0, 0, 0), level: 12 } } })
  })
})
