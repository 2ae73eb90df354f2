/** Subscriptions as they are written in a manifest: which messages a module wants, when, and which shard of its state they concern. */
import { isId } from '../../base/ids.ts'
import { ID_LENGTH_MAX } from '../../base/limits.ts'
import type { Result } from '../../base/result.ts'
import { type Filters, readFilters } from './filter.ts'
import { type Pointer, readPointer } from './filter-pointer.ts'
import type { RegexEngine } from './filter-regex.ts'
import { SHARD_POINTERS_MAX, SUBSCRIPTION_KINDS_MAX } from './routing-limits.ts'
import { attempt, fieldOf, readList, readMap, readText, refuse } from './routing-refusal.ts'

const STAGES = ['pre_action', 'post_action', 'post_event'] as const

/** When in a step modules are asked (kernel contract K6). */
export type Stage = (typeof STAGES)[number]

export interface Subscription {
  readonly stage: Stage
  /** Patterns: of events at `post_event`, of actions at the other stages. */
  readonly kinds: readonly string[]
  readonly filters: Filters
  /** What names the shard of state that a call sees; none = the module's one state. */
  readonly shard: readonly Pointer[]
}

/**
 * Reads a subscription of spec A §5.1, with `key` as K7 adds it. Fault: `input.invalid` with a reason of
 * `routing-refusal.ts` and the path. About `engine` see `parseFilters`.
 */
export function parseSubscription(value: unknown, path: string, engine?: RegexEngine): Result<Subscription> {
  return attempt(() => {
    const map = readMap(value, path, ['stage', 'event_kinds', 'action_kinds', 'filters', 'key'])
    const events = readKinds(fieldOf(map, 'event_kinds'), `${path}/event_kinds`)
    const actions = readKinds(fieldOf(map, 'action_kinds'), `${path}/action_kinds`)
    const stage = resolveStage(readStage(fieldOf(map, 'stage'), path), events.length, actions.length, path)
    return {
      stage,
      kinds: stage === 'post_event' ? events : actions,
      filters: readFilters(map['filters'], `${path}/filters`, engine),
      shard: readShard(fieldOf(map, 'key'), `${path}/key`),
    }
  })
}

function readStage(value: unknown, path: string): Stage | undefined {
  if (value === undefined) return undefined
  return STAGES.find((stage) => stage === value) ?? refuse('stage_unknown', `${path}/stage`)
}

/** The stage that is meant, or the one thing that is wrong with it. Order and meaning are the model's. */
function resolveStage(stage: Stage | undefined, events: number, actions: number, path: string): Stage {
  if (stage === undefined) {
    if (events > 0 && actions > 0) return refuse('mixed_kinds', path)
    if (events === 0 && actions === 0) return refuse('no_kinds', path)
    return events > 0 ? 'post_event' : 'pre_action'
  }
  if (stage === 'post_event') {
    if (actions > 0) return refuse('post_event_with_action_kinds', path)
    return events > 0 ? stage : refuse('post_event_without_event_kinds', path)
  }
  if (events > 0) return refuse('action_stage_with_event_kinds', path)
  return actions > 0 ? stage : refuse('action_stage_without_action_kinds', path)
}

const readKinds = (value: unknown, path: string): readonly string[] =>
  value === undefined ? [] : readList(value, path, SUBSCRIPTION_KINDS_MAX, readKindPattern)

/** A kind, the beginning of one and `*`, or `*` alone. Kinds are ids, so whatever is no part of an id would never match. */
function readKindPattern(value: unknown, path: string): string {
  const pattern = readText(value, path, ID_LENGTH_MAX + 1)
  const fixed = pattern.endsWith('*') ? pattern.slice(0, -1) : pattern
  return pattern === '*' || isId(fixed)
    ? pattern
    : refuse('kind_pattern', path, { actual: pattern.slice(0, 40) })
}

/** Whether a kind is one that a pattern names. */
export function matchesKind(pattern: string, kind: string): boolean {
  return pattern.endsWith('*') ? kind.startsWith(pattern.slice(0, -1)) : kind === pattern
}

/** One pointer by itself, or a list of them. */
function readShard(value: unknown, path: string): readonly Pointer[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) return [readPointer(value, path)]
  return readList(value, path, SHARD_POINTERS_MAX, readPointer)
}
