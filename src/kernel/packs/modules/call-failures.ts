/** How a call of a module can fail: the model's codes (spec A §5.12), then those of counted limits that are ours. */
export const CALL_FAILURES = [
  'trap',
  'timeout',
  'output_too_large',
  'effect_limit_exceeded',
  'emit_limit_exceeded',
  'caps_denied',
  'policy_denied',
  'sandbox_unavailable',
  'invalid_output',
  'out_of_gas',
  'stack_weight',
  'call_rate',
] as const

export type CallFailureCode = (typeof CALL_FAILURES)[number]
