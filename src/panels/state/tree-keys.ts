import type { TreeModel } from './tree-model.ts'

/** What a key does in the tree (WAI-ARIA tree pattern). */
export type TreeMove =
  | { readonly kind: 'to'; readonly index: number }
  | { readonly kind: 'open' | 'close'; readonly path: string }
  | { readonly kind: 'select' }

interface TreePlace {
  readonly tree: TreeModel
  readonly count: number
  readonly active: number
  readonly pageRows: number
}

export function keyToMove(key: string, place: TreePlace): TreeMove | undefined {
  const { tree, count, active, pageRows } = place
  const to = (index: number): TreeMove => ({ kind: 'to', index: Math.min(Math.max(0, index), count - 1) })
  switch (key) {
    case 'ArrowDown':
      return to(active + 1)
    case 'ArrowUp':
      return to(active - 1)
    case 'PageDown':
      return to(active + pageRows)
    case 'PageUp':
      return to(active - pageRows)
    case 'Home':
      return to(0)
    case 'End':
      return to(count - 1)
    case 'ArrowRight':
      return inward(tree, active)
    case 'ArrowLeft':
      return outward(tree, active)
    case 'Enter':
      return { kind: 'select' }
    case ' ':
      return toggled(tree, active)
    default:
      return undefined
  }
}

function inward(tree: TreeModel, active: number): TreeMove | undefined {
  const row = tree.row(active)
  if (row?.node === undefined || row.node.childCount === 0) return undefined
  return row.isOpen ? { kind: 'to', index: active + 1 } : { kind: 'open', path: row.node.path }
}

function outward(tree: TreeModel, active: number): TreeMove | undefined {
  const row = tree.row(active)
  if (row?.isOpen === true && row.node !== undefined) return { kind: 'close', path: row.node.path }
  const parent = row === undefined || row.parent === '' ? undefined : tree.indexOf(row.parent)
  return parent === undefined ? undefined : { kind: 'to', index: parent }
}

function toggled(tree: TreeModel, active: number): TreeMove | undefined {
  const row = tree.row(active)
  if (row?.node === undefined || row.node.childCount === 0) return undefined
  return { kind: row.isOpen ? 'close' : 'open', path: row.node.path }
}

/** Letters typed within this time belong together. */
const TYPING_MS = 700

export interface TypeAhead {
  /** The row that the letters typed so far lead to; undefined when none of the loaded rows does. */
  type(letter: string, atMs: number, place: Omit<TreePlace, 'pageRows'>): number | undefined
}

export function createTypeAhead(): TypeAhead {
  let typed = ''
  let lastMs = Number.NEGATIVE_INFINITY
  return {
    type(letter, atMs, { tree, count, active }) {
      typed = atMs - lastMs < TYPING_MS ? typed + letter.toLowerCase() : letter.toLowerCase()
      lastMs = atMs
      // One letter again and again walks on; a longer word may still fit the row one is on.
      const start = typed.length === 1 ? active + 1 : active
      for (let step = 0; step < Math.min(count, 5_000); step++) {
        const index = (start + step) % count
        if (tree.row(index)?.node?.label.toLowerCase().startsWith(typed) === true) return index
      }
      return undefined
    },
  }
}

/** A key that types a letter, for type-ahead. */
export function isLetterKey(event: {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}): boolean {
  return event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey
}
