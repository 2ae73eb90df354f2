import { isValueMap, type Value, type ValueMap } from '../../kernel/codec/value.ts'
import { refuseAt } from './call-fault.ts'

// What a module said, if it is what was expected at that path; else it is refused there.

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

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}
