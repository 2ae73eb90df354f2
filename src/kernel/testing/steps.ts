/** Actions by chance against a world that is there: ids that exist, people who may, neighbours who can trade. */
import { isId } from '../base/ids.ts'
import { signedBytes } from '../world/door.ts'
import type { Value, ValueMap } from '../codec/value.ts'
import { VIAS } from '../journal/frame.ts'
import type { FieldShape, Reference } from '../schema/field.ts'
import { CATALOGUE } from '../world/catalogue.ts'
import type { ActionInput, World } from '../world/world.ts'
import { Draw, drawFields, type Pools } from './draw.ts'
import { drawArtifact, drawChanges } from './module-draw.ts'
import { at, trialSignature, type Trial } from './trial.ts'

/** One action to come: of which kind, and the seed of everything else. */
export interface Step {
  readonly kind: string
  readonly seed: number
}

/** Every kind, those more often that must succeed often for the rest to mean something. */
const KINDS = [
  ...CATALOGUE.actions.keys(),
  ...['action.adjust_stock', 'action.emit_resource_transfer', 'action.move_agent', 'tick'],
  ...['action.adjust_stock', 'action.emit_resource_transfer', 'action.adjust_balance', 'tick'],
  ...['module.change', 'module.change'],
]
const STRANGERS = ['nobody', 'zoe'] as const
const ACTORS = ['host', 'person:ann', 'driver:trial'] as const

/** A step as a test's generator draws it: two numbers. */
export const stepOf = (kind: number, seed: number): Step => ({
  kind: KINDS[kind % KINDS.length] ?? 'tick',
  seed,
})

const COLLECTIONS: Readonly<Partial<Record<Reference, string>>> = {
  agent: 'agents',
  location: 'locations',
  facility: 'facilities',
  visual_entity: 'visual_entities',
}

/** Few places, so that agents meet; one beyond the bounds. */
const PLACES = [at(0), at(0), at(0), at(7, 7), at(-5, 2 ** 24, 1), at(2 ** 24 + 1)] as const

const isPoint = (shape: FieldShape): boolean => shape.type === 'record' && Object.hasOwn(shape.fields, 'x_cm')
const isAnchor = (shape: FieldShape): boolean =>
  shape.type === 'record' && Object.hasOwn(shape.fields, 'location_id') && Object.hasOwn(shape.fields, 'pos')
const isView = (shape: FieldShape): boolean =>
  shape.type === 'record' && Object.hasOwn(shape.fields, 'thrust_limit')

/** Pools of the ids that a world holds now. */
function poolsOf(world: World): Pools {
  const id = (reference: Reference | undefined, draw: Draw): string => {
    if (reference === 'actor') return draw.pick(['zoe', ...ACTORS, ...world.state.keys('agents')])
    const collection = reference === undefined ? undefined : COLLECTIONS[reference]
    const known = collection === undefined ? [] : world.state.keys(collection)
    if (known.length > 0 && draw.chance(85)) return known[draw.below(known.length)] ?? 'ada'
    return reference === undefined
      ? draw.pick(['kit', 'slot-kit', 'n1', 'n2', 'n3', 'ada'])
      : draw.chance(50)
        ? `new-${draw.below(40)}`
        : draw.pick(STRANGERS)
  }
  return {
    id,
    instead: (shape, draw) => {
      if (isPoint(shape)) return draw.chance(90) ? draw.pick(PLACES) : undefined
      if (isView(shape) && draw.chance(60))
        return {
          mass_kg: 1 + draw.below(12),
          radius_cm: 2,
          thrust_limit: 0,
          cross_section_cm2: 1 + draw.below(17),
        }
      if (!isAnchor(shape) || draw.chance(15)) return undefined
      if (draw.chance(40)) return { agent_id: id('agent', draw) }
      return draw.chance(50) ? { location_id: id('location', draw) } : { pos: at(1) }
    },
  }
}

/** Who would most likely be allowed what the payload asks. */
function likelyActor(world: World, kind: string, payload: ValueMap, draw: Draw): string {
  if (kind === 'tick' || kind === 'rollback') return 'host'
  if (kind.startsWith('action.emit') || kind.startsWith('action.ad')) return 'driver:trial'
  const agent = payload['agent_id'] ?? payload['from_agent_id']
  const record = typeof agent === 'string' ? world.state.get('agents', agent) : undefined
  const owner = record?.['owner']
  if (typeof agent === 'string' && record !== undefined)
    return draw.chance(50) && typeof owner === 'string' ? owner : agent
  return draw.pick(ACTORS)
}

