import type { RejectionType } from '../../kernel/catalogue/rejection.ts'
import type { PlainValue } from '../../workers/protocol.ts'
import { sayArtifactExists, sayChangeInvalid } from './modules.ts'
import {
  actorPart,
  agentPart,
  deltasPart,
  locationPart,
  notesPart,
  numberPart,
  placeAtPart,
  type Speaker,
  textPart,
} from './phrases.ts'
import { fieldOf, posOf, textOf } from './plain.ts'
import { type Sentence, speak } from './sentence.ts'

type SayWhy = (data: PlainValue | undefined, speaker: Speaker) => Sentence

/** Why an action was rejected, by reason. A reason of the catalogue that is missing here does not compile. */
const SAY_BY_REASON: Readonly<Record<RejectionType, SayWhy>> = {
  AgentAlreadyExists: (data, speaker) =>
    speak((v) => speaker.t('presentation.rejectAgentAlreadyExists', v), {
      agent: agentPart(data, 'agent_id', speaker),
    }),
  AgentNotFound: (data, speaker) =>
    speak((v) => speaker.t('presentation.rejectAgentNotFound', v), { agent: textPart(data, 'agent_id') }),
  AgentsNotCoLocated: (data, speaker) =>
    speak((v) => speaker.t('presentation.rejectAgentsNotCoLocated', v), {
      agent: agentPart(data, 'agent_id', speaker),
      other: agentPart(data, 'other_agent_id', speaker),
    }),
  InvalidAmount: (data, { t }) =>
    speak((v) => t('presentation.rejectInvalidAmount', v), { amount: numberPart(data, 'amount') }),
  InsufficientResource: (data, speaker) =>
    speak((v) => speaker.t('presentation.rejectInsufficientResource', v), {
      agent: agentPart(data, 'agent_id', speaker),
      available: numberPart(data, 'available'),
      requested: numberPart(data, 'requested'),
      kind: textPart(data, 'kind'),
    }),
  InsufficientResources: (data, { t }) =>
    speak((v) => t('presentation.rejectInsufficientResources', v), {
      deficits: deltasPart(data, 'deficits').replaceAll('+', ''),
    }),
  RuleDenied: (data, { t }) =>
    speak((v) => t('presentation.rejectRuleDenied', v), { notes: notesPart(data, 'notes') }),
  NotOwner: (data, speaker) =>
    speak((v) => speaker.t('presentation.rejectNotOwner', v), {
      actor: actorPart(textOf(data, 'actor') ?? '?', speaker),
      agent: agentPart(data, 'agent_id', speaker),
    }),
  CapabilityMissing: (data, speaker) =>
    speak((v) => speaker.t('presentation.rejectCapabilityMissing', v), {
      actor: actorPart(textOf(data, 'actor') ?? '?', speaker),
      capability: textPart(data, 'capability'),
    }),
  OutOfBounds: (data, speaker) =>
    speak((v) => speaker.t('presentation.rejectOutOfBounds', v), {
      place: placeAtPart(posOf({ at: data ?? null }, 'at'), speaker),
    }),
  Overflow: (data, { t }) =>
    speak((v) => t('presentation.rejectOverflow', v), { path: textPart(data, 'path') }),
  LocationAlreadyExists: (data, speaker) =>
    speak((v) => speaker.t('presentation.rejectLocationAlreadyExists', v), {
      location: locationPart(data, 'location_id', speaker),
    }),
  LocationNotFound: (data, { t }) =>
    speak((v) => t('presentation.rejectLocationNotFound', v), { location: textPart(data, 'location_id') }),
  FacilityAlreadyExists: (data, { t }) =>
    speak((v) => t('presentation.rejectFacilityAlreadyExists', v), {
      facility: textPart(data, 'facility_id'),
    }),
  VisualEntityNotFound: (data, { t }) =>
    speak((v) => t('presentation.rejectVisualEntityNotFound', v), { entity: textPart(data, 'entity_id') }),
  SnapshotAlreadyExists: (data, { t }) =>
    speak((v) => t('presentation.rejectSnapshotAlreadyExists', v), { name: textPart(data, 'name') }),
  ModuleArtifactAlreadyExists: sayArtifactExists,
  ModuleChangeInvalid: sayChangeInvalid,
  Malformed: (data, { t }) =>
    speak((v) => t('presentation.rejectMalformed', v), { path: textPart(data, 'path') }),
  TimeNotAhead: (data, { t }) =>
    speak((v) => t('presentation.rejectTimeNotAhead', v), {
      at: numberPart(data, 'at'),
      time: numberPart(data, 'time'),
    }),
}

function isRejectionType(type: string): type is RejectionType {
  return Object.hasOwn(SAY_BY_REASON, type)
}

/** Says the `reason` of a rejected action; an unknown one by its own name. */
export function sayRejection(reason: PlainValue | undefined, speaker: Speaker): Sentence {
  const type = textOf(reason, 'type') ?? '?'
  if (isRejectionType(type)) return SAY_BY_REASON[type](fieldOf(reason, 'data'), speaker)
  return speak((v) => speaker.t('presentation.rejectOther', v), { type: textPart(reason, 'type') })
}
