import { expect, test } from 'vitest'
import { fault, FAULT_KINDS } from '../../kernel/base/fault.ts'
import { translate as t } from '../i18n/i18n.ts'
import { tellFault } from './faults.ts'

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
