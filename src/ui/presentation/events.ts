import type { EventRow, PlainValue } from '../../workers/protocol.ts'
import type { KnownEventKind } from './kinds.gen.ts'
import { MODULE_EVENTS } from './modules.ts'
import {
  actorPart,
  agentPart,
  amountPart,
  deltaPart,
  deltasPart,
  distancePart,
  holderPart,
  locationPart,
  numberPart,
  placePart,
  type Say,
  shortKind,
  type Speaker,
  textPart,
} from './phrases.ts'
import { fieldOf, listOf, textOf } from './plain.ts'
import { sayRejection } from './rejections.ts'
import { type Sentence, sentenceText, speak } from './sentence.ts'
import type { Tone } from './tones.ts'

interface KindPresentation {
  readonly tone: Tone
  readonly say: Say
}

const queuedActor = (payload: PlainValue): string => textOf(fieldOf(payload, 'action'), 'actor') ?? '?'
const queuedKind = (payload: PlainValue): string =>
  shortKind(textOf(fieldOf(payload, 'action'), 'kind') ?? '?')

/** What every kind of event looks like and says. A kind of the catalogue that is missing here does not compile. */
const EVENTS: Readonly<Record<KnownEventKind, KindPresentation>> = {
  'core.world_created': {
    tone: 9,
    say: (p, { t }) =>
      speak((v) => t('presentation.worldCreated', v), {
        scenario: textPart(p, 'scenario'),
        seed: textPart(p, 'seed'),
      }),
  },
  'manifest.updated': { tone: 9, say: (_, { t }) => [t('presentation.manifestUpdated')] },
  'core.tick_advanced': {
    tone: 10,
    say: (p, { t }) => speak((v) => t('presentation.tickAdvanced', v), { time: numberPart(p, 'time') }),
  },
  'core.action_scheduled': {
    tone: 10,
    say: (p, s) =>
      speak((v) => s.t('presentation.actionScheduled', v), {
        actor: actorPart(queuedActor(p), s),
        action: queuedKind(p),
        at: numberPart(p, 'at'),
      }),
  },
  'core.action_queued': {
    tone: 10,
    say: (p, s) =>
      speak((v) => s.t('presentation.actionQueued', v), {
        actor: actorPart(queuedActor(p), s),
        action: queuedKind(p),
      }),
  },
  'core.action_dequeued': {
    tone: 10,
    say: (p, { t }) => speak((v) => t('presentation.actionDequeued', v), { queued: numberPart(p, 'queued') }),
  },
  'domain.action_rejected': { tone: 6, say: (p, s) => sayRejected(fieldOf(p, 'reason'), s) },
  'snapshot.created': {
    tone: 9,
    say: (p, { t }) => speak((v) => t('presentation.snapshotCreated', v), { name: textPart(p, 'name') }),
  },
  'snapshot.dropped': {
    tone: 9,
    say: (p, { t }) => speak((v) => t('presentation.snapshotDropped', v), { name: textPart(p, 'name') }),
  },
  'rollback.applied': {
    tone: 9,
    say: (p, { t }) =>
      speak((v) => t('presentation.rollbackApplied', v), {
        seq: numberPart(p, 'toSeq'),
        reason: textPart(p, 'reason'),
      }),
  },
  'domain.agent_registered': {
    tone: 9,
    say: (p, s) =>
      speak((v) => s.t('presentation.agentRegistered', v), {
        agent: agentPart(p, 'agent_id', s),
        place: placePart(p, 'pos', s),
      }),
  },
  'domain.agent_moved': {
    tone: 1,
    say: (p, s) =>
      speak((v) => s.t('presentation.agentMoved', v), {
        agent: agentPart(p, 'agent_id', s),
        from: placePart(p, 'from', s),
        to: placePart(p, 'to', s),
        distance: distancePart(p, ['from', 'to'], s),
      }),
  },
  'domain.observation': {
    tone: 4,
    say: (p, s) => {
      const observation = fieldOf(p, 'observation')
      return speak((v) => s.t('presentation.observation', v), {
        agent: agentPart(observation, 'agent_id', s),
        seen: seenPart(listOf(observation, 'visible_agents'), s),
        place: placePart(observation, 'pos', s),
      })
    },
  },
  'domain.body_attributes_updated': {
    tone: 5,
    say: (p, s) =>
      speak((v) => s.t('presentation.bodyAttributesUpdated', v), {
        agent: agentPart(p, 'agent_id', s),
        reason: textPart(p, 'reason'),
      }),
  },
  'domain.body_attributes_rejected': {
    tone: 6,
    say: (p, s) =>
      speak((v) => s.t('presentation.bodyAttributesRejected', v), {
        agent: agentPart(p, 'agent_id', s),
        reason: textPart(p, 'reason'),
      }),
  },
  'domain.body_interface_expanded': {
    tone: 5,
    say: (p, s) =>
      speak((v) => s.t('presentation.bodyInterfaceExpanded', v), {
        agent: agentPart(p, 'agent_id', s),
        slot: textPart(p, 'new_slot_id'),
        capacity: numberPart(p, 'slot_capacity'),
      }),
  },
  'domain.body_interface_expand_rejected': {
    tone: 6,
    say: (p, s) =>
      speak((v) => s.t('presentation.bodyInterfaceExpandRejected', v), {
        agent: agentPart(p, 'agent_id', s),
        reason: textPart(p, 'reason'),
      }),
  },
  'space.location_registered': {
    tone: 9,
    say: (p, s) =>
      speak((v) => s.t('presentation.locationRegistered', v), {
        location: locationPart(p, 'location_id', s),
      }),
  },
  'space.facility_registered': {
    tone: 9,
    say: (p, s) =>
      speak((v) => s.t('presentation.facilityRegistered', v), {
        facility: textPart(p, 'facility_id'),
        location: locationPart(p, 'location_id', s),
      }),
  },
  'space.visual_entity_upserted': {
    tone: 7,
    say: (p, { t }) =>
      speak((v) => t('presentation.visualEntityUpserted', v), { entity: textPart(p, 'entity_id') }),
  },
  'space.visual_entity_removed': {
    tone: 7,
    say: (p, { t }) =>
      speak((v) => t('presentation.visualEntityRemoved', v), { entity: textPart(p, 'entity_id') }),
  },
  'domain.resource_transferred': {
    tone: 2,
    say: (p, s) =>
      speak((v) => s.t('presentation.resourceTransferred', v), {
        from: agentPart(p, 'from_agent_id', s),
        to: agentPart(p, 'to_agent_id', s),
        amount: amountPart(p, s),
      }),
  },
  'ledger.balance_adjusted': {
    tone: 3,
    say: (p, { t }) =>
      speak((v) => t('presentation.balanceAdjusted', v), {
        deltas: deltasPart(p, 'deltas'),
        reason: textPart(p, 'reason'),
      }),
  },
  'ledger.stock_adjusted': {
    tone: 3,
    say: (p, s) =>
      speak((v) => s.t('presentation.stockAdjusted', v), {
        holder: holderPart(p, s),
        delta: deltaPart(p, 'delta'),
        kind: textPart(p, 'kind'),
        reason: textPart(p, 'reason'),
      }),
  },
  'ledger.cargo_added': {
    tone: 5,
    say: (p, s) =>
      speak((v) => s.t('presentation.cargoAdded', v), {
        agent: agentPart(p, 'agent_id', s),
        count: numberPart(p, 'quantity'),
        entity: textPart(p, 'entity_id'),
      }),
  },
  ...MODULE_EVENTS,
}

