import { bytesToHex } from '../../kernel/base/order.ts'
import { Link, linkToHex } from '../../kernel/codec/link.ts'
import { isValueMap, type Value } from '../../kernel/codec/value.ts'

const ASCII = /^[\u0020-\u007e]*$/

/** Words that are looked for in kinds, ids and texts, whatever their case. */
export interface WantedText {
  /** True when nothing in these bytes can hold the words: a quick look, without decoding. */
  cannotBeIn(bytes: Uint8Array): boolean
  isIn(text: string): boolean
}

const decoder = new TextDecoder('latin1')

export function wantText(text: string): WantedText {
  const wanted = text.toLowerCase()
  const isAscii = ASCII.test(wanted)
  return {
    cannotBeIn: (bytes) => isAscii && !decoder.decode(bytes).toLowerCase().includes(wanted),
    isIn: (found) => found.toLowerCase().includes(wanted),
  }
}

/** Whether words occur in a text of a value, at any depth; names of fields do not count. */
export function isInValue(value: Value, wanted: WantedText): boolean {
  if (typeof value === 'string') return wanted.isIn(value)
  if (typeof value === 'number') return wanted.isIn(String(value))
  if (value instanceof Link) return wanted.isIn(linkToHex(value))
  if (value instanceof Uint8Array) return value.length <= 64 && wanted.isIn(bytesToHex(value))
  if (isList(value)) return value.some((item) => isInValue(item, wanted))
  return isValueMap(value) && Object.values(value).some((field) => isInValue(field, wanted))
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}
