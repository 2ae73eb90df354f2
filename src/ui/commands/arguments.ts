/** Reads the arguments of commands, which strangers send. */
import { fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'

/** `args.name`, checked; the fault names the argument. */
export function argument<Value>(
  args: unknown,
  name: string,
  isRight: (value: unknown) => value is Value,
): Result<Value> {
  const value: unknown = isRecord(args) ? args[name] : undefined
  return isRight(value) ? ok(value) : fail(fault('input.invalid', { path: name, reason: 'argument' }))
}

/** Like `argument`, but it may be left out. */
export function optionalArgument<Value>(
  args: unknown,
  name: string,
  isRight: (value: unknown) => value is Value,
): Result<Value | undefined> {
  const value: unknown = isRecord(args) ? args[name] : undefined
  return value === undefined ? ok(undefined) : argument(args, name, isRight)
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

export function isStep(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

export function isText(value: unknown): value is string {
  return typeof value === 'string'
}
