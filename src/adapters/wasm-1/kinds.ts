import { RESOURCE_KINDS } from '../../kernel/packs/space/collections.ts'
import { choice, integer, list, plain, type Shape, struct, text, wholeFloat } from './shape.ts'

/** What a kind of the world is called on the wire, and what its payload looks like there. */
interface WireKind {
  readonly type: string
  readonly data: Shape
}

/** The same for an event: the kind of its body and, for facts, their type. */
interface WireEvent {
  readonly body: string
  readonly type: string | undefined
  readonly data: Shape
}

const position = struct({ x_cm: wholeFloat, y_cm: wholeFloat, z_cm: wholeFloat })
const resource = choice(RESOURCE_KINDS)

const bodyView = struct({
  mass_kg: integer,
  radius_cm: integer,
  thrust_limit: integer,
  cross_section_cm2: integer,
})

const observation = struct({
  time: integer,
  agent_id: text,
  pos: position,
  visibility_range_cm: integer,
  visible_agents: list(struct({ agent_id: text, pos: position, distance_cm: integer })),
})

const transfer = struct({ from_agent_id: text, to_agent_id: text, kind: resource, amount: integer })

/** The actions that modules of this profile were compiled against. */
const ACTIONS: Readonly<Record<string, Shape>> = {
  'action.register_agent': struct({ agent_id: text, pos: position }),
  'action.move_agent': struct({ agent_id: text, to: position }),
  'action.query_observation': struct({ agent_id: text }),
  'action.emit_observation': struct({ observation }),
  'action.body_action': struct({ agent_id: text, kind: text, payload: plain }),
  'action.emit_body_attributes': struct({ agent_id: text, view: bodyView, reason: text }),
  'action.expand_body_interface': struct({ agent_id: text, interface_module_item_id: text }),
  'action.transfer_resource': transfer,
  'action.emit_resource_transfer': transfer,
}

/** The facts of the world that they were compiled against. */
const DOMAIN_EVENTS: Readonly<Record<string, Shape>> = {
  'domain.agent_registered': struct({ agent_id: text, pos: position }),
  'domain.agent_moved': struct({ agent_id: text, from: position, to: position }),
  'domain.action_rejected': struct({ action_id: integer, reason: struct({ type: text, data: plain }) }),
  'domain.observation': struct({ observation }),
  'domain.body_attributes_updated': struct({ agent_id: text, view: bodyView, reason: text }),
  'domain.body_attributes_rejected': struct({ agent_id: text, reason: text }),
  'domain.body_interface_expanded': struct({
    agent_id: text,
    slot_capacity: integer,
    expansion_level: integer,
    consumed_item_id: text,
    new_slot_id: text,
    slot_type: text,
  }),
  'domain.body_interface_expand_rejected': struct({ agent_id: text, consumed_item_id: text, reason: text }),
  'domain.resource_transferred': transfer,
}

/** Events about how the world is run have one body kind each and no type inside. */
const RUN_EVENTS: ReadonlySet<string> = new Set([
  'effect.queued',
  'effect.receipt_appended',
  'policy.decision_recorded',
  'rule.decision_recorded',
  'rule.action_overridden',
  'governance',
  'module.event',
  'module.call_failed',
  'module.emitted',
  'module.state_updated',
  'snapshot.created',
  'manifest.updated',
  'rollback.applied',
])

/** Where the name on the wire is not the label's own words. */
const RUN_EVENT_NAMES: Readonly<Record<string, string>> = {
  'effect.receipt_appended': 'ReceiptAppended',
  'policy.decision_recorded': 'PolicyDecisionRecorded',
  'rule.action_overridden': 'ActionOverridden',
}

/** Worlds have a few dozen kinds; what each is called is worked out once. */
const wireActions = new Map<string, WireKind>()
const wireEvents = new Map<string, WireEvent>()

/**
 * An action on the wire. Kinds of our own, which no module in the wild knows, are named by the same rule and tell their
 * payload as it is: `action.register_location` is `RegisterLocation`.
 */
export function actionToWire(kind: string): WireKind {
  return wireActions.get(kind) ?? remember(wireActions, kind, nameAction(kind))
}

/** An event on the wire. */
export function eventToWire(kind: string): WireEvent {
  return wireEvents.get(kind) ?? remember(wireEvents, kind, nameEvent(kind))
}

function remember<T>(map: Map<string, T>, kind: string, wire: T): T {
  map.set(kind, wire)
  return wire
}

function nameAction(kind: string): WireKind {
  const name = kind.startsWith('action.') ? kind.slice('action.'.length) : kind
  return { type: pascalCase(name), data: ACTIONS[kind] ?? plain }
}

/** The action that a module means by a name; whether the world has it is for the world to say. */
export function actionFromWire(type: string): { readonly kind: string; readonly data: Shape } | undefined {
  if (!/^[A-Z][A-Za-z0-9]{0,63}$/.test(type)) return undefined
  const kind = `action.${snakeCase(type)}`
  return { kind, data: ACTIONS[kind] ?? plain }
}

function nameEvent(kind: string): WireEvent {
  if (RUN_EVENTS.has(kind))
    return { body: RUN_EVENT_NAMES[kind] ?? pascalCase(kind), type: undefined, data: plain }
  const dot = kind.indexOf('.')
  return {
    body: pascalCase(kind.slice(0, Math.max(dot, 0))),
    type: pascalCase(kind.slice(dot + 1)),
    data: DOMAIN_EVENTS[kind] ?? plain,
  }
}

/** `agent_moved` is `AgentMoved`. */
function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|[._])([a-z0-9])/g, (_, first: string) => first.toUpperCase())
}

/** `AgentMoved` is `agent_moved`. */
function snakeCase(name: string): string {
  return name.replaceAll(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toLowerCase()
}
