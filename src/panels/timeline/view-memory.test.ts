import { beforeEach, expect, test } from 'vitest'
import { save } from '../../ui/saved.ts'
import { fitView } from './view.ts'
import { keepView, keptView } from './view-memory.ts'

beforeEach(() => save('tab', 'timeline', undefined))

test('a zoomed view is found again, of its own world only', () => {
  keepView('a/main', { first: 40, last: 80 }, 500)
  expect(keptView('a/main', { head: 500, isFollowing: false })).toEqual({ first: 40, last: 80 })
  expect(keptView('b/main', { head: 500, isFollowing: false })).toBeUndefined()
})

test('a view of everything is one of everything that came since', () => {
  keepView('a/main', fitView(500), 500)
  expect(keptView('a/main', { head: 900, isFollowing: false })).toEqual(fitView(900))
})

test('while following, the head stands at the edge with the kept zoom', () => {
  keepView('a/main', { first: 40, last: 80 }, 500)
  const view = keptView('a/main', { head: 900, isFollowing: true })
  expect(view?.last).toBe(fitView(900).last)
  expect((view?.last ?? 0) - (view?.first ?? 0)).toBe(40)
})

test.each([
  '',
  '{',
  'null',
  '{"world":"a/main"}',
  '{"world":"a/main","isWhole":false,"view":{"first":9,"last":2}}',
])('what is not a view is not believed: %s', (text) => {
  save('tab', 'timeline', text)
  expect(keptView('a/main', { head: 10, isFollowing: false })).toBeUndefined()
})
