import { isValueMap, type Value } from '../../codec/value.ts'
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

/** What a pointer names in a document; undefined when there is nothing. A null that is there is found. */
export function valueAt(document: Value, pointer: Pointer): Value | undefined {
  let found: Value | undefined = document
  for (const token of pointer) {
    if (found === undefined) return undefined
    found = childOf(found, token)
  }
  return found
}

/** Bytes and links are leaves. `-`, which names the item after the last, names nothing that could be found. */
function childOf(parent: Value, token: string): Value | undefined {
  if (Array.isArray(parent))
    return /^(?:0|[1-9][0-9]{0,8})$/.test(token) ? (parent as readonly Value[])[Number(token)] : undefined
  return isValueMap(parent) && Object.hasOwn(parent, token) ? parent[token] : undefined
}
