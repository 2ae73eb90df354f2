/** Who is told of what: the subscriptions of all active modules, compiled once for a manifest into lists by stage and kind. */
import { compareCodeUnits } from '../../base/order.ts'
import { fail, ok, type Result } from '../../base/result.ts'
import type { Value } from '../../codec/value.ts'
import { usesRegex } from './filter.ts'
import { compileRuleSet, type DocumentTest } from './filter-match.ts'
import type { Pointer } from './filter-pointer.ts'
import type { RegexEngine } from './filter-regex.ts'
import { matchesKind, parseSubscription, type Stage, type Subscription } from './subscription.ts'

/** A module that is asked. */
export interface RoutableModule {
  readonly moduleId: string
  /** Says in which form it is told of things, so also what its pointers point into. */
  readonly interfaceVersion: string
  readonly subscriptions: readonly Subscription[]
}

/** What routing needs of a manifest. */
interface DeclaredModule {
  readonly module_id: string
  readonly interface_version: string
  readonly subscriptions: readonly unknown[]
}

/** A module as its manifest declares it. What is no subscription never matches: it was refused where somebody looked. */
export function routableModule(declared: DeclaredModule): RoutableModule {
  const read = declared.subscriptions.map((each) => parseSubscription(each, 'subscription'))
  return {
    moduleId: declared.module_id,
    interfaceVersion: declared.interface_version,
    subscriptions: read.flatMap((each) => (each.ok ? [each.value] : [])),
  }
}

/** The kinds that reach modules at all. Bookkeeping (K6) is not among them: the catalogue knows which kinds those are. */
export interface RoutableKinds {
  readonly actions: Iterable<string>
  readonly events: Iterable<string>
}

/** An action or event, as far as routing looks at it. */
export interface Message {
  readonly kind: string
  /** The message as modules of an interface are told of it. Asked only when a filter looks inside. */
  document(interfaceVersion: string): Value
}

/** One call that a message asks for. */
export interface Recipient {
  readonly moduleId: string
  /** What names the shard (`shardOf`): that of the first of the module's subscriptions that match. */
  readonly shard: readonly Pointer[]
}

/** Answers in ascending order of module ids, each module once. */
export interface Routing {
  matchAction(stage: Exclude<Stage, 'post_event'>, action: Message): readonly Recipient[]
  matchEvent(event: Message): readonly Recipient[]
}

/** A subscription, ready to be asked. */
interface Listener {
  readonly recipient: Recipient
  readonly interfaceVersion: string
  readonly passes: DocumentTest | undefined
}

type Index = ReadonlyMap<string, readonly Listener[]>

/** Fails only when a filter has a pattern and no engine was given: load one and ask again. */
export function compileRouting(
  modules: readonly RoutableModule[],
  kinds: RoutableKinds,
  engine?: RegexEngine,
): Result<Routing, 'regex_engine_missing'> {
  const needsEngine = modules.some(({ subscriptions }) =>
    subscriptions.some((each) => usesRegex(each.filters)),
  )
  if (needsEngine && engine === undefined) return fail('regex_engine_missing')
  const ascending = modules.toSorted((a, b) => compareCodeUnits(a.moduleId, b.moduleId))
  const pre = compileStage('pre_action', ascending, kinds.actions, engine)
  const post = compileStage('post_action', ascending, kinds.actions, engine)
  const events = compileStage('post_event', ascending, kinds.events, engine)
  return ok({
    matchAction: (stage, action) => match(stage === 'pre_action' ? pre : post, action),
    matchEvent: (event) => match(events, event),
  })
}

/** Kinds are known beforehand, so patterns are resolved here and never looked at again. */
function compileStage(
  stage: Stage,
  modules: readonly RoutableModule[],
  kinds: Iterable<string>,
  engine: RegexEngine | undefined,
): Index {
  const index = new Map<string, Listener[]>([...kinds].map((kind) => [kind, []]))
  for (const module of modules) {
    for (const subscription of module.subscriptions) {
      if (subscription.stage !== stage) continue
      const listener = compileListener(module, subscription, engine)
      for (const [kind, listeners] of index)
        if (subscription.kinds.some((pattern) => matchesKind(pattern, kind))) listeners.push(listener)
    }
  }
  return index
}

function compileListener(
  { moduleId, interfaceVersion }: RoutableModule,
  { stage, filters, shard }: Subscription,
  engine: RegexEngine | undefined,
): Listener {
  const passes = compileRuleSet(stage === 'post_event' ? filters.event : filters.action, engine)
  return { recipient: { moduleId, shard }, interfaceVersion, passes }
}

const NOBODY: readonly Listener[] = []

function match(index: Index, message: Message): readonly Recipient[] {
  const found: Recipient[] = []
  for (const { recipient, interfaceVersion, passes } of index.get(message.kind) ?? NOBODY) {
    // Listeners of one module stand together, in the order of its manifest.
    if (found.at(-1)?.moduleId === recipient.moduleId) continue
    if (passes === undefined || passes(message.document(interfaceVersion))) found.push(recipient)
  }
  return found
}
