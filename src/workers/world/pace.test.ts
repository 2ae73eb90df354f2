import { expect, test } from 'vitest'
import { countActions, Pace } from './pace.ts'

/** When the inputs of some ticks are made, in ms; each takes `costMs` of the clock. */
function times(options: {
  readonly ticksPerSecond: number
  readonly actions: number
  readonly ticks: number
  readonly costMs?: number
}): number[] {
  const { ticksPerSecond, actions, ticks, costMs = 0 } = options
  const pace = new Pace(ticksPerSecond, 0)
  const made: number[] = []
  for (let now = 0; made.length < ticks * (actions + 1); ) {
    if (!pace.isDue(now)) {
      now += pace.sleepMs(now)
      continue
    }
    made.push(now)
    now += costMs
    pace.passed(actions, now)
  }
  return made
}

test('the actions of a tick are spread over it', () => {
  const made = times({ ticksPerSecond: 1, actions: 19, ticks: 3 })
  const gaps = made.slice(1).map((time, index) => time - (made[index] ?? 0))
  for (const gap of gaps) expect(gap).toBeCloseTo(50, 6)
  expect(made.at(-1)).toBeCloseTo(2950, 6)
})

test('many small actions share an awakening', () => {
  const made = times({ ticksPerSecond: 1, actions: 9999, ticks: 1 })
  expect(new Set(made).size).toBeLessThan(70)
  expect(made.at(-1)).toBeLessThan(1020)
})

test('who cannot keep up drops the debt instead of working it off', () => {
  const made = times({ ticksPerSecond: 100, actions: 9, ticks: 20, costMs: 5 })
  expect(made.at(-1)).toBeCloseTo((made.length - 1) * 5, 6)
})

test('a counted driver gives the actions it counted', () => {
  let asked = 0
  const driver = countActions({
    actionsFor: (tick) => {
      asked += 1
      return Array.from({ length: tick }, (_, index) => ({
        kind: 'k',
        payload: {},
        actor: 'a',
        key: `${tick}-${index}`,
      }))
    },
  })
  expect(driver.countOf(3)).toBe(3)
  expect([...driver.actionsFor(3)].map(({ key }) => key)).toEqual(['3-0', '3-1', '3-2'])
  expect(asked).toBe(1)
})
