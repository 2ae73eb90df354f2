import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nodeSha256 as sha256 } from '../kernel/testing/node-sha256.ts'
import { FIRST_LIGHT } from './first-light/first-light.ts'
import { runTicks } from './runner.ts'
import { SWARM } from './swarm/swarm.ts'
import { collect, headHash, reopen, runTrial, theDriver } from './testing/begin.ts'

describe.each([
  { definition: FIRST_LIGHT, seed: 5, ticks: 12, sha256 },
  { definition: SWARM, seed: 5, ticks: 4, options: { agents: 40 }, sha256 },
])('$definition.id', (plan) => {
  const whole = runTrial(plan)

  test('cut at any frame, reopened and run on, it ends where the uninterrupted run ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: whole.frames.length }), (kept) => {
        const world = reopen(whole.frames.slice(0, kept), sha256)
        expect([...collect(world, plan.ticks - world.head.time)]).toHaveLength(whole.frames.length - kept)
        expect(headHash(world)).toBe(headHash(whole.world))
      }),
      { numRuns: 25 },
    )
  })

  test('whoever stops asking in the middle of a tick can go on with another run', () => {
    const half = runTrial({ ...plan, ticks: 0 })
    const frames = []
    for (const frame of runTicks(half.world, theDriver(half.world))) {
      frames.push(frame)
      if (frames.length === 17) break
    }
    collect(half.world, plan.ticks - half.world.head.time)
    expect(headHash(half.world)).toBe(headHash(whole.world))
  })
})
