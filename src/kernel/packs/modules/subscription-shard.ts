import { bytesToHex } from '../../base/order.ts'
import { encodeCanonical } from '../../codec/encode.ts'
import type { Sha256 } from '../../codec/sha256.ts'
import type { Value } from '../../codec/value.ts'
import { type Pointer, valueAt } from './filter-pointer.ts'
import { SHARD_LENGTH_MAX } from './routing-limits.ts'

/**
 * The shard of a module's state that a message concerns: what the pointers of its subscription name, as text that fits a
 * record key (K7). Empty when a pointer names nothing that could be a key: all such messages share one shard.
 *
 * Different keys have different shards. In a text, every byte outside `[A-Za-z0-9._-]` is `:XX`; whatever is not a text starts
 * with `:` and a small letter; parts are joined by `/`, which no part holds. What is too long is `:h` and its hash.
 */
export function shardOf(pointers: readonly Pointer[], document: Value, sha256: Sha256): string {
  const parts: string[] = []
  for (const pointer of pointers) {
    const part = partOf(valueAt(document, pointer))
    if (part === undefined) return ''
    parts.push(part)
  }
  const shard = parts.join('/')
  if (shard.length <= SHARD_LENGTH_MAX) return shard
  return `:h${bytesToHex(sha256.digest(encodeCanonical(shard)))}`.slice(0, SHARD_LENGTH_MAX)
}

function partOf(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? ':e' : escaped(value)
  if (typeof value === 'number') return `:n${value}`
  if (typeof value === 'boolean') return value ? ':t' : ':f'
  return undefined
}

const escaped = (text: string): string =>
  encodeURIComponent(text)
    // These five pass unescaped there and are no characters of an id.
    .replaceAll(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%', ':')
