import { describe, expect, test } from 'vitest'
import type { FrameRecord } from '../kernel/journal/frame.ts'
import { nodeSha256 as sha256 } from '../kernel/testing/node-sha256.ts'
import { FIRST_LIGHT } from './first-light/first-light.ts'
import { SWARM } from './swarm/swarm.ts'
import { headHash, runTrial } from './testing/begin.ts'
import { driverFor, findWorld, WORLDS } from './worlds.ts'

const isRejection = ({ frame }: FrameRecord): boolean =>
  frame.events.some(({ kind }) => kind === 'domain.action_rejected')

describe('every world', () => {
  test.each(WORLDS.map((definition) => [definition.id, definition] as const))(
    '%s runs the same way twice',
    (_, definition) => {
      const plan = { definition, seed: definition.seed, ticks: 3, sha256, ...small(definition.id) }
      expect(headHash(runTrial(plan).world)).toBe(headHash(runTrial(plan).world))
    },
  )

  test('answers to its id and to its other names alone', () => {
    expect(findWorld('twin-regions')?.id).toBe('twin_region_bootstrap')
    expect(findWorld('nowhere')).toBeUndefined()
    const names = WORLDS.flatMap(({ id, aliases }) => [id, ...aliases])
    expect(new Set(names).size).toBe(names.length)
  })

  test('a scenario without a driver only ticks', () => {
    const { frames } = runTrial({ definition: the('minimal'), seed: 1, ticks: 4, sha256 })
    expect(frames.map(({ frame }) => frame.action.kind)).toEqual(['genesis', 'tick', 'tick', 'tick', 'tick'])
  })
})

describe('first light', () => {
  const { frames, world } = runTrial({ definition: FIRST_LIGHT, seed: 1, ticks: 240, sha256 })

  test('makes 12 to 25 events in a usual tick', () => {
    const mean = frames.slice(1).reduce((sum, { frame }) => sum + frame.events.length, 0) / 240
    expect(mean).toBeGreaterThan(12)
    expect(mean).toBeLessThan(25)
  })

  test('about one action in forty is turned down, for reasons of three kinds', () => {
    const rejected = frames.filter(isRejection)
    expect(frames.length / rejected.length).toBeGreaterThan(25)
    expect(frames.length / rejected.length).toBeLessThan(60)
    const reasons = rejected.map(({ frame }) => frame.events[0]?.payload['reason'])
    expect(new Set(reasons.map((reason) => JSON.stringify(reason).slice(0, 25))).size).toBe(3)
  })

  test('a day leaves everybody with what they had at its beginning', () => {
    for (const id of world.state.keys('agents')) {
      expect(world.state.get('agents', id)?.['resources'], id).toEqual({
        electricity: 40,
        hardware: 12,
        data: 18,
      })
    }
  })
})

describe('the swarm', () => {
  test('fifty thousand agents fit', () => {
    const plan = { definition: SWARM, seed: 1, ticks: 0, options: { agents: 50_000 }, sha256 }
    expect(runTrial(plan).world.state.size('agents')).toBe(32_768)
  })

  test('makes a frame a move, none of them turned down', () => {
    const { frames } = runTrial({ definition: SWARM, seed: 1, ticks: 2, options: { agents: 100 }, sha256 })
    expect(frames).toHaveLength(1 + 2 * (1 + 100))
    expect(frames.filter(isRejection)).toEqual([])
  })
})

describe('a world of somebody else', () => {
  const stateOf = (scenario: string, config: object) => ({
    get: () => ({ scenario, seed: 1, config: { ...config } }),
    has: () => true,
    size: () => 1,
    keys: () => [],
  })

  test('of an unknown scenario cannot be run on', () => {
    expect(driverFor(stateOf('elsewhere', {}))).toBeUndefined()
  })

  test('cannot ask for more than a world of ours has', () => {
    expect(driverFor(stateOf('swarm', { agents: 1e9 }))).toBeUndefined()
  })
})

function small(id: string): { readonly options?: { readonly agents: number } } {
  return id === 'swarm' ? { options: { agents: 200 } } : {}
}

function the(id: string) {
  const found = findWorld(id)
  if (found === undefined) throw new Error(`no world ${id}`)
  return found
}
