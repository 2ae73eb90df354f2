import '../../ui/i18n/later-words.ts'
import { expect, test } from 'vitest'
import { translate as t } from '../../ui/i18n/i18n.ts'
import { createNames } from '../../ui/presentation/names.ts'
import { sentenceText } from '../../ui/presentation/sentence.ts'
import type { EventRow, StepView } from '../../workers/protocol.ts'
import { headline } from './headline.ts'

const speaker = { t, names: createNames({ version: 0, agents: [], locations: [] }, undefined) }
const to = { x_cm: 590_000, y_cm: 0, z_cm: 0 }
const from = { x_cm: 0, y_cm: 0, z_cm: 0 }

const event = (kind: string, payload: EventRow['payload']): EventRow => ({
  eventId: 1,
  seq: 7,
  index: 0,
  time: 3,
  kind,
  tone: 1,
  payload,
})

function step(events: readonly EventRow[]): StepView {
  return {
    seq: 7,
    time: 3,
    hash: 'ab',
    bytes: 90,
    action: {
      kind: 'action.move_agent',
      payload: { agent_id: 'hesper', to },
      actor: 'hesper',
      key: 'k',
      origin: 'input',
    },
    isRejected: false,
    events,
    changes: [],
    because: [],
    ledTo: [],
  }
}

const said = (events: readonly EventRow[]) => {
  const { what, why } = headline(step(events), speaker)
  return [sentenceText(what), why === undefined ? undefined : sentenceText(why)]
}

const moved = event('domain.agent_moved', { agent_id: 'hesper', from, to })

test('one result tells the step; bookkeeping beside it does not count', () => {
  expect(said([event('core.action_dequeued', { queued: 4 }), moved])).toEqual([
    'hesper from (0.0, 0.0) km to (5.9, 0.0) km, 5.9 km',
    undefined,
  ])
})

test('several results are told by what was asked', () => {
  expect(said([moved, moved])).toEqual(['hesper moves to (5.9, 0.0) km', undefined])
})

test('a rejected action says what was asked, and then why not', () => {
  const data = { agent_id: 'hesper', actor: 'juno' }
  const rejected = event('domain.action_rejected', { action_id: 7, reason: { type: 'NotOwner', data } })
  expect(said([rejected])).toEqual(['hesper moves to (5.9, 0.0) km', 'rejected: juno may not act for hesper'])
})
