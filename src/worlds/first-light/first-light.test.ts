import { describe, expect, test } from 'vitest'
import { distanceCm } from '../../kernel/base/ints.ts'
import { createPrf } from '../../kernel/base/prf.ts'
import type { ActionInput } from '../../kernel/world/world.ts'
import { createFirstLightDriver } from './first-light-driver.ts'
import { DAY_TICKS, PEOPLE } from './people.ts'
import { PLACES, placePos } from './places.ts'
import { createWalks } from './walks.ts'

const SEED = 1
const DAYS = 5
const driver = createFirstLightDriver(SEED)
const ticks = Array.from({ length: DAYS * DAY_TICKS }, (_, index) => [...driver.actionsFor(index + 1)])

const countOf = (actions: readonly ActionInput[], kind: string): number =>
  actions.filter((action) => action.kind === `action.${kind}`).length

describe('the map', () => {
  test('has forty places, each with a name of its own and room around it', () => {
    expect(PLACES).toHaveLength(40)
    expect(new Set(PLACES.map(({ id }) => id)).size).toBe(40)
    for (const [index, a] of PLACES.entries()) {
      for (const b of PLACES.slice(index + 1)) {
        expect(distanceCm(a.pos, b.pos), `${a.name} and ${b.name}`).toBeGreaterThan(400_000)
      }
    }
  })

  test('uses all materials and three sources of radiation', () => {
    expect(new Set(PLACES.map(({ profile }) => profile.material)).size).toBe(5)
    expect(PLACES.filter(({ profile }) => profile.radiation_emission_per_tick > 0)).toHaveLength(3)
  })
})

describe('the walks', () => {
  test('nobody moves faster than 1.2 km a tick, across the ends of days as well', () => {
    const walks = createWalks(createPrf(SEED))
    for (const person of PEOPLE) {
      for (let tick = 1; tick <= DAYS * DAY_TICKS; tick += 1) {
        const step = distanceCm(walks.at(person, tick).pos, walks.at(person, tick - 1).pos)
        expect(step, `${person.name} in tick ${tick}`).toBeLessThanOrEqual(120_000)
      }
    }
  })

  test('whoever rests stands exactly on the place', () => {
    const walks = createWalks(createPrf(SEED))
    const beside = PEOPLE.flatMap((person) =>
      Array.from({ length: DAY_TICKS }, (_, tick) => walks.at(person, tick)).filter(
        ({ place, pos }) => place >= 0 && distanceCm(pos, placePos(place)) > 0,
      ),
    )
    expect(beside).toEqual([])
  })
})

describe('the driver', () => {
  test('is a pure function of seed and tick, asked in any order', () => {
    const other = createFirstLightDriver(SEED)
    for (const tick of [1100, 3, 240, 241, 240, 719, 1]) {
      expect([...other.actionsFor(tick)], `tick ${tick}`).toEqual(ticks[tick - 1])
    }
  })

  test('another seed gives another day', () => {
    expect([...createFirstLightDriver(SEED + 1).actionsFor(1)]).not.toEqual(ticks[0])
  })

  test('nothing happens before the first tick', () => {
    expect([...driver.actionsFor(0)]).toEqual([])
  })

  test('no two actions share a key', () => {
    const keys = ticks.flat().map(({ actor, key }) => `${actor}/${key}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('somebody moves in every tick', () => {
    for (const [index, actions] of ticks.entries()) {
      expect(countOf(actions, 'move_agent'), `tick ${index + 1}`).toBeGreaterThan(0)
    }
  })

  test('a tick is lively and not a crowd', () => {
    const mean = ticks.flat().length / ticks.length
    expect(mean).toBeGreaterThan(12)
    expect(mean).toBeLessThan(20)
    expect(Math.max(...ticks.map((actions) => actions.length))).toBeLessThan(40)
  })

  test('every kind of deed is seen every day', () => {
    for (let day = 0; day < DAYS; day += 1) {
      const actions = ticks.slice(day * DAY_TICKS, (day + 1) * DAY_TICKS).flat()
      for (const kind of [
        'emit_resource_transfer',
        'adjust_stock',
        'emit_observation',
        'query_observation',
      ]) {
        expect(countOf(actions, kind), `${kind} on day ${day}`).toBeGreaterThan(20)
      }
    }
  })
})
