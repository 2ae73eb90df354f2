import type { Link } from './link.ts'

/** Everything that may be hashed. Numbers are safe integers, or finite non-integral doubles where a field is declared `float`. */
export type Value = null | boolean | number | string | Uint8Array | Link | readonly Value[] | ValueMap

/** A map with text keys. The decoder makes maps that inherit nothing; the encoder takes those and plain objects. */
export interface ValueMap {
  readonly [key: string]: Value
}

// A class, because `Object.create(null)` gives a dictionary that V8 reads four times slower. Its prototype is empty, ends the
// chain and is frozen: `__proto__` and `constructor` are ordinary keys of such a map.
class EmptyMap {}
Object.setPrototypeOf(EmptyMap.prototype, null)
Reflect.deleteProperty(EmptyMap.prototype, 'constructor')
Object.freeze(EmptyMap.prototype)
const mapPrototype: unknown = EmptyMap.prototype

/** Makes a map that inherits nothing, ready to be filled by its maker. */
export function emptyMap(): Record<string, Value> {
  return new EmptyMap() as Record<string, Value>
}

/** Whether something is a map as the codec understands it: a plain object or a map of the decoder, not a class instance. */
export function isValueMap(value: unknown): value is ValueMap {
  return typeof value === 'object' && value !== null && isMapObject(value)
}

/** {@link isValueMap} for what is known to be an object. */
export function isMapObject(value: object): value is ValueMap {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === mapPrototype || prototype === null
}

/** Freezes a value and what it holds. Byte strings cannot be frozen; nobody writes into them. */
export function freezeValue(value: Value): void {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return
  Object.freeze(value)
  if (Array.isArray(value)) for (const inner of value) freezeValue(inner)
  else if (isMapObject(value)) for (const key in value) freezeValue(value[key] ?? null)
}
