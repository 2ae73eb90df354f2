/** The state as a tree of nodes with paths (kernel.md K12), made for what is looked at only. */
import { escapePathPart } from '../../kernel/replay/diff.ts'
import { isValueMap, type Value } from '../../kernel/codec/value.ts'
import type { State } from '../../kernel/state/collection.ts'
import type { PlainValue, StateNode } from '../protocol.ts'
import { valueToPlain } from '../shared/plain-value.ts'

/** Fields shown of a record that is closed. */
const PREVIEW_FIELDS = 4

/** Whether the frame at the playhead wrote something at a path or below it. */
export type IsChanged = (path: string) => boolean

export interface Children {
  readonly total: number
  readonly nodes: readonly StateNode[]
}

/** Children of a path, in order; `undefined` when there is nothing at the path. */
export function childrenAt(
  state: State,
  path: string,
  range: { readonly from: number; readonly count: number; readonly isChanged: IsChanged },
): Children | undefined {
  const { from, count, isChanged } = range
  if (path === '') {
    const names = state.collectionNames()
    const nodes = names.slice(from, from + count).map((name): StateNode => {
      return {
        path: name,
        label: name,
        kind: 'collection',
        childCount: state.size(name),
        isChanged: isChanged(name),
      }
    })
    return { total: names.length, nodes }
  }
  const [collection = '', key, ...fields] = path.split('/').map(unescapePathPart)
  if (key === undefined) {
    if (state.size(collection) === 0) return undefined
    const keys = state.keys(collection)
    const nodes = keys.slice(from, from + count).map((name) => {
      const record = state.get(collection, name)
      return nodeOf({ parent: path, label: name, value: record ?? {}, isRecord: true, isChanged })
    })
    return { total: keys.length, nodes }
  }
  const value = valueAt(state.get(collection, key), fields)
  const entries = value === undefined ? undefined : entriesOf(value)
  if (entries === undefined) return undefined
  const nodes = entries
    .slice(from, from + count)
    .map(([label, child]) => nodeOf({ parent: path, label, value: child, isRecord: false, isChanged }))
  return { total: entries.length, nodes }
}

/** One node below a parent. */
export function nodeOf(found: {
  readonly parent: string
  readonly label: string
  readonly value: Value
  readonly isRecord: boolean
  readonly isChanged: IsChanged
}): StateNode {
  const { parent, label, value, isRecord, isChanged } = found
  const path = `${parent}/${escapePathPart(label)}`
  const entries = entriesOf(value)
  const common = { path, label, childCount: entries?.length ?? 0, isChanged: isChanged(path) }
  if (entries === undefined) return { ...common, kind: 'leaf', value: valueToPlain(value) }
  if (!isRecord) return { ...common, kind: Array.isArray(value) ? 'list' : 'map' }
  return { ...common, kind: 'record', value: previewOf(entries) }
}

/** Fields of a map by name or of a list by place, in order; `undefined` for a leaf. */
export function entriesOf(value: Value): readonly (readonly [string, Value])[] | undefined {
  if (isList(value)) return value.map((item, index) => [String(index), item] as const)
  return isValueMap(value) ? Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)) : undefined
}

function valueAt(record: Value | undefined, fields: readonly string[]): Value | undefined {
  let value = record
  for (const field of fields) {
    if (value === undefined) return undefined
    value = entriesOf(value)?.find(([label]) => label === field)?.[1]
  }
  return value
}

function previewOf(entries: readonly (readonly [string, Value])[]): PlainValue {
  const leaves = entries.filter(([, value]) => entriesOf(value) === undefined)
  return Object.fromEntries(
    leaves.slice(0, PREVIEW_FIELDS).map(([label, value]) => [label, valueToPlain(value)]),
  )
}

function unescapePathPart(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}
