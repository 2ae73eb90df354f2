/** The order in which events of a frame reach modules (kernel contract K6, point 6). What a call is, is the caller's. */
import { assert } from '../../base/assert.ts'
import { compareCodeUnits } from '../../base/order.ts'
import type { Recipient } from './routing.ts'
import { GENERATIONS_MAX, ROUTED_EVENTS_MAX } from './routing-limits.ts'

/** An event on its way to one module. */
export interface Delivery<Event> {
  readonly event: Event
  readonly recipient: Recipient
}

/** What a module made of one event. */
export interface Answer<Event, Output> extends Delivery<Event> {
  readonly outputs: readonly Output[]
}

/** How a call with one or more inputs ended. */
export type CallOutcome<Output> =
  /** One list of outputs for each input. */
  | { readonly type: 'answered'; readonly outputs: readonly (readonly Output[])[] }
  /** Recorded as failed, and nothing is left of it. */
  | { readonly type: 'failed' }
  /** The same, and the module is not to be called again in this frame: it is quarantined. */
  | { readonly type: 'quarantined' }

/** What routing asks of the step that it is part of. */
export interface RoutingCalls<Event, Output> {
  /** Who is told of an event, in ascending order of module ids. Nobody for bookkeeping. */
  recipientsOf(event: Event): readonly Recipient[]
  /** Inputs that one call of a module may carry, from 1. */
  batchMax(moduleId: string): number
  /** Makes and records one call. Later calls see what it did to the module's state; other modules do not see its outputs. */
  call(moduleId: string, inputs: readonly Delivery<Event>[]): CallOutcome<Output>
  /** Gives outputs their places behind all events so far, in the order given, and answers with the events they became. */
  settle(answers: readonly Answer<Event, Output>[]): readonly Event[]
}

/** Where routing stopped early: the first generation that was not told whole, and how many events nobody was told of. */
export interface RoutingLimited {
  readonly depth: number
  readonly dropped: number
}

/** An event that somebody is told of. */
interface Told<Event> {
  readonly event: Event
  readonly recipients: readonly Recipient[]
}

/**
 * Tells modules of the frame's events and of what comes of them, generation by generation. Only events that somebody is told
 * of count: against the 1,024 and as dropped. An event is told to all of its recipients or to none.
 */
export function routeEvents<Event, Output>(
  events: readonly Event[],
  calls: RoutingCalls<Event, Output>,
): RoutingLimited | undefined {
  const quarantined = new Set<string>()
  let generation = whoIsTold(events, calls, quarantined)
  let limitedAt: number | undefined
  let dropped = 0
  let room = ROUTED_EVENTS_MAX
  for (let depth = 0; generation.length > 0; depth += 1) {
    if (depth === GENERATIONS_MAX) room = 0
    const told = generation.slice(0, room)
    if (told.length < generation.length) {
      limitedAt ??= depth
      dropped += generation.length - told.length
    }
    if (told.length === 0) break
    room -= told.length
    generation = whoIsTold(calls.settle(tell(told, calls, quarantined)), calls, quarantined)
  }
  return limitedAt === undefined ? undefined : { depth: limitedAt, dropped }
}

function whoIsTold<Event, Output>(
  events: readonly Event[],
  calls: RoutingCalls<Event, Output>,
  quarantined: ReadonlySet<string>,
): readonly Told<Event>[] {
  const told: Told<Event>[] = []
  for (const event of events) {
    const recipients = calls.recipientsOf(event).filter(({ moduleId }) => !quarantined.has(moduleId))
    if (recipients.length > 0) told.push({ event, recipients })
  }
  return told
}

/** A delivery that knows where in its generation the event stands. */
interface Placed<Event> extends Delivery<Event> {
  readonly at: number
}

/** Module after module, each with all its events in their order; the answers are ordered by event, then module. */
function tell<Event, Output>(
  told: readonly Told<Event>[],
  calls: RoutingCalls<Event, Output>,
  quarantined: Set<string>,
): readonly Answer<Event, Output>[] {
  const answers: (Placed<Event> & Answer<Event, Output>)[] = []
  for (const [moduleId, inputs] of byModule(told)) {
    const batchMax = calls.batchMax(moduleId)
    assert(batchMax >= 1, 'A call carries one input at least.')
    let goesOn = true
    for (let from = 0; goesOn && from < inputs.length; from += batchMax)
      goesOn = tellBatch(moduleId, inputs.slice(from, from + batchMax), calls, answers)
    if (!goesOn) quarantined.add(moduleId)
  }
  return answers.toSorted(
    (a, b) => a.at - b.at || compareCodeUnits(a.recipient.moduleId, b.recipient.moduleId),
  )
}

function byModule<Event>(told: readonly Told<Event>[]): readonly (readonly [string, Placed<Event>[]])[] {
  const inputs = new Map<string, Placed<Event>[]>()
  for (const [at, { event, recipients }] of told.entries()) {
    for (const recipient of recipients) {
      const found = inputs.get(recipient.moduleId)
      if (found === undefined) inputs.set(recipient.moduleId, [{ at, event, recipient }])
      else found.push({ at, event, recipient })
    }
  }
  return [...inputs].toSorted(([a], [b]) => compareCodeUnits(a, b))
}

/** One call; when it fails for several inputs, one for each of them. False when the module may not be called again. */
function tellBatch<Event, Output>(
  moduleId: string,
  inputs: readonly Placed<Event>[],
  calls: RoutingCalls<Event, Output>,
  answers: (Placed<Event> & Answer<Event, Output>)[],
): boolean {
  const outcome = calls.call(moduleId, inputs)
  if (outcome.type === 'quarantined') return false
  if (outcome.type === 'failed')
    return inputs.length === 1 || inputs.every((input) => tellBatch(moduleId, [input], calls, answers))
  assert(outcome.outputs.length === inputs.length, 'A call answers for each of its inputs.')
  for (const [index, input] of inputs.entries()) {
    const outputs = outcome.outputs[index] ?? []
    if (outputs.length > 0) answers.push({ ...input, outputs })
  }
  return true
}
