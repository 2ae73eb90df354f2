/** The standard body and the guard every body view passes (spec A §1.6). */
import { mulInts } from '../../base/ints.ts'
import type { Infer } from '../../schema/field.ts'
import type { StateReader } from '../../state/collection.ts'
import { bodies, BODY_VIEW_FIELDS } from './collections.ts'

export type BodyView = Infer<typeof BODY_VIEW_FIELDS>
export type Body = Infer<(typeof bodies)['fields']>

export const SLOT_CAPACITY_MAX = 128

const SLOT_DEFAULTS = [
  ['power', 'm1.power.radiation_harvest'],
  ['power', 'm1.power.storage'],
  ['sensor', 'm1.sensor.basic'],
  ['mobility', 'm1.mobility.basic'],
  ['cognitive', 'm1.memory.core'],
  ['cargo', 'm1.storage.cargo'],
] as const

const STANDARD_BODY: Body = {
  view: { mass_kg: 0, radius_cm: 0, thrust_limit: 0, cross_section_cm2: 0 },
  frame_kind: 'standard_frame',
  slot_capacity: 7,
  expansion_level: 0,
  slots: [
    ...SLOT_DEFAULTS.map(([slot_type, installed_module], index) => ({
      slot_id: `slot-${index + 1}`,
      slot_type,
      installed_module,
      locked: false,
    })),
    { slot_id: 'slot-7', slot_type: 'universal' as const, locked: false },
  ],
  cargo: [],
}

/** An agent's body; the standard one until something changed it. */
export const bodyOf = (read: StateReader, agentId: string): Body => bodies.get(read, agentId) ?? STANDARD_BODY

/** First free `slot-N`, N from slots + 1 on. */
export function nextSlotId(body: Body): string {
  let number = body.slots.length + 1
  while (body.slots.some((slot) => slot.slot_id === `slot-${number}`)) number += 1
  return `slot-${number}`
}

const RATE_FACTOR = 10

function crossSectionMax(radius: number): number {
  const square = mulInts(radius, radius)
  const four = square.ok ? mulInts(square.value, 4) : square
  return Math.max(four.ok ? four.value : Number.MAX_SAFE_INTEGER, 1)
}

/** The text of the first violation, or nothing. Texts are the model's and go into the event. */
export function guardBodyView(previous: BodyView, next: BodyView): string | undefined {
  const ranges = [
    ['mass_kg', 1, 1_000_000_000],
    ['radius_cm', 1, 1_000_000],
    ['thrust_limit', 0, 10_000_000_000],
    ['cross_section_cm2', 1, crossSectionMax(next.radius_cm)],
  ] as const
  for (const [name, min, max] of ranges) {
    if (next[name] < min || next[name] > max)
      return `body guard ${name} out of range: ${next[name]} not in ${min}..=${max}`
  }
  for (const [name] of ranges) {
    const before = previous[name]
    if (before === 0) continue
    const ceiling = mulInts(before, RATE_FACTOR)
    const max = ceiling.ok ? ceiling.value : Number.MAX_SAFE_INTEGER
    if (next[name] < Math.floor(before / RATE_FACTOR) || next[name] > max) {
      return `body guard ${name} rate violation: prev=${before} next=${next[name]} factor=${RATE_FACTOR}`
    }
  }
  return undefined
}
