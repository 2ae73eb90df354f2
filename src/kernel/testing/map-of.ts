import type { Value, ValueMap } from '../codec/value.ts'

/** A plain object with exactly these own keys, `__proto__` among them. */
export function mapOf(entries: readonly (readonly [string, Value])[]): ValueMap {
  const map: Record<string, Value> = {}
  for (const [key, part] of entries) {
    Object.defineProperty(map, key, { value: part, enumerable: true, configurable: true, writable: true })
  }
  return map
}
