import '../i18n/later-words.ts'
import { expect, test } from 'vitest'
import { fault, FAULT_KINDS } from '../../kernel/base/fault.ts'
import { translate as t } from '../i18n/i18n.ts'
import { faultLine, tellFault } from './faults.ts'

test('every fault says what happened and what to do', () => {
  for (const kind of FAULT_KINDS) {
    const { what, advice } = tellFault(t, fault(kind, { seq: 31_407 }))
    expect(what, kind).toMatch(/^[A-Z].*\.$/)
    expect(advice, kind).toMatch(/^[A-Z].*\.$/)
  }
})

test('a fault with a place says where', () => {
  expect(tellFault(t, fault('frame.hash', { seq: 31_407, path: 'agents/hesper/pos' })).where).toBe(
    'step 31,407, agents/hesper/pos',
  )
  expect(tellFault(t, fault('file.not_car')).where).toBe(undefined)
})

test('a fault of a newer build is said by its kind', () => {
  expect(tellFault(t, JSON.parse('{"kind":"file.haunted","seq":3}'))).toEqual({
    what: 'Fault file.haunted.',
    where: 'step 3',
  })
})

test('an empty file is called empty, and a file of which nothing holds is not offered in part', () => {
  const empty = tellFault(t, fault('file.truncated', { path: 'header', actual: 0 }))
  expect(empty).toMatchObject({
    what: 'The file is empty.',
    advice: 'Ask for another copy of the recording.',
  })
  const cut = fault('file.truncated', { path: 'header', actual: 12 })
  expect(tellFault(t, cut, { verifiedFrames: 0 }).advice).toBe('Ask for another copy of the recording.')
  expect(tellFault(t, cut, { verifiedFrames: 7 }).advice).toMatch(/^Everything before it/)
})

test.each(['worker_ended', 'worker_failed'])('%s is told in words', (reason) => {
  const { what, advice } = tellFault(t, fault('action.refused', { reason }))
  expect(what).not.toContain(reason)
  expect(advice).toBe('Ask again if you still want it.')
})

test('a path that is not in the state is named', () => {
  const { what, advice } = tellFault(t, fault('input.invalid', { path: 'agents/nobody', reason: 'absent' }))
  expect(what).toBe('Nothing stands at agents/nobody at this step.')
  expect(advice).toMatch(/another path/)
})

test('what a stranger named stays short and shows its controls', () => {
  const { what } = tellFault(t, fault('input.invalid', { path: `\u202e${'x'.repeat(5000)}` }))
  expect(what).toContain('\\u202e')
  expect(what.length).toBeLessThan(140)
})

test('a line says the place only when the sentence has not', () => {
  expect(faultLine(t, fault('frame.hash', { seq: 31_407 }))).not.toContain('Where:')
  expect(faultLine(t, fault('blob.missing', { seq: 31_407 }))).toContain('Where: step 31,407.')
})
