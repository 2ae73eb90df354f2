/** How a module call can fail. The names are those of the `wasm-1` profile and stand in journals. */
export type CallErrorCode =
  | 'trap'
  | 'output_too_large'
  | 'effect_limit_exceeded'
  | 'emit_limit_exceeded'
  | 'caps_denied'
  | 'invalid_output'

/** What exactly was wrong: short codes of our own, because nothing that an engine says may enter a journal. */
export type CallFaultDetail =
  // The call itself.
  | 'export_missing'
  | 'alloc_negative'
  | 'input_outside_memory'
  | 'memory_limit'
  | 'output_length_negative'
  | 'output_pointer_negative'
  | 'output_outside_memory'
  // The bytes of the answer.
  | 'truncated'
  | 'trailing_bytes'
  | 'reserved_head'
  | 'byte_string'
  | 'tag'
  | 'simple'
  | 'not_finite'
  | 'text_encoding'
  | 'key_not_text'
  | 'duplicate_key'
  | 'too_deep'
  // What they say.
  | 'unexpected_type'
  | 'missing'
  | 'unsafe_integer'
  | 'not_integral'
  | 'not_a_byte'
  | 'unknown_choice'
  | 'state_of_pure_module'
  | 'limit_exceeded'
  | 'cap_not_listed'
  | 'action_id_mismatch'

/** A failed call, as data: where it was seen is a byte offset in the answer, a path in it, or neither. */
export interface CallFault {
  readonly code: CallErrorCode
  readonly detail: CallFaultDetail
  /** Byte of the module's answer. */
  readonly offset?: number
  /** Place in the answer, such as `emits/0/kind`. */
  readonly path?: string
}

/** Thrown inside of a reader only; {@link attempt} turns it into a result. */
export class CallRefused extends Error {
  readonly fault: CallFault

  constructor(fault: CallFault) {
    super(fault.detail)
    this.fault = fault
  }
}

/** Refuses what a module said at a place. */
export function refuseAt(detail: CallFaultDetail, path: string): never {
  throw new CallRefused({ code: 'invalid_output', detail, path })
}
