import type { Fault } from '../../kernel/base/fault.ts'
import type { Result } from '../../kernel/base/result.ts'

/** The value of an answer that must be good. */
export function valueOf<T>(answer: Result<T, Fault>): T {
  if (!answer.ok) throw new Error(`a fault: ${JSON.stringify(answer.fault)}`)
  return answer.value
}
