import { expect, test } from 'vitest'
import { MovementIndex } from './movement.ts'
import { Whereabouts } from './whereabouts.ts'

/** A pseudo-random sequence; tests must not differ between runs. */
function sequence(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const AGENTS = 30
const EVENTS = 30_000

interface Noted {
  readonly eventId: number
  readonly agent: number
  readonly x: number
}

/** Movements by chance; every third event is of something else, and many lead to where the agent is already. */
function walk(): { readonly movement: MovementIndex; readonly noted: readonly Noted[] } {
  const draw = sequence(3)
  const movement = new MovementIndex()
  const noted: Noted[] = []
  for (let eventId = 1; eventId <= EVENTS; eventId += 1) {
    if (draw(3) === 0) continue
    const [agent, x] = [draw(AGENTS), draw(4)]
    movement.append(agent, eventId, x, -x)
    noted.push({ eventId, agent, x })
  }
  return { movement, noted }
}

/** Distinct places of an agent after a number of events, the newest last, found the slow way. */
function placesOf(noted: readonly Noted[], agent: number, events: number): readonly number[] {
  const xs = noted.filter((row) => row.agent === agent && row.eventId <= events).map(({ x }) => x)
  return xs.filter((x, index) => x !== xs[index - 1])
}

const pairs = (xs: readonly (number | undefined)[]): readonly number[] =>
  xs.flatMap((x) => [x ?? Number.NaN, x === undefined ? Number.NaN : 0 - x])

test('everybody is where the last movement before the event said, however the place is reached', () => {
  const { movement, noted } = walk()
  const whereabouts = new Whereabouts(movement)
  const jumps = [1, 2, 40, EVENTS, 29_990, 29_991, 12_345, 12_346, 12_300, 4000, 0, 11_000, 25_000, 21_000]
  for (const events of jumps) {
    whereabouts.moveTo(events, AGENTS)
    const expected = Array.from({ length: AGENTS }, (_, agent) => placesOf(noted, agent, events).at(-1))
    expect([...whereabouts.places]).toEqual(pairs(expected))
  }
})

test('trails are the last distinct places before an event', () => {
  const { movement, noted } = walk()
  const whereabouts = new Whereabouts(movement)
  const out = new Float32Array(2 + 36)
  for (const events of [0, 5, 70, 333, 9000, 8990, 29_999]) {
    whereabouts.moveTo(events, AGENTS)
    whereabouts.trail(5, { count: 18, out, at: 2 })
    const places = placesOf(noted, 5, events).slice(-18)
    const padding = Array.from({ length: 18 - places.length }, () => undefined)
    expect([...out.subarray(2)]).toEqual(pairs([...padding, ...places]))
  }
})

test('agents that come while somebody looks are seen', () => {
  const movement = new MovementIndex()
  const whereabouts = new Whereabouts(movement)
  movement.append(0, 1, 7, 8)
  whereabouts.moveTo(1, 1)
  movement.append(200, 2, 5, 6)
  whereabouts.moveTo(2, 201)
  expect([...whereabouts.places.slice(0, 2), ...whereabouts.places.slice(400)]).toEqual([7, 8, 5, 6])
  expect(whereabouts.rowOf(100)).toBe(-1)
})
