import '../i18n/later-words.ts'
import { describe, expect, test } from 'vitest'
import type { Directory, MapView } from '../../workers/protocol.ts'
import { translate as t } from '../i18n/i18n.ts'
import { sayAction } from './actions.ts'
import { sayEvent } from './events.ts'
import { ACTION_KINDS, EVENT_KINDS } from './kinds.gen.ts'
import { createNames } from './names.ts'
import { sayRejection } from './rejections.ts'
import { sentenceText, speak } from './sentence.ts'

const directory: Directory = {
  version: 1,
  agents: [{ id: 'hesper', name: 'Hesper' }],
  locations: [
    { id: 'anvil', name: 'Anvil', material: 'metal', radiusCm: 1_000, radiation: 0 },
    { id: 'kessel', name: 'Kessel Ridge', material: 'ice', radiusCm: 1_000, radiation: 2 },
  ],
}
const map: MapView = {
  directoryVersion: 1,
  agents: Float32Array.of(0, 0),
  tones: Uint8Array.of(1),
  locations: Float32Array.of(0, 0, 590_000, 0),
}
const speaker = { t, names: createNames(directory, map) }
const at = (x_cm: number) => ({ x_cm, y_cm: 0, z_cm: 0 })

describe('sentences', () => {
  test('a move names agent and places as links, and the distance', () => {
    const sentence = sayEvent(
      { kind: 'domain.agent_moved', payload: { agent_id: 'hesper', from: at(0), to: at(590_000) } },
      speaker,
    )
    expect(sentenceText(sentence)).toBe('Hesper from Anvil to Kessel Ridge, 5.9 km')
    expect(sentence.filter((part) => typeof part !== 'string').map((part) => part.ref)).toEqual([
      'agent:hesper',
      'location:anvil',
      'location:kessel',
    ])
  })

  test('a point without a name is said by its coordinates', () => {
    const sentence = sayAction(
      { kind: 'action.move_agent', actor: 'hesper', payload: { agent_id: 'hesper', to: at(250_000) } },
      speaker,
    )
    expect(sentenceText(sentence)).toBe('Hesper moves to (2.5, 0.0) km')
  })

  test('an observation names whom it saw', () => {
    const seen = (...ids: string[]) => {
      const visible_agents = ids.map((agent_id) => ({ agent_id, distance_cm: 10 }))
      const payload = { observation: { agent_id: 'juno', pos: at(0), visible_agents } }
      return sentenceText(sayEvent({ kind: 'domain.observation', payload }, speaker))
    }
    expect(seen()).toBe('juno saw nobody from Anvil')
    expect(seen('hesper', 'dray')).toBe('juno saw Hesper, dray from Anvil')
    expect(seen('hesper', 'dray', 'kite')).toBe('juno saw Hesper, dray and 1 more from Anvil')
  })

  test('a rejection says why', () => {
    const data = { agent_id: 'hesper', kind: 'electricity', requested: 12, available: 3 }
    const payload = { action_id: 7, reason: { type: 'InsufficientResource', data } }
    expect(sentenceText(sayEvent({ kind: 'domain.action_rejected', payload }, speaker))).toBe(
      'rejected: Hesper has 3 electricity of the 12 asked',
    )
  })

  test('kinds and reasons of a newer build are said by their names', () => {
    expect(sentenceText(sayEvent({ kind: 'modules.something_new', payload: null }, speaker))).toBe(
      'modules_something_new',
    )
    expect(sentenceText(sayAction({ kind: 'action.dance', actor: 'hesper', payload: {} }, speaker))).toBe(
      'Hesper: dance',
    )
    expect(sentenceText(sayRejection({ type: 'TooTired' }, speaker))).toBe('TooTired')
  })

  test('every kind says something for a payload of the wrong shape', () => {
    for (const payload of [null, 3, 'x', [], {}, { agent_id: 4, pos: null, reason: 'r', action: [] }]) {
      for (const kind of EVENT_KINDS) expect(sentenceText(sayEvent({ kind, payload }, speaker))).not.toBe('')
      for (const kind of ACTION_KINDS)
        expect(sentenceText(sayAction({ kind, actor: 'host', payload }, speaker))).not.toBe('')
    }
  })

  test('a name from a recording is text: its control characters are shown', () => {
    const evil = createNames({ ...directory, agents: [{ id: 'hesper', name: 'Hes\u202eper\u0001' }] }, map)
    const sentence = sayAction(
      { kind: 'action.query_observation', actor: 'host', payload: { agent_id: 'hesper' } },
      { t, names: evil },
    )
    expect(sentenceText(sentence)).toBe('Hes\\u202eper\\u0001 looks around')
  })

  test('a link stands where the translation puts it', () => {
    const link = { text: 'B', ref: 'agent:b', title: 'b' } as const
    expect(speak((v) => `${v.second} then ${v.first}`, { first: 'A', second: link })).toEqual([
      link,
      ' then A',
    ])
  })
})
