import '../i18n/later-words.ts'
import { expect, test } from 'vitest'
import { MODULE_ISSUES } from '../../kernel/catalogue/module-issues.ts'
import { translate as t } from '../i18n/i18n.ts'
import { sayAction } from './actions.ts'
import { sayEvent } from './events.ts'
import { createNames } from './names.ts'
import { sayRejection } from './rejections.ts'
import { sentenceText } from './sentence.ts'

const directory = { version: 1, agents: [], locations: [] }
const map = {
  directoryVersion: 1,
  agents: new Float32Array(),
  tones: new Uint8Array(),
  locations: new Float32Array(),
}
const speaker = { t, names: createNames(directory, map) }

test('every code has a sentence with nothing left to fill in', () => {
  const said = Object.keys(MODULE_ISSUES).map((code) => {
    const data = { code, module_id: 'm.a', path: 'register/0', reason: 'r', expected: 'e', actual: 'a' }
    return sentenceText(sayRejection({ type: 'ModuleChangeInvalid', data }, speaker))
  })
  expect(said.filter((sentence) => /\{\{|\?|moduleIssues/.test(sentence))).toEqual([])
  expect(new Set(said).size).toBe(said.length)
})

test('a change is said in the order in which it is made', () => {
  const changes = {
    deactivate: [{ module_id: 'm.c', reason: 'over' }],
    activate: [{ module_id: 'm.a', version: '2' }],
    upgrade: [{ module_id: 'm.a', from_version: '1', to_version: '2' }],
  }
  const action = { kind: 'module.change', actor: 'person:ann', payload: { changes } }
  expect(sentenceText(sayAction(action, speaker))).toBe(
    'person:ann changes modules: m.a 2 follows 1; m.a 2 is to be asked; m.c is no longer to be asked',
  )
})

test('what a module remembers is said with its shard', () => {
  const say = (shard: string) =>
    sentenceText(sayEvent({ kind: 'module.state_updated', payload: { module: 'm.a', shard } }, speaker))
  expect(say('')).toBe('module m.a remembers something else')
  expect(say('ada')).toBe('module m.a remembers something else of ada')
})
