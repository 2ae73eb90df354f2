import { type Fault, fault } from '../base/fault.ts'
import { fail, ok, type Result } from '../base/result.ts'

/** Why bytes are not the canonical bytes of a value. */
export type DecodeReason =
  | 'truncated'
  | 'trailing_bytes'
  | 'too_deep'
  | 'unexpected_type'
  | 'unknown_tag'
  | 'unknown_simple'
  | 'link'
  | 'key_not_text'
  | 'text_encoding'
  | 'unsafe_integer'
  | 'not_finite'
  | 'shape'
  | 'oversize'
  | NotCanonicalReason

/** The bytes say a value, but another writing of it is the canonical one. */
const NOT_CANONICAL = [
  'not_shortest',
  'key_order',
  'float_form',
  'indefinite_length',
  'empty_optional',
] as const
type NotCanonicalReason = (typeof NOT_CANONICAL)[number]

/** Thrown inside a reader and caught by {@link attemptDecode}: one exit for every length, type and order check. */
export class DecodeRefused extends Error {
  override readonly name = 'DecodeRefused'
  readonly reason: DecodeReason
  readonly offset: number

  constructor(reason: DecodeReason, offset: number) {
    super(`Bytes refused at ${offset}: ${reason}.`)
    this.reason = reason
    this.offset = offset
  }
}

/** Whether a reason says that only the writing is wrong, not the value. */
export function isNotCanonical(reason: string | undefined): boolean {
  return NOT_CANONICAL.some((known) => known === reason)
}

/**
 * Runs a read over foreign bytes. Fault: `input.invalid` with a {@link DecodeReason}; `path` is `@` and the byte offset. Who knows
 * what the bytes are of (a frame, a block of a file) gives the fault its kind.
 */
export function attemptDecode<T>(read: () => T): Result<T> {
  try {
    return ok(read())
  } catch (thrown) {
    if (thrown instanceof DecodeRefused) return fail(faultOf(thrown))
    throw thrown
  }
}

function faultOf(refused: DecodeRefused): Fault {
  return fault('input.invalid', { path: `@${refused.offset}`, reason: refused.reason })
}
