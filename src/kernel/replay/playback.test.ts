import { describe, expect, test } from 'vitest'
import type { Frame } from '../journal/frame.ts'
import { createManifest } from '../manifest/shape.ts'
import { agentRegistered } from '../packs/space/events.ts'
import { nodeSha256 } from '../testing/node-sha256.ts'
import { submit } from '../world/decide.ts'
import { createWorld } from '../world/genesis.ts'
import { Playback } from './playback.ts'

const ports = { sha256: nodeSha256 }

function recording(moves: number): readonly Frame[] {
  const begun = createWorld(
    {
      scenario: 'test',
      seed: 1,
      tickMs: 1000,
      config: {},
      manifest: createManifest(),
      events: ['ada', 'bob'].map((agent_id) =>
        agentRegistered.create({ agent_id, pos: { x_cm: 0, y_cm: 0, z_cm: 0 }, owner: agent_id }),
      ),
    },
    ports,
  )
  if (!begun.ok) throw new Error(JSON.stringify(begun.fault))
  const frames: Frame[] = [begun.value.frame.frame]
  for (let index = 0; index < moves; index += 1) {
    const done = submit(begun.value.world, {
      kind: 'action.move_agent',
      payload: { agent_id: 'ada', to: { x_cm: index, y_cm: 1, z_cm: 0 } },
      actor: 'ada',
      key: `move-${index}`,
    })
    if (!done.ok) throw new Error(JSON.stringify(done.fault))
    frames.push(...done.value.map(({ frame }) => frame))
  }
  return frames
}

const xOf = (playback: Playback): unknown => {
  const pos: unknown = playback.state.get('agents', 'ada')?.['pos']
  return typeof pos === 'object' && pos !== null && 'x_cm' in pos ? pos.x_cm : undefined
}

describe('playback', () => {
  const frames = recording(200)
  const frameAt = (seq: number): Frame | undefined => frames[seq]

  test('steps forward and back by event and by frame', () => {
    const playback = new Playback()
    playback.load()
    for (const frame of frames.slice(0, 11)) expect(playback.applyFrame(frame)).toMatchObject({ ok: true })
    expect(xOf(playback)).toBe(9)
    expect(playback.stepBack('event')).toMatchObject({ seq: 9, k: 1 })
    expect(xOf(playback)).toBe(8)
    expect(playback.moveTo({ seq: 120, k: 0 }, frameAt)).toEqual({ ok: true, value: true })
    expect(playback.position).toMatchObject({ seq: 120, k: 0, events: 1 })
    expect(xOf(playback)).toBe(118)
    expect(playback.stepForward(frames[120] as Frame, 'event')).toMatchObject({ ok: true })
    expect(xOf(playback)).toBe(119)
    expect(playback.changesOf(120)?.map((change) => change.collection)).toEqual(['idempotency', 'agents'])
    expect(playback.stepBack('frame')).toMatchObject({ seq: 119, k: 1 })
    expect(playback.moveTo({ seq: 0 }, frameAt)).toEqual({ ok: true, value: true })
    expect(xOf(playback)).toBe(0)
    expect(playback.stepBack('frame')).toBeUndefined()
  })

  test('refuses a frame out of order and stays where it was', () => {
    const playback = new Playback()
    playback.load()
    expect(playback.applyFrame(frames[3] as Frame)).toMatchObject({
      ok: false,
      fault: { kind: 'frame.order', expected: 0, actual: 3 },
    })
    expect(playback.position.seq).toBe(-1)
  })

  test('folds at full speed to the same state', () => {
    const slow = new Playback()
    const fast = new Playback()
    for (const frame of frames) slow.applyFrame(frame)
    expect(fast.fold(frames)).toEqual({ ok: true, value: slow.position })
    for (const name of slow.state.collectionNames())
      expect([...fast.state.entries(name)]).toEqual([...slow.state.entries(name)])
    expect(fast.stepBack('event')).toBeUndefined()
  })
})
