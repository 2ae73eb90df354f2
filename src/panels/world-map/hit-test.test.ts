import { expect, test } from 'vitest'
import { agentTowards, objectAt } from './hit-test.ts'
import type { Scene } from './scene.ts'
import { plainTokens } from './testing/plain-tokens.ts'

// One centimetre is one pixel and the world's origin is the middle of a 400 × 400 window.
const scene = {
  view: {
    directoryVersion: 1,
    agents: Float32Array.from([0, 0, 100, 0, 0, -80, Number.NaN, Number.NaN, 140, 60]),
    tones: Uint8Array.from([1, 1, 1, 1, 1]),
    locations: Float32Array.from([-100, 100]),
  },
  directory: {
    version: 1,
    agents: ['a', 'b', 'c', 'gone', 'd'].map((id) => ({ id, name: id })),
    locations: [{ id: 'p', name: 'p', material: 'ice', radiusCm: 30, radiation: 0 }],
  },
  camera: { centreX: 0, centreY: 0, scale: 1 },
  size: { width: 400, height: 400 },
  tokens: plainTokens,
  selected: undefined,
  hovered: undefined,
  focused: undefined,
} satisfies Scene

test('an agent is hit within a finger of its disc', () => {
  expect(objectAt(scene, { x: 200, y: 200 })).toEqual({ kind: 'agent', index: 0 })
  expect(objectAt(scene, { x: 311, y: 200 })).toEqual({ kind: 'agent', index: 1 })
  expect(objectAt(scene, { x: 250, y: 200 })).toBeUndefined()
})

test('a place is hit inside its outline', () => {
  expect(objectAt(scene, { x: 115, y: 310 })).toEqual({ kind: 'location', index: 0 })
  expect(objectAt(scene, { x: 140, y: 300 })).toBeUndefined()
})

test('arrows go to the next agent that way, never to one that is not in the world', () => {
  expect(agentTowards(scene, { kind: 'agent', index: 0 }, 'right')).toEqual({ kind: 'agent', index: 1 })
  expect(agentTowards(scene, { kind: 'agent', index: 0 }, 'up')).toEqual({ kind: 'agent', index: 2 })
  expect(agentTowards(scene, { kind: 'agent', index: 1 }, 'right')).toEqual({ kind: 'agent', index: 4 })
  expect(agentTowards(scene, { kind: 'agent', index: 2 }, 'up')).toBeUndefined()
})
