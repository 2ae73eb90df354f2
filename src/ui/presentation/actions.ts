import type { PlainValue, StepView } from '../../workers/protocol.ts'
import type { KnownActionKind } from './kinds.gen.ts'
import { MODULE_ACTIONS } from './modules.ts'
import {
  actorPart,
  agentPart,
  amountPart,
  deltaPart,
  deltasPart,
  holderPart,
  locationPart,
  numberPart,
  placePart,
  type Say,
  shortKind,
  type Speaker,
  textPart,
} from './phrases.ts'
import { fieldOf, numberOf, textOf } from './plain.ts'
import { type Sentence, type SentencePart, speak } from './sentence.ts'
import type { Tone } from './tones.ts'

interface KindPresentation {
  readonly tone: Tone
  readonly say: Say
}

const queuedKind = (payload: PlainValue): string =>
  shortKind(textOf(fieldOf(payload, 'action'), 'kind') ?? '?')

const transfer: KindPresentation = {
  tone: 2,
  say: (p, s) =>
    speak((v) => s.t('presentation.actTransfer', v), {
      from: agentPart(p, 'from_agent_id', s),
      to: agentPart(p, 'to_agent_id', s),
      amount: amountPart(p, s),
    }),
}

const actor = (s: Speaker, context: { readonly actor: string }): SentencePart => actorPart(context.actor, s)

/** What every kind of action looks like and says. A kind of the catalogue that is missing here does not compile. */
const ACTIONS: Readonly<Record<KnownActionKind, KindPresentation>> = {
  genesis: {
    tone: 9,
    say: (p, { t }) => speak((v) => t('presentation.actGenesis', v), { scenario: textPart(p, 'scenario') }),
  },
  tick: { tone: 10, say: (p, { t }) => [t('presentation.actTick', { count: numberOf(p, 'by') ?? 1 })] },
  'action.schedule_action': {
    tone: 10,
    say: (p, s, c) =>
      speak((v) => s.t('presentation.actSchedule', v), {
        actor: actor(s, c),
        action: queuedKind(p),
        at: numberPart(p, 'at'),
      }),
  },
  'action.create_snapshot': {
    tone: 9,
    say: (p, s, c) =>
      speak((v) => s.t('presentation.actSnapshot', v), { actor: actor(s, c), name: textPart(p, 'name') }),
  },
  rollback: {
    tone: 9,
    say: (p, s, c) =>
      speak((v) => s.t('presentation.actRollback', v), {
        actor: actor(s, c),
        seq: numberPart(p, 'toSeq'),
        reason: textPart(p, 'reason'),
      }),
  },
  'action.register_agent': {
    tone: 9,
    say: (p, s, c) =>
      speak((v) => s.t('presentation.actRegisterAgent', v), {
        actor: actor(s, c),
        agent: agentPart(p, 'agent_id', s),
        place: placePart(p, 'pos', s),
      }),
  },
  'action.move_agent': {
    tone: 1,
    say: (p, s) =>
      speak((v) => s.t('presentation.actMove', v), {
        agent: agentPart(p, 'agent_id', s),
        to: placePart(p, 'to', s),
      }),
  },
  'action.query_observation': {
    tone: 4,
    say: (p, s) =>
      speak((v) => s.t('presentation.actQueryObservation', v), { agent: agentPart(p, 'agent_id', s) }),
  },
  'action.emit_observation': {
    tone: 4,
    say: (p, s, c) =>
      speak((v) => s.t('presentation.actEmitObservation', v), {
        actor: actor(s, c),
        agent: agentPart(fieldOf(p, 'observation'), 'agent_id', s),
      }),
  },
  'action.body_action': {
    tone: 5,
    say: (p, s) =>
      speak((v) => s.t('presentation.actBody', v), {
        agent: agentPart(p, 'agent_id', s),
        kind: textPart(p, 'kind'),
      }),
  },
  'action.emit_body_attributes': {
    tone: 5,
    say: (p, s, c) =>
      speak((v) => s.t('presentation.actEmitBody', v), {
        actor: actor(s, c),
        agent: agentPart(p, 'agent_id', s),
        reason: textPart(p, 'reason'),
      }),
  },
  'action.expand_body_interface': {
    tone: 5,
    say: (p, s) =>
      speak((v) => s.t('presentation.actExpandBody', v), {
        agent: agentPart(p, 'agent_id', s),
        item: textPart(p, 'interface_module_item_id'),
      }),
  },
  'action.register_location': {
    tone: 9,
    say: (p, s, c) =>
      speak((v) => s.t('presentation.actRegisterLocation', v), {
        actor: actor(s, c),
        location: locationPart(p, 'location_id', s),
      }),
  },
  'action.register_facility': {
    tone: 9,
    say: (p, s, c) =>
      speak((v) => s.t('presentation.actRegisterFacility', v), {
        actor: actor(s, c),
        facility: textPart(p, 'facility_id'),
        location: locationPart(p, 'location_id', s),
      }),
  },
  'action.upsert_visual_entity': {
    tone: 7,
    say: (p, s, c) =>
      speak((v) => s.t('presentation.actUpsertVisual', v), {
        actor: actor(s, c),
        entity: textPart(p, 'entity_id'),
      }),
  },
  'action.remove_visual_entity': {
    tone: 7,
    say: (p, s, c) =>
      speak((v) => s.t('presentation.actRemoveVisual', v), {
        actor: actor(s, c),
        entity: textPart(p, 'entity_id'),
      }),
  },
  'action.transfer_resource': transfer,
  'action.emit_resource_transfer': transfer,
  'action.adjust_balance': {
    tone: 3,
    say: (p, s, c) =>
      speak((v) => s.t('presentation.actAdjustBalance', v), {
        actor: actor(s, c),
        deltas: deltasPart(p, 'deltas'),
        reason: textPart(p, 'reason'),
      }),
  },
  'action.adjust_stock': {
    tone: 3,
    say: (p, s, c) =>
      speak((v) => s.t('presentation.actAdjustStock', v), {
        actor: actor(s, c),
        holder: holderPart(p, s),
        delta: deltaPart(p, 'delta'),
        kind: textPart(p, 'kind'),
        reason: textPart(p, 'reason'),
      }),
  },
  'action.add_cargo': {
    tone: 5,
    say: (p, s, c) =>
      speak((v) => s.t('presentation.actAddCargo', v), {
        actor: actor(s, c),
        agent: agentPart(p, 'agent_id', s),
        count: numberPart(p, 'quantity'),
        entity: textPart(p, 'entity_id'),
      }),
  },
  ...MODULE_ACTIONS,
}

function isKnownActionKind(kind: string): kind is KnownActionKind {
  return Object.hasOwn(ACTIONS, kind)
}

/** One action in the person's language. A kind that this build does not know is said by its name. */
export function sayAction(
  action: Pick<StepView['action'], 'kind' | 'payload' | 'actor'>,
  speaker: Speaker,
): Sentence {
  const { kind, payload, actor: who } = action
  if (isKnownActionKind(kind)) return ACTIONS[kind].say(payload, speaker, { actor: who, kind })
  return speak((v) => speaker.t('presentation.actOther', v), {
    actor: actorPart(who, speaker),
    kind: shortKind(kind),
  })
}

export function actionTone(kind: string): Tone {
  return isKnownActionKind(kind) ? ACTIONS[kind].tone : 10
}
