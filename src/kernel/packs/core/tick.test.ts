import { expect, test } from 'vitest'
import { createManifest, type ManifestLimits } from '../../manifest/shape.ts'
import { nodeSha256 } from '../../testing/node-sha256.ts'
import { at } from '../../testing/trial.ts'
import { submit } from '../../world/decide.ts'
import { createWorld } from '../../world/genesis.ts'
import type { World } from '../../world/world.ts'
import { agentRegistered } from '../space/events.ts'

/** A world in which five actions are due at tick 1, each of about `size` bytes. */
function waiting(limits: Partial<ManifestLimits>, size: number): World {
  const begun = createWorld(
    {
      scenario: 'test',
      seed: 1,
      tickMs: 1000,
      config: {},
      manifest: createManifest({ limits }),
      events: [agentRegistered.create({ agent_id: 'ada', pos: at(0), owner: 'ada' })],
    },
    { sha256: nodeSha256 },
  )
  if (!begun.ok) throw new Error(JSON.stringify(begun.fault))
  const { world } = begun.value
  for (let index = 0; index < 5; index += 1) {
    const payload = { agent_id: 'ada', kind: 'wave', payload: 'x'.repeat(size) }
    const action = { kind: 'action.body_action', v: 1, payload, actor: 'ada' }
    const input = {
      kind: 'action.schedule_action',
      payload: { at: 1, action },
      actor: 'ada',
      key: `s${index}`,
    }
    expect(submit(world, input)).toMatchObject({ ok: true })
  }
  return world
}

/** Kinds of the frames of one tick. */
function tick(world: World): readonly string[] {
  const key = `tick-${world.head.seq}`
  const ticked = submit(world, { kind: 'tick', payload: { by: 1 }, actor: 'host', key })
  if (!ticked.ok) throw new Error(JSON.stringify(ticked.fault))
  return ticked.value.map(({ frame }) => frame.action.kind)
}

test('what does not fit the frame of a tick waits for the next one', () => {
  const byCount = waiting({ frameEventsMax: 3 }, 10)
  expect(tick(byCount)).toEqual(['tick', 'action.body_action', 'action.body_action'])
  expect(byCount.state.size('due')).toBe(3)
  const bySize = waiting({ frameBytesMax: 3000 }, 1000)
  expect(tick(bySize)).toEqual(['tick', 'action.body_action', 'action.body_action'])
  expect(tick(bySize)).toHaveLength(3)
  expect(tick(bySize)).toHaveLength(2)
  expect(bySize.state.size('due')).toBe(0)
})

test('a tick moves time on even when nothing that waits fits its frame', () => {
  const world = waiting({ frameEventsMax: 2 }, 10)
  for (let rest = 4; rest >= 0; rest -= 1) {
    expect(tick(world)).toEqual(['tick', 'action.body_action'])
    expect(world.state.size('due')).toBe(rest)
  }
})
