import { fault } from './fault.ts'
import { ID_LENGTH_MAX } from './limits.ts'
import { fail, ok, type Result } from './result.ts'

/** Ids that are ordered. On these every string order agrees and `__proto__` cannot occur. */
export const ID_PATTERN = /^[a-z0-9][A-Za-z0-9._:/-]{0,127}$/

/** Idempotency keys of actions. */
export const ACTION_KEY_PATTERN = /^[A-Za-z0-9._:-]{1,64}$/
const ACTION_KEY_LENGTH_MAX = 64

const FIRST_OF_ID = 1
const IN_ID = 2
const IN_ACTION_KEY = 4

/** What each ASCII character may stand for; every other character may stand for nothing. */
const CHARACTER_CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  return (
    (/[a-z0-9]/.test(character) ? FIRST_OF_ID : 0) |
    (/[A-Za-z0-9._:/-]/.test(character) ? IN_ID : 0) |
    (/[A-Za-z0-9._:-]/.test(character) ? IN_ACTION_KEY : 0)
  )
})

function isMadeOf(text: string, wanted: number): boolean {
  for (let i = 0; i < text.length; i += 1) {
    if (((CHARACTER_CLASSES[text.charCodeAt(i)] ?? 0) & wanted) === 0) return false
  }
  return true
}

/** Whether a value is an ordered id: {@link ID_PATTERN} without the cost of a regular expression. */
export function isId(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= ID_LENGTH_MAX &&
    ((CHARACTER_CLASSES[value.charCodeAt(0)] ?? 0) & FIRST_OF_ID) !== 0 &&
    isMadeOf(value, IN_ID)
  )
}

const ROLES = ['driver:', 'person:', 'executor:'] as const

/** Whether an actor of this id is no agent, whoever else it is (kernel.md K12): no agent may have such an id. */
export function isRoleId(id: string): boolean {
  return id === 'host' || ROLES.some((role) => id.startsWith(role))
}

/** Whether a value is an action's idempotency key: {@link ACTION_KEY_PATTERN}. */
export function isActionKey(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= ACTION_KEY_LENGTH_MAX &&
    isMadeOf(value, IN_ACTION_KEY)
  )
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