/** Bends a payload by chance towards what the action needs across fields. */
function bend(trial: Trial, kind: string, payload: ValueMap, draw: Draw): ValueMap {
  if (kind === 'rollback' && draw.chance(70)) {
    const seqs = [...trial.points.keys()]
    const toSeq = seqs[draw.below(seqs.length)] ?? 0
    return { ...payload, toSeq, toHash: draw.chance(95) ? trial.record(toSeq).hash : draw.bytes(32) }
  }
  if (kind === 'action.schedule_action') {
    const inner = drawInput(trial, {
      kind: KINDS[draw.below(KINDS.length)] ?? 'tick',
      seed: draw.below(2 ** 31),
    })
    const actor = isId(inner.actor) ? inner.actor : 'ada'
    const payloadOf = draw.chance(80) ? inner.payload : { agent_id: 'ada' }
    return {
      at: trial.world.head.time + (draw.chance(20) ? 0 : 1 + draw.below(20)),
      action: { kind: inner.kind, v: 1, payload: payloadOf, actor },
    }
  }
  if (kind === 'action.add_cargo' && draw.chance(60))
    return { ...payload, entity_id: 'slot-kit', entity_kind: 'interface_module_item', size_per_unit: 1 }
  if (kind === 'action.expand_body_interface' && draw.chance(70))
    return { ...payload, interface_module_item_id: ' slot-kit' }
  if (kind === 'action.body_action' && draw.chance(25)) return { ...payload, payload: 'x'.repeat(3000) }
  if (kind === 'module.add_artifact') return drawArtifact(draw, trialSignature)
  if (kind === 'module.change') return { changes: drawChanges(trial.world, draw) }
  if (kind === 'tick') return { by: 1 + draw.below(2) }
  if (kind === 'action.emit_resource_transfer' && draw.chance(50))
    return { ...payload, from_agent_id: 'ada', kind: 'electricity', amount: 1 + draw.below(9) }
  return bendMinting(kind, payload, draw)
}

/** Minting: holders that exist, resources that may be minted, and amounts at the end of the safe integers. */
function bendMinting(kind: string, payload: ValueMap, draw: Draw): ValueMap {
  const end = draw.pick([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, -1_000, 20])
  const resource = draw.pick(['electricity', 'data'])
  if (kind === 'action.adjust_stock' && draw.chance(80)) {
    const holder = draw.pick(['ada', 'bob', 'origin'])
    const holder_type = holder === 'origin' ? 'location' : 'agent'
    return { ...payload, holder, holder_type, kind: resource, ...(draw.chance(40) ? { delta: end } : {}) }
  }
  if (kind === 'action.adjust_balance' && draw.chance(50))
    return { ...payload, deltas: { [resource]: draw.chance(50) ? end : draw.int(-9, 9) } }
  return payload
}

/** Breaks an input by chance, so that the door has something to refuse. */
function spoil(trial: Trial, input: ActionInput, draw: Draw): ActionInput {
  switch (draw.below(60)) {
    case 0:
      return { ...input, kind: 'action.unheard_of' }
    case 1:
      return { ...input, payload: { ...input.payload, extra: 1 } }
    case 2:
      return { ...input, key: 'not a key' }
    case 3:
      return { ...input, actor: draw.pick(['zoe', 'driver:other']) }
    case 4: {
      const last = trial.frames[trial.frames.length - 1 - draw.below(Math.min(20, trial.frames.length))]
      const action = last?.frame.action
      return action?.origin === 'input' ? { ...input, actor: action.actor, key: action.key } : input
    }
    case 5:
    case 6:
    case 7: {
      const key = draw.bytes(32)
      const message = signedBytes(trial.world.genesis, { ...input, v: 1 })
      const sig = draw.chance(50) ? trialSignature(message, key) : draw.bytes(64)
      return { ...input, auth: { key, sig } }
    }
    default:
      return input
  }
}

/** The input that a step stands for in a world as it is now. Same trial, same step: same input. */
export function drawInput(trial: Trial, { kind, seed }: Step): ActionInput {
  const draw = new Draw(seed)
  const { world } = trial
  const definition = CATALOGUE.actions.get(kind)
  const drawn: ValueMap = definition === undefined ? {} : drawFields(definition.fields, draw, poolsOf(world))
  const payload = bend(trial, kind, drawn, draw)
  const actor = draw.chance(85)
    ? likelyActor(world, kind, payload, draw)
    : draw.pick(['ada', 'bob', 'far', ...ACTORS])
  const scheduled = payload['action'] as { readonly actor?: Value } | undefined
  const own = typeof scheduled?.actor === 'string' && draw.chance(80) ? scheduled.actor : actor
  const input: ActionInput = {
    kind,
    payload,
    actor: own,
    key: `k${trial.frames.length}-${draw.below(2 ** 20)}`,
    ...(draw.chance(50) ? { via: draw.pick(VIAS) } : {}),
  }
  return spoil(trial, input, draw)
}
