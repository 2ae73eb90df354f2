import { expect, test } from 'vitest'
import type { Frame } from '../journal/frame.ts'
import { encodeFrame } from '../journal/frame.ts'
import { nodeSha256 } from '../testing/node-sha256.ts'
import { begin } from '../testing/run.ts'
import { NO_BLOBS } from '../world/apply.ts'
import { CATALOGUE } from '../world/catalogue.ts'
import { foldBytes, foldFrames } from './fold.ts'
import { Playback } from './playback.ts'
import { positionAt } from './position.ts'

/** Two frames of this build, then one with an event of another. */
function ofAnotherBuild() {
  const run = begin()
  const { head } = run.world
  const state = run.world.state.clone()
  run.tick()
  run.tick()
  const [genesis, ...known] = run.frames.map(({ frame }) => frame)
  const last = known.at(-1)
  if (genesis === undefined || last === undefined) throw new Error('a world ticks')
  const strange: Frame = {
    v: 1,
    seq: last.seq + 1,
    time: last.time,
    parent: nodeSha256.digest(encodeFrame(last)),
    action: { ...last.action, key: 'strange' },
    firstEvent: last.firstEvent + last.events.length,
    events: [{ kind: 'weather.rained', v: 1, payload: {} }],
  }
  const from = positionAt(head, genesis.events.length)
  return { genesis, known, strange, state, from }
}

const ports = { catalogue: CATALOGUE, blobs: NO_BLOBS }
const UNKNOWN = { ok: false, fault: { kind: 'semantics.unknown', seq: 3, actual: 'weather.rained' } }

test('a fold stops at an event of another build and says so, of frames and of bytes', () => {
  const { known, strange, state, from } = ofAnotherBuild()
  expect(foldFrames(state.clone(), from, [...known, strange], ports)).toMatchObject(UNKNOWN)
  const slices = [...known, strange].map((frame) => {
    const bytes = encodeFrame(frame)
    return { bytes, offset: 0, end: bytes.length }
  })
  expect(foldBytes(state.clone(), from, slices, ports)).toMatchObject(UNKNOWN)
})

test('a playback stays where it was before such an event', () => {
  const { genesis, known, strange } = ofAnotherBuild()
  const playback = new Playback({ areFramesChecked: true })
  for (const frame of [genesis, ...known]) expect(playback.applyFrame(frame).ok).toBe(true)
  const before = playback.position
  expect(playback.applyFrame(strange)).toMatchObject(UNKNOWN)
  expect(playback.position).toEqual(before)
})
