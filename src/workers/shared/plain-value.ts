import { Link, linkOf, linkToHex } from '../../kernel/codec/link.ts'
import { hexToBytes } from '../../kernel/base/order.ts'
import type { Value, ValueMap } from '../../kernel/codec/value.ts'
import type { PlainValue } from '../protocol.ts'

/**
 * A hashed value as structured clone can carry it: links become `{link: hex}`, bytes are copied out of the frame they
 * are a view of, maps become plain objects.
 */
export function valueToPlain(value: Value): PlainValue {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return value.slice()
  if (value instanceof Link) return { link: linkToHex(value) }
  if (isList(value)) return value.map(valueToPlain)
  const plain: Record<string, PlainValue> = {}
  for (const [key, field] of Object.entries(value)) {
    // Assignment to `__proto__` would change the object instead of filling it.
    Object.defineProperty(plain, key, {
      value: valueToPlain(field),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return plain
}

/** What a page hands in, as a value for the kernel, which checks it. */
function plainToValue(plain: PlainValue): Value {
  if (typeof plain !== 'object' || plain === null) return plain
  if (plain instanceof Uint8Array) return plain
  if (isPlainList(plain)) return plain.map(plainToValue)
  const digest = linkDigest(plain)
  if (digest !== undefined) return linkOf('raw', digest)
  return plainToMap(plain)
}

export function plainToMap(plain: { readonly [key: string]: PlainValue }): ValueMap {
  return Object.fromEntries(Object.entries(plain).map(([key, field]) => [key, plainToValue(field)]))
}

export function isPlainMap(plain: PlainValue): plain is { readonly [key: string]: PlainValue } {
  return (
    typeof plain === 'object' && plain !== null && !Array.isArray(plain) && !(plain instanceof Uint8Array)
  )
}

function linkDigest(plain: { readonly [key: string]: PlainValue }): Uint8Array | undefined {
  const hex = plain['link']
  if (typeof hex !== 'string' || hex.length !== 64 || Object.keys(plain).length !== 1) return undefined
  return hexToBytes(hex)
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

function isPlainList(plain: PlainValue): plain is readonly PlainValue[] {
  return Array.isArray(plain)
}
