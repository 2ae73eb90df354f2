import { isDeepStrictEqual } from 'node:util'
import type { Value } from '../../../codec/value.ts'
import type { Rule, RuleSet } from '../filter.ts'
import type { Pointer } from '../filter-pointer.ts'
import type { Message, RoutableModule } from '../routing.ts'
import type { Stage } from '../subscription.ts'

/** The rules of spec A §5.1 and §5.2 once more, as they are written there: nothing is prepared and nothing is indexed. */
export function naiveRecipients(
  modules: readonly RoutableModule[],
  stage: Stage,
  message: Message,
): readonly { moduleId: string; shard: readonly Pointer[] }[] {
  const recipients = modules.flatMap(({ moduleId, interfaceVersion, subscriptions }) => {
    const first = subscriptions.find(
      ({ filters, kinds, ...more }) =>
        more.stage === stage &&
        kinds.some((pattern) => naiveKindMatches(pattern, message.kind)) &&
        naiveMatches(
          stage === 'post_event' ? filters.event : filters.action,
          message.document(interfaceVersion),
        ),
    )
    return first === undefined ? [] : [{ moduleId, shard: first.shard }]
  })
  return recipients.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1))
}

function naiveKindMatches(pattern: string, kind: string): boolean {
  const parts = pattern.split('*')
  return parts.length === 1 ? kind === pattern : kind.slice(0, parts[0]?.length) === parts[0]
}

export function naiveMatches(set: RuleSet | undefined, document: Value): boolean {
  if (set === undefined) return true
  const holding = (rules: readonly Rule[]) => rules.filter((rule) => naiveHolds(rule, document)).length
  return holding(set.all) === set.all.length && Math.min(holding(set.any), 1) === Math.min(set.any.length, 1)
}

function naiveHolds({ at, operator, operand }: Rule, document: Value): boolean {
  const found = naiveFind(document, at)
  if (found === undefined) return false
  const order = typeof found === 'number' && typeof operand === 'number' ? found - operand : Number.NaN
  switch (operator) {
    case 'eq':
      return isDeepStrictEqual(found, operand)
    case 'ne':
      return !isDeepStrictEqual(found, operand)
    case 'gt':
      return order > 0
    case 'gte':
      return order >= 0
    case 'lt':
      return order < 0
    case 'lte':
      return order <= 0
    case 're':
      return typeof found === 'string' && new RegExp(operand, 'u').test(found)
  }
}

/** Documents of these tests are lists and maps with distinct spellings, so a table of all places will do. */
function naiveFind(document: Value, at: Pointer): Value | undefined {
  const places = new Map<string, Value>()
  const visit = (value: Value, place: string): void => {
    places.set(place, value)
    if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array))
      for (const [name, inner] of Object.entries(value)) visit(inner as Value, `${place}/${name}`)
  }
  visit(document, '')
  return places.get(at.map((token) => `/${token}`).join(''))
}
