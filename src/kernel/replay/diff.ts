/** Where two values, two records or two states differ, as paths of kernel.md K12. */
import { bytesToHex, compareBytes, compareCodeUnits } from '../base/order.ts'
import { Link, linkToHex } from '../codec/link.ts'
import { isValueMap, type Value } from '../codec/value.ts'
import type { Frame } from '../journal/frame.ts'
import type { State } from '../state/collection.ts'
import type { Change } from '../state/recorder.ts'

/** One leaf that differs; undefined = nothing there. */
export interface Difference {
  readonly path: string
  readonly a: Value | undefined
  readonly b: Value | undefined
}

/** One part of a path: `~` and `/` are escaped (RFC 6901). */
export const escapePathPart = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1')

/** The parts of a path, unescaped. */
const parsePath = (path: string): readonly string[] =>
  path === '' ? [] : path.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

/** What lies at `collection/key/field…` in a state; undefined when there is nothing. */
export function valueAt(state: State, path: string): Value | undefined {
  const [collection, key, ...fields] = parsePath(path)
  let value: Value | undefined =
    collection === undefined || key === undefined ? undefined : state.get(collection, key)
  for (const name of fields) {
    if (Array.isArray(value)) value = (value as readonly Value[])[Number(name)]
    else if (isValueMap(value) && Object.hasOwn(value, name)) value = value[name]
    else return undefined
  }
  return value
}

const join = (path: string, part: string): string =>
  path === '' ? escapePathPart(part) : `${path}/${escapePathPart(part)}`

/** Every leaf in which two values differ, ordered by path part. A part that only one has is one difference. */
export function* diffValues(a: Value | undefined, b: Value | undefined, path = ''): Generator<Difference> {
  if (a === b) return
  if (isValueMap(a) && isValueMap(b)) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)])
    for (const name of [...names].toSorted(compareCodeUnits))
      yield* diffValues(a[name], b[name], join(path, name))
  } else if (Array.isArray(a) && Array.isArray(b)) {
    const [left, right]: readonly (readonly Value[])[] = [a, b]
    const length = Math.max(left?.length ?? 0, right?.length ?? 0)
    for (let index = 0; index < length; index += 1)
      yield* diffValues(left?.[index], right?.[index], join(path, String(index)))
  } else if (!areLeavesEqual(a, b)) yield { path, a, b }
}

function areLeavesEqual(a: Value | undefined, b: Value | undefined): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b) === 0
  if (a instanceof Link && b instanceof Link)
    return a.codec === b.codec && compareBytes(a.digest, b.digest) === 0
  return false
}

/** The first leaf in which two values differ. */
export function firstDifference(
  a: Value | undefined,
  b: Value | undefined,
  path = '',
): Difference | undefined {
  const [first] = diffValues(a, b, path)
  return first
}

/** Parts of a frame in the order in which a divergence is told (K8 R6): what was asked, what happened, what follows. */
const FRAME_PARTS = [
  'action',
  'time',
  'events',
  'calls',
  'refs',
  'firstEvent',
  'seal',
  'parent',
  'seq',
  'v',
] as const

/** The first difference of two frames, in the order of telling. */
export function firstFrameDifference(a: Frame, b: Frame): Difference | undefined {
  for (const part of FRAME_PARTS) {
    // A frame's parts are hashed values.
    const found = firstDifference(a[part] as Value | undefined, b[part] as Value | undefined, part)
    if (found !== undefined) return found
  }
  return undefined
}

/** A value as a fault may say it: numbers and short texts as they are, bytes as hex, the rest by what it is. */
export function describeValue(value: Value | undefined): string | number {
  if (value === undefined) return 'nothing'
  if (typeof value === 'number') return value
  if (typeof value === 'string') return value.length <= 128 ? value : `text of ${value.length}`
  if (value === null || typeof value === 'boolean') return String(value)
  if (value instanceof Uint8Array) return value.length <= 64 ? bytesToHex(value) : `${value.length} bytes`
  if (value instanceof Link) return linkToHex(value)
  return isValueMap(value) ? 'map' : 'list'
}

/** Everything in which two states differ, by collection, key and field. O(records); equal records are told by identity first. */
export function* diffStates(a: State, b: State): Generator<Difference> {
  const names = new Set([...a.collectionNames(), ...b.collectionNames()])
  for (const name of [...names].toSorted(compareCodeUnits)) {
    const keys = new Set([...a.keys(name), ...b.keys(name)])
    for (const key of [...keys].toSorted(compareCodeUnits))
      yield* diffValues(a.get(name, key), b.get(name, key), join(name, key))
  }
}

/** One change a record: what it was before the first write and after the last; writes that cancel out are left out. */
export function squashChanges(changes: readonly Change[]): readonly Change[] {
  const squashed = new Map<string, Change>()
  for (const change of changes) {
    const name = `${change.collection}/${change.key}`
    const first = squashed.get(name)
    squashed.set(name, first === undefined ? change : { ...change, before: first.before })
  }
  return [...squashed.values()].filter(({ before, after }) => before !== after)
}

/** The fields that changes wrote, ordered by path. */
export function diffChanges(changes: readonly Change[]): readonly Difference[] {
  return squashChanges(changes)
    .flatMap(({ collection, key, before, after }) => [
      ...diffValues(before, after, join(escapePathPart(collection), key)),
    ])
    .toSorted((x, y) => compareCodeUnits(x.path, y.path))
}
