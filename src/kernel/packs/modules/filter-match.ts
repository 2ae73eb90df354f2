import { assert } from '../../base/assert.ts'
import { compareBytes } from '../../base/order.ts'
import { encodeCanonical } from '../../codec/encode.ts'
import type { Value } from '../../codec/value.ts'
import type { Rule, RuleSet } from './filter.ts'
import { valueAt } from './filter-pointer.ts'
import type { RegexEngine } from './filter-regex.ts'

/** Whether a document is one that a filter lets through. */
export type DocumentTest = (document: Value) => boolean

/** Turns rules into a test. Nothing = every document passes, so that none has to be made. */
export function compileRuleSet(
  set: RuleSet | undefined,
  engine: RegexEngine | undefined,
): DocumentTest | undefined {
  if (set === undefined || set.all.length + set.any.length === 0) return undefined
  const all = set.all.map((rule) => compileRule(rule, engine))
  const any = set.any.map((rule) => compileRule(rule, engine))
  const holds = (document: Value) => (test: DocumentTest) => test(document)
  return (document) => all.every(holds(document)) && (any.length === 0 || any.some(holds(document)))
}

/** What is not there answers no question, not even whether it is different. */
function compileRule(rule: Rule, engine: RegexEngine | undefined): DocumentTest {
  const answers = compileComparison(rule, engine)
  return (document) => {
    const found = valueAt(document, rule.at)
    return found !== undefined && answers(found)
  }
}

function compileComparison(rule: Rule, engine: RegexEngine | undefined): DocumentTest {
  const { operator, operand } = rule
  switch (operator) {
    case 'eq':
      return equals(operand)
    case 'ne': {
      const isEqual = equals(operand)
      return (found) => !isEqual(found)
    }
    case 'gt':
      return (found) => typeof found === 'number' && found > operand
    case 'gte':
      return (found) => typeof found === 'number' && found >= operand
    case 'lt':
      return (found) => typeof found === 'number' && found < operand
    case 'lte':
      return (found) => typeof found === 'number' && found <= operand
    case 're':
      return contains(operand, engine)
  }
}

/**
 * Two values are equal when their canonical bytes are. A number has one canonical form, so the model's distinction of 1 and 1.0
 * (two texts of JSON) does not exist here: both are written, hashed and compared as 1.
 */
function equals(operand: Value): DocumentTest {
  if (typeof operand !== 'object' || operand === null) return (found) => found === operand
  const bytes = encodeCanonical(operand)
  return (found) =>
    typeof found === 'object' && found !== null && compareBytes(encodeCanonical(found), bytes) === 0
}

/** A pattern that the engine refuses never matches: whoever accepted the manifest without looking is not asked again. */
function contains(pattern: string, engine: RegexEngine | undefined): DocumentTest {
  assert(engine !== undefined, 'Filters with patterns are matched by hosts that gave an engine.')
  const compiled = engine.compile(pattern)
  if (!compiled.ok) return () => false
  return (found) => typeof found === 'string' && compiled.value(found)
}
