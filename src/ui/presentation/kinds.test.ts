import { expect, test } from 'vitest'
import { laneNumber } from '../../kernel/catalogue/lanes.ts'
import { CATALOGUE } from '../../kernel/world/catalogue.ts'
import { eventTone } from './events.ts'
import { ACTION_KINDS, EVENT_KINDS, SYSTEM_COLLECTIONS } from './kinds.gen.ts'

test('the kinds this page can present are exactly those of the catalogue', () => {
  expect(EVENT_KINDS.toSorted()).toEqual([...CATALOGUE.events.keys()].toSorted())
  expect(ACTION_KINDS.toSorted()).toEqual([...CATALOGUE.actions.keys()].toSorted())
})

test('every kind has the tone of its lane', () => {
  for (const [kind, event] of CATALOGUE.events)
    expect([kind, eventTone(kind)]).toEqual([kind, laneNumber(event.lane)])
})

test('the system plane has the collections this page folds away', () => {
  const system = [...CATALOGUE.collections.values()].filter(({ plane }) => plane === 'system')
  expect(SYSTEM_COLLECTIONS.toSorted()).toEqual(system.map(({ name }) => name).toSorted())
})
