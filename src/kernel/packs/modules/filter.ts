/** Filters of subscriptions as they are written in a manifest (spec A §5.2): read once, matched by `filter-match.ts`. */
import type { Result } from '../../base/result.ts'
import type { Value } from '../../codec/value.ts'
import { isBoundedValue } from '../../schema/field.ts'
import { type Pointer, readPointer } from './filter-pointer.ts'
import type { RegexEngine } from './filter-regex.ts'
import { FILTER_RULES_MAX, PATTERN_LENGTH_MAX } from './routing-limits.ts'
import { attempt, fieldOf, readList, readMap, readText, refuse } from './routing-refusal.ts'

/** One comparison of one place in a document. */
export type Rule =
  | { readonly at: Pointer; readonly operator: 'eq' | 'ne'; readonly operand: Value }
  | { readonly at: Pointer; readonly operator: 'gt' | 'gte' | 'lt' | 'lte'; readonly operand: number }
  | { readonly at: Pointer; readonly operator: 're'; readonly operand: string }

/** Every rule of `all` must hold, and one of `any` when there are some. With the seven comparisons, `any` is the eighth operator. */
export interface RuleSet {
  readonly all: readonly Rule[]
  readonly any: readonly Rule[]
}

/** What a message must be like besides its kind. No rule set = any message. */
export interface Filters {
  readonly event?: RuleSet
  readonly action?: RuleSet
}

const OPERATORS = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 're'] as const
type Operator = (typeof OPERATORS)[number]

/**
 * Reads filters; null and undefined read as none. With an engine patterns are compiled as well, so that those it refuses are
 * located: whoever accepts a manifest gives it. Fault: `input.invalid` with a reason of `routing-refusal.ts` and the path.
 */
export function parseFilters(value: unknown, path: string, engine?: RegexEngine): Result<Filters> {
  return attempt(() => readFilters(value, path, engine))
}

/** {@link parseFilters} inside a larger reading. */
export function readFilters(value: unknown, path: string, engine: RegexEngine | undefined): Filters {
  if (value === undefined || value === null) return {}
  const map = readMap(value, path, ['event', 'action'])
  const event = readRuleSet(fieldOf(map, 'event'), `${path}/event`, engine)
  const action = readRuleSet(fieldOf(map, 'action'), `${path}/action`, engine)
  const count = ruleCount(event) + ruleCount(action)
  if (count > FILTER_RULES_MAX) refuse('too_many', path, { expected: FILTER_RULES_MAX, actual: count })
  return { ...(event === undefined ? {} : { event }), ...(action === undefined ? {} : { action }) }
}

const ruleCount = (set: RuleSet | undefined): number =>
  set === undefined ? 0 : set.all.length + set.any.length

/** A list of rules is short for `all`. */
function readRuleSet(value: unknown, path: string, engine: RegexEngine | undefined): RuleSet | undefined {
  if (value === undefined) return undefined
  if (Array.isArray(value)) return { all: readRules(value, path, engine), any: [] }
  const { all = [], any = [] } = readMap(value, path, ['all', 'any'])
  return { all: readRules(all, `${path}/all`, engine), any: readRules(any, `${path}/any`, engine) }
}

const readRules = (value: unknown, path: string, engine: RegexEngine | undefined): readonly Rule[] =>
  readList(value, path, FILTER_RULES_MAX, (item, itemPath) => readRule(item, itemPath, engine))

function readRule(value: unknown, path: string, engine: RegexEngine | undefined): Rule {
  const map = readMap(value, path, ['path', ...OPERATORS])
  const pointer = fieldOf(map, 'path')
  if (pointer === undefined) refuse('field_missing', `${path}/path`)
  const at = readPointer(pointer, `${path}/path`)
  const given = OPERATORS.filter((name) => fieldOf(map, name) !== undefined)
  const [operator] = given
  if (operator === undefined || given.length !== 1)
    return refuse('operator_count', path, { expected: 1, actual: given.length })
  return readComparison(at, operator, map[operator], `${path}/${operator}`, engine)
}

function readComparison(
  at: Pointer,
  operator: Operator,
  operand: unknown,
  path: string,
  engine: RegexEngine | undefined,
): Rule {
  switch (operator) {
    case 'eq':
    case 'ne':
      return { at, operator, operand: readOperand(operand, path) }
    case 're':
      return { at, operator, operand: readPattern(operand, path, engine) }
    default:
      return { at, operator, operand: readNumber(operand, path) }
  }
}

/** What could be hashed. Numbers by themselves may be fractions, like the numbers that they are compared with. */
function readOperand(value: unknown, path: string): Value {
  if (typeof value === 'number') return readNumber(value, path)
  return isBoundedValue(value) ? (value as Value) : refuse('operand_not_a_value', path)
}

function readNumber(value: unknown, path: string): number {
  if (typeof value !== 'number') return refuse('operand_not_a_number', path, { actual: typeof value })
  return Number.isFinite(value) ? value : refuse('operand_not_finite', path, { actual: String(value) })
}

function readPattern(value: unknown, path: string, engine: RegexEngine | undefined): string {
  const pattern = readText(value, path, PATTERN_LENGTH_MAX)
  const compiled = engine?.compile(pattern)
  return compiled === undefined || compiled.ok ? pattern : refuse(compiled.fault, path)
}

/** Whether matching needs a {@link RegexEngine}. */
export function usesRegex({ event, action }: Filters): boolean {
  return [event, action].some((set) =>
    [...(set?.all ?? []), ...(set?.any ?? [])].some(({ operator }) => operator === 're'),
  )
}