/** The first two by name, the others by number. */
function seenPart(seen: readonly PlainValue[], speaker: Speaker): string {
  const names = seen.slice(0, 2).map((each) => sentenceText([agentPart(each, 'agent_id', speaker)]))
  const rest = seen.length - names.length
  if (names.length === 0) return speaker.t('presentation.nobody')
  return rest === 0
    ? names.join(', ')
    : speaker.t('presentation.andMore', { names: names.join(', '), count: rest })
}

function sayRejected(reason: PlainValue | undefined, speaker: Speaker): Sentence {
  return [
    ...speak((v) => speaker.t('presentation.actionRejected', v), { reason: '' }),
    ...sayRejection(reason, speaker),
  ]
}

export function isKnownEventKind(kind: string): kind is KnownEventKind {
  return Object.hasOwn(EVENTS, kind)
}

/** One event in the person's language. A kind that this build does not know is said by its name. */
export function sayEvent(event: Pick<EventRow, 'kind' | 'payload'>, speaker: Speaker): Sentence {
  const { kind, payload } = event
  if (isKnownEventKind(kind)) return EVENTS[kind].say(payload, speaker, { actor: '', kind })
  return speak((v) => speaker.t('presentation.eventOther', v), { kind: shortKind(kind) })
}

/** Lane of a kind; unknown kinds stand with ticks. */
export function eventTone(kind: string): Tone {
  return isKnownEventKind(kind) ? EVENTS[kind].tone : 10
}
