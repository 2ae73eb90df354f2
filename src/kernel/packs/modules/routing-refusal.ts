import { fault, type Fault } from '../../base/fault.ts'
import { fail, ok, type Result } from '../../base/result.ts'
import { isPlainMap } from '../../schema/field.ts'

/** Why a subscription or its filters are not taken. Spec A §5.1 and §5.2 have the sentences that these stand for. */
type RefusalReason =
  // What is written has the wrong form ("filters invalid: <schema>").
  | 'not_a_map'
  | 'not_a_list'
  | 'not_a_text'
  | 'not_well_formed'
  | 'field_unknown'
  | 'field_missing'
  | 'too_many'
  | 'too_long'
  // Stages of subscriptions, one code for each sentence of §5.1.
  | 'stage_unknown'
  | 'post_event_with_action_kinds'
  | 'post_event_without_event_kinds'
  | 'action_stage_with_event_kinds'
  | 'action_stage_without_action_kinds'
  | 'mixed_kinds'
  | 'no_kinds'
  | 'kind_pattern'
  // Pointers.
  | 'pointer_start'
  | 'pointer_escape'
  | 'pointer_too_deep'
  // Operators and what they compare with.
  | 'operator_count'
  | 'operand_not_a_number'
  | 'operand_not_finite'
  | 'operand_not_a_value'
  | RegexRefusal

/** Why a pattern is not compiled. */
export type RegexRefusal = 'regex_invalid' | 'regex_too_large'

interface RefusalDetail {
  readonly expected?: string | number
  readonly actual?: string | number
}

/** Thrown while a declaration is read and caught by {@link attempt}: one exit for every check. */
class RoutingRefused extends Error {
  override readonly name = 'RoutingRefused'
  readonly fault: Fault

  constructor(reason: RefusalReason, path: string, detail: RefusalDetail) {
    super(`Refused at ${path}: ${reason}.`)
    this.fault = fault('input.invalid', { path, reason, ...detail })
  }
}

/** Ends the reading. `path` names the field that is wrong. */
export function refuse(reason: RefusalReason, path: string, detail: RefusalDetail = {}): never {
  throw new RoutingRefused(reason, path, detail)
}

/** Reads a declaration. Fault: `input.invalid` with the path and one of the reasons above. */
export function attempt<T>(read: () => T): Result<T> {
  try {
    return ok(read())
  } catch (thrown) {
    if (thrown instanceof RoutingRefused) return fail(thrown.fault)
    throw thrown
  }
}

/** A map that has no other fields than those named. */
export function readMap(
  value: unknown,
  path: string,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  if (!isPlainMap(value)) return refuse('not_a_map', path)
  for (const name of Object.keys(value))
    if (!names.includes(name)) refuse('field_unknown', path, { actual: name.slice(0, 40) })
  return value
}

/** The field of a map, where null reads as nothing, as the model's optionals do. */
export function fieldOf(map: Readonly<Record<string, unknown>>, name: string): unknown {
  const value = Object.hasOwn(map, name) ? map[name] : undefined
  return value === null ? undefined : value
}

/** A list whose items are read one by one. */
export function readList<T>(
  value: unknown,
  path: string,
  countMax: number,
  readItem: (item: unknown, path: string) => T,
): readonly T[] {
  if (!Array.isArray(value)) return refuse('not_a_list', path)
  if (value.length > countMax) return refuse('too_many', path, { expected: countMax, actual: value.length })
  return Array.from(value, (item: unknown, index) => readItem(item, `${path}/${index}`))
}

/** A well-formed text. */
export function readText(value: unknown, path: string, lengthMax: number): string {
  if (typeof value !== 'string') return refuse('not_a_text', path)
  if (value.length > lengthMax) return refuse('too_long', path, { expected: lengthMax, actual: value.length })
  return value.isWellFormed() ? value : refuse('not_well_formed', path)
}
