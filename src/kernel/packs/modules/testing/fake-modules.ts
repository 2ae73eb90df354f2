import type { Answer, CallOutcome, Delivery, RoutingCalls } from '../routing-generations.ts'
import type { Recipient } from '../routing.ts'

/** What a module does with an event of one kind. */
export type Reaction =
  | { readonly type: 'emits'; readonly kinds: readonly string[] }
  | { readonly type: 'faults' }

/** Modules by id. */
export type Graph = Readonly<
  Record<
    string,
    {
      readonly batchMax: number
      /** Failed single calls after which it is quarantined. */
      readonly failuresMax?: number
      readonly on: Readonly<Record<string, Reaction>>
    }
  >
>

export interface FakeEvent {
  readonly id: number
  readonly kind: string
  readonly cause?: number
  readonly by?: string
}

/** Stands in for a step: keeps the calls as `module(event ids)`, with `!` when they failed, and the events of the frame. */
export class FakeModules implements RoutingCalls<FakeEvent, string> {
  readonly log: string[] = []
  readonly events: FakeEvent[] = []
  /** Inputs by module that were answered. */
  readonly calls: Record<string, number> = {}
  private readonly failures = new Map<string, number>()
  private readonly graph: Graph

  constructor(graph: Graph) {
    this.graph = graph
  }

  /** The frame's own events. */
  begin(kinds: readonly string[]): readonly FakeEvent[] {
    for (const kind of kinds) this.events.push({ id: this.events.length + 1, kind })
    return [...this.events]
  }

  recipientsOf({ kind }: FakeEvent): readonly Recipient[] {
    return Object.keys(this.graph)
      .filter((moduleId) => this.graph[moduleId]?.on[kind] !== undefined)
      .toSorted()
      .map((moduleId) => ({ moduleId, shard: [] }))
  }

  batchMax(moduleId: string): number {
    return this.graph[moduleId]?.batchMax ?? 1
  }

  call(moduleId: string, inputs: readonly Delivery<FakeEvent>[]): CallOutcome<string> {
    const reactions = inputs.map(({ event }) => this.graph[moduleId]?.on[event.kind])
    const isFault = reactions.some((reaction) => reaction?.type === 'faults')
    this.log.push(`${moduleId}(${inputs.map(({ event }) => event.id).join(',')})${isFault ? '!' : ''}`)
    if (isFault)
      return { type: inputs.length === 1 && this.isLastFailure(moduleId) ? 'quarantined' : 'failed' }
    this.calls[moduleId] = (this.calls[moduleId] ?? 0) + inputs.length
    return {
      type: 'answered',
      outputs: reactions.map((reaction) => (reaction?.type === 'emits' ? reaction.kinds : [])),
    }
  }

  settle(answers: readonly Answer<FakeEvent, string>[]): readonly FakeEvent[] {
    const from = this.events.length
    for (const { event, recipient, outputs } of answers)
      for (const kind of outputs)
        this.events.push({ id: this.events.length + 1, kind, cause: event.id, by: recipient.moduleId })
    return this.events.slice(from)
  }

  private isLastFailure(moduleId: string): boolean {
    const failures = (this.failures.get(moduleId) ?? 0) + 1
    this.failures.set(moduleId, failures)
    return failures === this.graph[moduleId]?.failuresMax
  }
}
