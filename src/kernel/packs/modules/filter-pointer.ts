import { POINTER_DEPTH_MAX, POINTER_LENGTH_MAX } from './routing-limits.ts'
import { readText, refuse } from './routing-refusal.ts'

/** A JSON Pointer (RFC 6901), taken apart. The empty one names the whole document. */
export type Pointer = readonly string[]

/** Reads a pointer; throws as `refuse` does. */
export function readPointer(value: unknown, path: string): Pointer {
  const text = readText(value, path, POINTER_LENGTH_MAX)
  if (text === '') return []
  if (!text.startsWith('/'))
    return refuse('pointer_start', path, { expected: '/', actual: text.slice(0, 40) })
  if (/~(?![01])/.test(text)) return refuse('pointer_escape', path, { actual: text.slice(0, 40) })
  const tokens = text.slice(1).split('/')
  if (tokens.length > POINTER_DEPTH_MAX)
    return refuse('pointer_too_deep', path, { expected: POINTER_DEPTH_MAX, actual: tokens.length })
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}
