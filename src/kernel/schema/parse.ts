import type { Fault } from '../base/fault.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { checkFields, type Fields, type Infer } from './field.ts'

/** Turns `unknown` into the declared type, or says which path is wrong. The value itself is returned, not a copy. */
export function parseFields<F extends Fields>(
  fields: F,
  value: unknown,
  path: string,
): Result<Infer<F>, Fault> {
  const broken = checkFields(fields, value, path)
  // The check above is the proof that the value has the declared shape.
  return broken === undefined ? ok(value as Infer<F>) : fail(broken)
}
