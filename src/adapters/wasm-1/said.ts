import { isValueMap, type Value, type ValueMap } from '../../kernel/codec/value.ts'
import { refuseAt } from './call-fault.ts'
import type { Item } from './item-reader.ts'

// What a module said, if it is what was expected at that path; else it is refused there. Paths are made of our own words and of
// indexes: a key that a module made up may be as long as its answer, and a path may stand in a journal.

export function mapAt(said: Value, path: string): ValueMap {
  return isValueMap(said) ? said : refuseAt('unexpected_type', path)
}

export function listAt(said: Value, path: string): readonly Value[] {
  return isList(said) ? said : refuseAt('unexpected_type', path)
}

export function textAt(said: Value, path: string): string {
  return typeof said === 'string' ? said : refuseAt('unexpected_type', path)
}

/** A whole number, in whichever form it was written. */
export function integerAt(said: Value, path: string): number {
  if (typeof said !== 'number') return refuseAt('unexpected_type', path)
  return Number.isInteger(said) ? said : refuseAt('not_integral', path)
}

/** What stands under a key that must be there. */
export function memberAt(said: ValueMap, key: string, path: string): Value {
  const member = said[key]
  return member === undefined ? refuseAt('missing', `${path}/${key}`) : member
}

/** What a module's words become in the world. Whole numbers beyond the safe ones cannot. */
export function asValue(item: Item, path: string): Value {
  return isValue(item) ? item : refuseAt('unsafe_integer', path)
}

/** Whether no number in it is unsafe; all else that an item may be is a value. */
function isValue(item: Item): item is Item & Value {
  if (typeof item === 'number') return !Number.isInteger(item) || Number.isSafeInteger(item)
  if (typeof item !== 'object' || item === null) return typeof item !== 'bigint'
  if (isList(item)) return item.every(isValue)
  for (const key in item) if (!isValue(item[key] ?? null)) return false
  return true
}

export function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
