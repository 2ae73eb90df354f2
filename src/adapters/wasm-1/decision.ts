import type { Result } from '../../kernel/base/result.ts'
import type { Value, ValueMap } from '../../kernel/codec/value.ts'
import { RESOURCE_KINDS, type ResourceKind } from '../../kernel/packs/space/collections.ts'
import { attempt } from './attempt.ts'
import { type CallFault, refuseAt } from './call-fault.ts'
import { actionFromWire } from './kinds.ts'
import { integerAt, listAt, mapAt, memberAt, textAt } from './said.ts'

/** The kind of emit by which a module says yes, no or "rather this" to an action. */
export const RULE_DECISION = 'rule.decision'

const VERDICTS = ['allow', 'modify', 'deny'] as const

/** What a module said to an action. */
export interface RuleDecision {
  readonly verdict: (typeof VERDICTS)[number]
  /** The action that takes the place of the judged one. */
  readonly override?: { readonly kind: string; readonly payload: ValueMap }
  /** Change of stock by resource: negative is what the action costs, positive what it would mint. */
  readonly cost: Readonly<Partial<Record<ResourceKind, number>>>
  readonly notes: readonly string[]
}

/** Reads the payload of a `rule.decision` about one action. All but its id and its verdict may be left out. */
export function decodeDecision(payload: Value, actionId: number): Result<RuleDecision, CallFault> {
  return attempt(() => {
    const said = mapAt(payload, 'payload')
    if (memberAt(said, 'action_id', 'payload') !== actionId)
      return refuseAt('action_id_mismatch', 'payload/action_id')
    const override = overrideOf(said['override_action'] ?? null)
    return {
      verdict: verdictOf(memberAt(said, 'verdict', 'payload')),
      ...(override === undefined ? {} : { override }),
      cost: costOf(said['cost'] ?? {}),
      notes: notesOf(said['notes'] ?? []),
    }
  })
}

function verdictOf(said: Value): RuleDecision['verdict'] {
  const path = 'payload/verdict'
  const word = textAt(said, path)
  return VERDICTS.find((verdict) => verdict === word) ?? refuseAt('unknown_choice', path)
}

function overrideOf(said: Value): RuleDecision['override'] {
  if (said === null) return undefined
  const path = 'payload/override_action'
  const action = mapAt(said, path)
  const type = textAt(memberAt(action, 'type', path), `${path}/type`)
  const known = actionFromWire(type) ?? refuseAt('unknown_choice', `${path}/type`)
  const payload = known.data.parse(memberAt(action, 'data', path), `${path}/data`)
  return { kind: known.kind, payload: mapAt(payload, `${path}/data`) }
}

function costOf(said: Value): RuleDecision['cost'] {
  const path = 'payload/cost/entries'
  const cost: Partial<Record<ResourceKind, number>> = {}
  for (const [name, amount] of Object.entries(mapAt(mapAt(said, 'payload/cost')['entries'] ?? {}, path))) {
    const kind = RESOURCE_KINDS.find((each) => each === name) ?? refuseAt('unknown_choice', path)
    cost[kind] = integerAt(amount, `${path}/${kind}`)
  }
  return cost
}

function notesOf(said: Value): readonly string[] {
  return listAt(said, 'payload/notes').map((note, index) => textAt(note, `payload/notes/${index}`))
}
