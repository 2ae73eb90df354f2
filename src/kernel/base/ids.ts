import { fault } from './fault.ts'
import { ID_LENGTH_MAX } from './limits.ts'
import { fail, ok, type Result } from './result.ts'

/** Ids that are ordered. On these every string order agrees and `__proto__` cannot occur. */
export const ID_PATTERN = /^[a-z0-9][A-Za-z0-9._:/-]{0,127}$/

/** Idempotency keys of actions. */
export const ACTION_KEY_PATTERN = /^[A-Za-z0-9._:-]{1,64}$/

/** Whether a value is an ordered id. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= ID_LENGTH_MAX && ID_PATTERN.test(value)
}

const PLAIN = /^[A-Za-z0-9._/-]$/
const UPPER_HEX = '0123456789ABCDEF'

/**
 * Turns any well-formed text of a stranger into an id, one to one. Percent encoding with `:` as the sign, because `%` is not
 * an id character: every UTF-8 byte outside `[A-Za-z0-9._/-]` becomes `:XX`. Text that does not start with `[a-z0-9]` gets
 * the prefix `x::`, which nothing else can give. Faults: `input.invalid` with reason `not_well_formed` or `id_too_long`.
 */
export function percentEncodeId(text: string): Result<string> {
  if (!text.isWellFormed()) return fail(fault('input.invalid', { reason: 'not_well_formed' }))
  let id = /^[a-z0-9]/.test(text) ? '' : 'x::'
  for (const character of text) {
    id += PLAIN.test(character) ? character : escaped(character.codePointAt(0) ?? 0)
    if (id.length > ID_LENGTH_MAX) return fail(fault('input.invalid', { reason: 'id_too_long' }))
  }
  return ok(id)
}

function escaped(codePoint: number): string {
  if (codePoint < 0x80) return escapedByte(codePoint)
  const last = escapedByte(0x80 | (codePoint & 0x3f))
  if (codePoint < 0x800) return escapedByte(0xc0 | (codePoint >> 6)) + last
  const third = escapedByte(0x80 | ((codePoint >> 6) & 0x3f)) + last
  if (codePoint < 0x10000) return escapedByte(0xe0 | (codePoint >> 12)) + third
  return escapedByte(0xf0 | (codePoint >> 18)) + escapedByte(0x80 | ((codePoint >> 12) & 0x3f)) + third
}

function escapedByte(byte: number): string {
  return `:${UPPER_HEX.charAt(byte >> 4)}${UPPER_HEX.charAt(byte & 15)}`
}
