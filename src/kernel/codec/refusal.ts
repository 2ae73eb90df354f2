import { DEPTH_MAX } from '../base/limits.ts'
import { Link } from './link.ts'
import { isMapObject } from './value.ts'

/** Why a value has no canonical bytes. */
export type RefusalReason =
  | 'undefined'
  | 'negative_zero'
  | 'unsafe_integer'
  | 'not_finite'
  | 'lone_surrogate'
  | 'too_deep'
  | 'class_instance'
  | 'not_a_value'

/** A value that must not be hashed was handed to the encoder: a mistake of the caller, who validates before encoding. */
export class EncodeRefused extends Error {
  override readonly name = 'EncodeRefused'
  /** RFC 6901 without the leading slash; empty for the value itself. */
  readonly path: string
  readonly reason: RefusalReason

  constructor(path: string, reason: RefusalReason) {
    super(`No canonical bytes for the value at "${path}": ${reason}.`)
    this.path = path
    this.reason = reason
  }
}

/** Finds the first refused part of a value. Slow; the writer asks only after it has met one. */
export function findRefusal(value: unknown, depth: number, path = ''): EncodeRefused | undefined {
  if (value === null || typeof value === 'boolean') return undefined
  if (typeof value === 'number') return refusalOfNumber(value, path)
  if (typeof value === 'string') return refusalOfText(value, path)
  if (value === undefined) return new EncodeRefused(path, 'undefined')
  if (typeof value !== 'object') return new EncodeRefused(path, 'not_a_value')
  if (value instanceof Uint8Array || value instanceof Link) return undefined
  if (!Array.isArray(value) && !isMapObject(value)) return new EncodeRefused(path, 'class_instance')
  if (depth >= DEPTH_MAX) return new EncodeRefused(path, 'too_deep')
  return refusalInside(value, depth, path)
}

function refusalInside(value: object, depth: number, path: string): EncodeRefused | undefined {
  // A hole in an array is found as the `undefined` it reads as.
  const entries: Iterable<readonly [string | number, unknown]> = Array.isArray(value)
    ? value.entries()
    : Object.entries(value)
  for (const [key, part] of entries) {
    const name = String(key).replaceAll('~', '~0').replaceAll('/', '~1')
    const place = path === '' ? name : `${path}/${name}`
    const refusal = refusalOfText(String(key), place) ?? findRefusal(part, depth + 1, place)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

function refusalOfNumber(value: number, path: string): EncodeRefused | undefined {
  if (!Number.isFinite(value)) return new EncodeRefused(path, 'not_finite')
  if (Object.is(value, -0)) return new EncodeRefused(path, 'negative_zero')
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return new EncodeRefused(path, 'unsafe_integer')
  }
  return undefined
}

function refusalOfText(text: string, path: string): EncodeRefused | undefined {
  return text.isWellFormed() ? undefined : new EncodeRefused(path, 'lone_surrogate')
}
