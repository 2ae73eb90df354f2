import { describe, expect, test } from 'vitest'
import type { StateNode } from '../../workers/protocol.ts'
import { PAGE_NODES, TreeModel } from './tree-model.ts'

const node = (path: string, childCount = 0): StateNode => ({
  path,
  label: path.slice(path.lastIndexOf('/') + 1),
  kind: childCount === 0 ? 'leaf' : 'record',
  childCount,
  isChanged: false,
})

function put(tree: TreeModel, path: string, page: number, total: number, nodes: readonly StateNode[]): void {
  tree.put({ path, page }, { total, nodes, version: tree.version })
}

const agents = (count: number, from = 0): StateNode[] =>
  Array.from({ length: Math.min(PAGE_NODES, count - from) }, (_, at) =>
    node(`agents/a${String(from + at).padStart(6, '0')}`, 2),
  )

function opened(total = 100_000): TreeModel {
  const tree = new TreeModel()
  put(tree, '', 0, 2, [node('agents', total), node('ledger', 3)])
  tree.open('agents')
  put(tree, 'agents', 0, total, agents(total))
  return tree
}

const paths = (tree: TreeModel, first: number, last: number): (string | undefined)[] =>
  Array.from({ length: last - first + 1 }, (_, at) => tree.row(first + at)?.node?.path)

describe('state tree', () => {
  test('a hundred thousand records are rows without being loaded', () => {
    const tree = opened()
    expect(tree.count).toBe(100_002)
    expect(tree.row(0)).toMatchObject({ depth: 1, place: 0, siblings: 2, isOpen: true })
    expect(tree.row(1)).toMatchObject({ depth: 2, place: 0, siblings: 100_000 })
    expect(tree.row(100_001)?.node?.path).toBe('ledger')
    expect(tree.row(50_000)?.node).toBe(undefined)
    expect(tree.row(100_002)).toBe(undefined)
    expect(tree.wishes(49_990, 50_010)).toEqual([
      { path: 'agents', page: 499 },
      { path: 'agents', page: 500 },
    ])
  })

  test('children stand below their parent, siblings go on after them', () => {
    const tree = opened(3)
    tree.open('agents/a000001')
    put(tree, 'agents/a000001', 0, 2, [node('agents/a000001/name'), node('agents/a000001/pos', 3)])
    expect(paths(tree, 0, 6)).toEqual([
      'agents',
      'agents/a000000',
      'agents/a000001',
      'agents/a000001/name',
      'agents/a000001/pos',
      'agents/a000002',
      'ledger',
    ])
    expect(tree.indexOf('agents/a000002')).toBe(5)
    tree.close('agents/a000001')
    expect(tree.count).toBe(5)
  })

  test('what was open stays open when the playhead moves and records come in before it', () => {
    const tree = opened(3)
    tree.open('agents/a000001')
    put(tree, 'agents/a000001', 0, 1, [node('agents/a000001/name')])
    tree.markStale()
    expect(tree.wishes(0, 10)).toHaveLength(3)
    put(tree, '', 0, 2, [node('agents', 4), node('ledger', 3)])
    put(tree, 'agents', 0, 4, [node('agents/a0', 2), ...agents(3)])
    expect(paths(tree, 0, 6)).toEqual([
      'agents',
      'agents/a0',
      'agents/a000000',
      'agents/a000001',
      'agents/a000001/name',
      'agents/a000002',
      'ledger',
    ])
    expect(tree.wishes(0, 10)).toEqual([{ path: 'agents/a000001', page: 0 }])
  })

  test('an opened record that is gone takes its rows along, and comes back open', () => {
    const tree = opened(2)
    tree.open('agents/a000001')
    put(tree, 'agents/a000001', 0, 1, [node('agents/a000001/name')])
    tree.markStale()
    put(tree, 'agents', 0, 1, agents(1))
    expect(paths(tree, 0, 2)).toEqual(['agents', 'agents/a000000', 'ledger'])
    tree.markStale()
    put(tree, 'agents', 0, 2, agents(2))
    expect(tree.row(2)?.isOpen).toBe(true)
    expect(tree.count).toBe(5)
  })

  test('while the playhead runs, the page waiting longest comes first', () => {
    const tree = opened(3)
    tree.markStale()
    put(tree, '', 0, 2, [node('agents', 3), node('ledger', 3)])
    tree.markStale()
    expect(tree.wishes(0, 3)).toEqual([
      { path: 'agents', page: 0 },
      { path: '', page: 0 },
    ])
  })
})
