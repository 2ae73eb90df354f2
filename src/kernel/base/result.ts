import type { Fault } from './fault.ts'

/** The answer of an operation that may fail for a reason its caller must handle. Crosses workers unchanged. */
export type Result<T, F = Fault> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: F }

/** Wraps the value of an operation that went well. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

/** Wraps the fault of an operation that did not. */
export function fail<F>(fault: F): { readonly ok: false; readonly fault: F } {
  return { ok: false, fault }
}
