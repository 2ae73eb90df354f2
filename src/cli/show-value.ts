import { bytesToHex } from '../kernel/base/order.ts'
import { Link, linkToHex } from '../kernel/codec/link.ts'
import type { Value, ValueMap } from '../kernel/codec/value.ts'
import type { Json } from './command.ts'

/** A hashed value as JSON: bytes as lower-case hex, links as `{link: hex}`. */
export function valueToJson(value: Value): Json {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return bytesToHex(value)
  if (value instanceof Link) return { link: linkToHex(value) }
  if (isList(value)) return value.map(valueToJson)
  // Keys of strangers: `fromEntries` defines them, so that `__proto__` is a key like any other.
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, valueToJson(field)]))
}

/** The value at the rest of a path inside a record; `undefined` when there is none. */
export function valueAt(record: Value, steps: readonly string[]): Value | undefined {
  let value: Value | undefined = record
  for (const step of steps) {
    if (value === undefined) return undefined
    value = childOf(value, step)
  }
  return value
}

function childOf(value: Value, step: string): Value | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (value instanceof Uint8Array || value instanceof Link) return undefined
  if (isList(value)) return /^(0|[1-9]\d*)$/.test(step) ? value[Number(step)] : undefined
  return Object.hasOwn(value, step) ? (value as ValueMap)[step] : undefined
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

/** The steps of a path by RFC 6901 without a leading slash: `~1` is `/`, `~0` is `~`. */
export function pathSteps(path: string): readonly string[] {
  return path.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}
