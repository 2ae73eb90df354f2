import { describe, expect, test } from 'vitest'
import { distanceCm } from '../../kernel/base/ints.ts'
import { COORDINATE_MAX } from '../../kernel/base/limits.ts'
import { createOrbits } from './orbits.ts'
import { SWARM } from './swarm.ts'
import { createSwarmDriver } from './swarm-driver.ts'

describe('the orbits', () => {
  const orbits = createOrbits(7, 60)

  test('everybody moves in every tick, within bounds, by integers', () => {
    for (let agent = 0; agent < orbits.count; agent += 1) {
      for (let tick = 1; tick < 130; tick += 1) {
        const pos = orbits.at(agent, tick)
        expect(distanceCm(pos, orbits.at(agent, tick - 1))).toBeGreaterThan(0)
        for (const coordinate of Object.values<number>(pos)) {
          expect(Number.isInteger(coordinate) && Math.abs(coordinate) <= COORDINATE_MAX).toBe(true)
        }
      }
    }
  })

  test('a far tick is as good as a near one', () => {
    expect(orbits.at(5, 256 * 1_000_000_007 + 3)).toEqual(orbits.at(5, 3))
  })
})

describe('the driver', () => {
  test('moves each agent once, in order, as itself', () => {
    const actions = [...createSwarmDriver(1, 25).actionsFor(2)]
    expect(actions.map(({ actor }) => actor)).toEqual(
      Array.from({ length: 25 }, (_, agent) => `a${String(agent).padStart(5, '0')}`),
    )
    expect(actions[3]?.key).toBe('t2-3-a00003')
  })

  test('hands out actions of their own, though the iterator is reused', () => {
    const actions = [...createSwarmDriver(1, 3).actionsFor(1)]
    expect(new Set(actions.map(({ payload }) => payload)).size).toBe(3)
  })

  test('is a pure function of seed and tick', () => {
    const [one, other] = [createSwarmDriver(3, 40), createSwarmDriver(3, 40)]
    other.actionsFor(8)
    for (const tick of [9, 2, 1]) expect([...one.actionsFor(tick)]).toEqual([...other.actionsFor(tick)])
  })

  test('agents beyond a genesis frame arrive in the first tick', () => {
    const first = [...createSwarmDriver(1, 32_770).actionsFor(1)]
    expect(first.slice(0, 3).map(({ kind }) => kind)).toEqual([
      'action.register_agent',
      'action.register_agent',
      'action.move_agent',
    ])
    expect(new Set(first.map(({ key }) => key)).size).toBe(first.length)
  })
})

describe('the genesis', () => {
  test.each([0, -1, 50_001, 1.5])('%d agents are refused', (agents) => {
    const genesis = SWARM.genesis(1, { agents })
    expect(genesis.ok ? undefined : genesis.fault.path).toBe('options/agents')
  })

  test('agents stand where their orbits begin', () => {
    const genesis = SWARM.genesis(1, { agents: 12 })
    const events = genesis.ok
      ? genesis.value.events.filter(({ kind }) => kind === 'domain.agent_registered')
      : []
    expect(events).toHaveLength(12)
    expect(events[11]?.payload['pos']).toEqual(createOrbits(1, 12).at(11, 0))
  })
})
