import { fail, ok, type Result } from '../../kernel/base/result.ts'
import { type CallFault, CallRefused } from './call-fault.ts'

/** Runs a reader that refuses by throwing; any other exception is a fault of ours and goes on. */
export function attempt<T>(read: () => T): Result<T, CallFault> {
  try {
    return ok(read())
  } catch (error) {
    if (error instanceof CallRefused) return fail(error.fault)
    throw error
  }
}
