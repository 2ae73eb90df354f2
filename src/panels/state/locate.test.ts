import { expect, test } from 'vitest'
import type { StateNode } from '../../workers/protocol.ts'
import { locate } from './locate.ts'
import { ancestry, escapeKey, lastKey, parentOf } from './state-path.ts'
import { PAGE_NODES } from './tree-model.ts'

function pagesOf(labels: readonly string[]) {
  const asked: number[] = []
  const nodes = labels.map(
    (label): StateNode => ({
      path: `agents/${label}`,
      label,
      kind: 'record',
      childCount: 1,
      isChanged: false,
    }),
  )
  const fetch = (page: number) => {
    asked.push(page)
    return Promise.resolve({
      total: nodes.length,
      nodes: nodes.slice(page * PAGE_NODES, (page + 1) * PAGE_NODES),
    })
  }
  return { asked, fetch }
}

const keys = Array.from({ length: 100_000 }, (_, at) => `a${String(at).padStart(6, '0')}`)

test('one record of a hundred thousand is found in about log n pages', async () => {
  const { asked, fetch } = pagesOf(keys)
  expect(await locate('agents/a073512', 'a073512', fetch)).toBe(735)
  expect(asked.length).toBeLessThanOrEqual(12)
  expect(await locate('agents/b', 'b', fetch)).toBe(undefined)
})

test('places of a list are numbers', async () => {
  const { fetch } = pagesOf(Array.from({ length: 450 }, (_, at) => String(at)))
  expect(await locate('agents/233', '233', fetch)).toBe(2)
})

test('a short list in another order is searched page by page', async () => {
  const { fetch } = pagesOf(keys.slice(0, 350).toReversed())
  expect(await locate('agents/a000010', 'a000010', fetch)).toBe(3)
})

test('paths are RFC 6901 without the leading slash', () => {
  expect(lastKey('module_state/m1.rule.move~1agent-1')).toBe('m1.rule.move/agent-1')
  expect(escapeKey('m1.rule.move/agent-1')).toBe('m1.rule.move~1agent-1')
  expect(parentOf('agents/hesper/pos')).toBe('agents/hesper')
  expect(parentOf('agents')).toBe('')
  expect(ancestry('agents/hesper/pos')).toEqual(['agents', 'agents/hesper', 'agents/hesper/pos'])
})
