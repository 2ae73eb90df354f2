/** Why a well-formed action was answered with `domain.action_rejected`. An open catalogue, declared once. */
import type { ValueMap } from '../codec/value.ts'
import { MODULE_ISSUES, type ModuleIssueCode } from './module-issues.ts'
import { field, type Fields, type Infer } from '../schema/field.ts'

const amounts = (doc: string) => field.map(doc, field.int('Units.'), ['electricity', 'hardware', 'data'])

const detail = (doc: string) => field.optional(field.text(doc, 512))

/** Something wrong with a change of modules: where it stands and what was met there. */
export const MODULE_ISSUE_FIELDS = {
  code: field.choice('What is wrong.', Object.keys(MODULE_ISSUES) as readonly ModuleIssueCode[]),
  module_id: field.text('The module it is about; blank when that is what is wrong.', 128),
  path: field.text('Place in the change set, such as `register/0/limits/max_gas`.', 512),
  reason: detail('Which of the things that a subscription can have wrong.'),
  expected: detail('What would do.'),
  actual: detail('What is there.'),
}

export type ModuleIssue = Infer<typeof MODULE_ISSUE_FIELDS>

/** The first seven are the model's (spec A §1.5) and keep their names and fields. */
export const REJECTIONS = {
  AgentAlreadyExists: { agent_id: field.agentRef('The id that is taken.') },
  AgentNotFound: { agent_id: field.agentRef('The id nobody has.') },
  AgentsNotCoLocated: {
    agent_id: field.agentRef('Who gives.'),
    other_agent_id: field.agentRef('Who would receive.'),
  },
  InvalidAmount: { amount: field.int('What was asked.') },
  InsufficientResource: {
    agent_id: field.agentRef('Whose stock is short.'),
    kind: field.choice('Resource.', ['electricity', 'hardware', 'data']),
    requested: field.int('Units asked.'),
    available: field.int('Units there.'),
  },
  InsufficientResources: { deficits: amounts('Shortfall by resource, positive.') },
  RuleDenied: { notes: field.list('Why, in codes.', field.text('Note.', 256), 64) },
  NotOwner: { agent_id: field.agentRef('Whom the action is for.'), actor: field.actorRef('Who asked.') },
  CapabilityMissing: {
    actor: field.actorRef('Who asked.'),
    capability: field.id('What the manifest does not grant.'),
  },
  OutOfBounds: { x_cm: field.int('Asked.'), y_cm: field.int('Asked.'), z_cm: field.int('Asked.') },
  Overflow: { path: field.text('The number that would leave the safe range.', 256) },
  LocationAlreadyExists: { location_id: field.locationRef('The id that is taken.') },
  LocationNotFound: { location_id: field.locationRef('The id nobody has.') },
  FacilityAlreadyExists: { facility_id: field.facilityRef('The id that is taken.') },
  VisualEntityNotFound: { entity_id: field.visualEntityRef('The id nobody has.') },
  SnapshotAlreadyExists: { name: field.id('The name that is taken.') },
  ModuleArtifactAlreadyExists: { wasm_hash: field.id('SHA-256 of the bytes, in hex.') },
  ModuleChangeInvalid: MODULE_ISSUE_FIELDS,
  Malformed: { path: field.text('What is wrong in a derived action.', 512) },
  TimeNotAhead: {
    at: field.uint('Tick asked.', { unit: 'ticks' }),
    time: field.uint('Tick now.', { unit: 'ticks' }),
  },
} as const satisfies Readonly<Record<string, Fields>>

export type RejectionType = keyof typeof REJECTIONS

export type Rejection = {
  readonly [T in RejectionType]: { readonly type: T; readonly data: Infer<(typeof REJECTIONS)[T]> }
}[RejectionType]

/** A rejection as it stands in an event's payload. */
export const rejectionToValue = (rejection: Rejection): ValueMap => ({
  type: rejection.type,
  data: rejection.data as ValueMap,
})
