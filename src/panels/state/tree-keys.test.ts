import { expect, test } from 'vitest'
import type { StateNode } from '../../workers/protocol.ts'
import { createTypeAhead, keyToMove } from './tree-keys.ts'
import { TreeModel } from './tree-model.ts'

const node = (path: string, childCount: number): StateNode => ({
  path,
  label: path.slice(path.lastIndexOf('/') + 1),
  kind: childCount === 0 ? 'leaf' : 'record',
  childCount,
  isChanged: false,
})

function createTree(): TreeModel {
  const tree = new TreeModel()
  tree.put({ path: '', page: 0 }, { total: 2, nodes: [node('agents', 2), node('ledger', 1)], version: 0 })
  tree.open('agents')
  tree.put(
    { path: 'agents', page: 0 },
    { total: 2, nodes: [node('agents/hesper', 1), node('agents/juno', 0)], version: 0 },
  )
  return tree
}

const move = (key: string, active: number) =>
  keyToMove(key, { tree: createTree(), count: 4, active, pageRows: 3 })

test('arrows open, close, go in and out', () => {
  expect(move('ArrowRight', 0)).toEqual({ kind: 'to', index: 1 })
  expect(move('ArrowRight', 1)).toEqual({ kind: 'open', path: 'agents/hesper' })
  expect(move('ArrowRight', 2)).toBe(undefined)
  expect(move('ArrowLeft', 2)).toEqual({ kind: 'to', index: 0 })
  expect(move('ArrowLeft', 0)).toEqual({ kind: 'close', path: 'agents' })
  expect(move('ArrowLeft', 3)).toBe(undefined)
  expect(move(' ', 1)).toEqual({ kind: 'open', path: 'agents/hesper' })
})

test('the list ends at its ends', () => {
  expect([move('ArrowUp', 0), move('PageDown', 2), move('End', 0), move('Home', 3)]).toEqual([
    { kind: 'to', index: 0 },
    { kind: 'to', index: 3 },
    { kind: 'to', index: 3 },
    { kind: 'to', index: 0 },
  ])
})

test('typing finds the next row that starts so, and goes round', () => {
  const place = { tree: createTree(), count: 4 }
  const ahead = createTypeAhead()
  expect(ahead.type('j', 0, { ...place, active: 3 })).toBe(2)
  expect(ahead.type('u', 100, { ...place, active: 2 })).toBe(2)
  expect(ahead.type('l', 5_000, { ...place, active: 2 })).toBe(3)
  expect(ahead.type('z', 9_000, { ...place, active: 2 })).toBe(undefined)
})
