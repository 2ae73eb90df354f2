import { expect, test } from 'vitest'
import { actionDocument, eventDocument } from './document.ts'

const pos = { x_cm: 1, y_cm: -2, z_cm: 16_777_216 }

test('an action as a filter sees it', () => {
  const payload = { agent_id: 'a', pos, owner: 'told to nobody' }
  expect(actionDocument({ id: 3, kind: 'action.register_agent', payload })).toEqual({
    id: 3,
    action: { type: 'RegisterAgent', data: { agent_id: 'a', pos } },
  })
})

test('an event as a filter sees it', () => {
  const event = { id: 4, time: 9, kind: 'domain.agent_moved', payload: { agent_id: 'a', from: pos, to: pos } }
  expect(eventDocument({ ...event, causedBy: { action: 3 } })).toEqual({
    id: 4,
    time: 9,
    caused_by: { type: 'Action', data: 3 },
    body: { kind: 'Domain', payload: { type: 'AgentMoved', data: { agent_id: 'a', from: pos, to: pos } } },
  })
  expect(eventDocument({ ...event, kind: 'module.emitted', payload: { kind: 'k' } })).toMatchObject({
    caused_by: null,
    body: { kind: 'ModuleEmitted', payload: { kind: 'k' } },
  })
})
