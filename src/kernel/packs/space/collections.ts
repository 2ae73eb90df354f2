import { COORDINATE_MAX } from '../../base/limits.ts'
import { defineCollection } from '../../catalogue/define.ts'
import { field } from '../../schema/field.ts'

const coordinate = (doc: string) => field.int(doc, { min: -COORDINATE_MAX, max: COORDINATE_MAX, unit: 'cm' })

/** A place in the world. Events hold positions inside the bounds only. */
export const POS_FIELDS = {
  x_cm: coordinate('East.'),
  y_cm: coordinate('North.'),
  z_cm: coordinate('Up.'),
}

/** What an action asks for: any integers; bounds are a rule, so leaving them is a rejection and not malformed. */
export const ASKED_POS_FIELDS = {
  x_cm: field.int('East.', { unit: 'cm' }),
  y_cm: field.int('North.', { unit: 'cm' }),
  z_cm: field.int('Up.', { unit: 'cm' }),
}

/** Declaration order of the model; also the sort order (spec A §1.6). */
export const RESOURCE_KINDS = ['electricity', 'hardware', 'data'] as const
export type ResourceKind = (typeof RESOURCE_KINDS)[number]

/** Amounts by resource. Zero entries are left out, so that equal stocks are equal bytes. */
const STOCK_FIELD = field.map(
  'Amount by resource; zero is absent.',
  field.uint('Units.', { min: 1 }),
  RESOURCE_KINDS,
)

export const agents = defineCollection({
  name: 'agents',
  plane: 'domain',
  summary: 'Who lives in the world.',
  fields: {
    owner: field.actorRef('Who may act for the agent besides itself.'),
    name: field.optional(field.text('Name for people.', 128)),
    pos: field.record('Where it is.', POS_FIELDS),
    resources: STOCK_FIELD,
    last_active: field.uint('Tick it last did something.', { unit: 'ticks' }),
  },
})

export const MATERIALS = ['silicate', 'metal', 'ice', 'carbon', 'composite'] as const

export const locations = defineCollection({
  name: 'locations',
  plane: 'domain',
  summary: 'Named places.',
  fields: {
    name: field.text('Name for people.', 128),
    pos: field.record('Where it is.', POS_FIELDS),
    profile: field.record('What it is made of.', {
      material: field.choice('Material.', MATERIALS),
      radius_cm: field.uint('Radius.', { unit: 'cm', max: COORDINATE_MAX }),
      radiation_emission_per_tick: field.uint('Emission.', { unit: 'per tick' }),
    }),
    resources: STOCK_FIELD,
  },
})

export const FACILITY_KINDS = ['power_plant', 'power_storage'] as const

export const facilities = defineCollection({
  name: 'facilities',
  plane: 'domain',
  summary: 'Things built at locations; rules for them are modules.',
  fields: {
    kind: field.choice('What it is.', FACILITY_KINDS),
    location_id: field.locationRef('Where it stands.'),
    owner: field.actorRef('Agent or location that owns it.'),
    settings: field.map('Its numbers, by name.', field.int('Value.')),
  },
})

export const visualEntities = defineCollection({
  name: 'visual_entities',
  plane: 'domain',
  summary: 'Marks that modules publish to be drawn.',
  fields: {
    module_id: field.moduleRef('Who published it.'),
    kind: field.id('What it shows.'),
    label: field.optional(field.text('Label for people.', 128)),
    anchor: field.record('Where it is drawn; exactly one is given.', {
      agent_id: field.optional(field.agentRef('On an agent.')),
      location_id: field.optional(field.locationRef('On a place.')),
      pos: field.optional(field.record('At a point.', POS_FIELDS)),
    }),
  },
})

export const SLOT_TYPES = ['power', 'sensor', 'mobility', 'cognitive', 'cargo', 'universal'] as const
export const CARGO_KINDS = ['mineral', 'module_item', 'interface_module_item'] as const

export const BODY_VIEW_FIELDS = {
  mass_kg: field.uint('Mass.', { unit: 'kg' }),
  radius_cm: field.uint('Radius.', { unit: 'cm' }),
  thrust_limit: field.uint('Thrust.'),
  cross_section_cm2: field.uint('Cross section.', { unit: 'cm²' }),
}

export const bodies = defineCollection({
  name: 'bodies',
  plane: 'domain',
  summary: 'What an agent is made of. An agent without a record has the standard body (spec A §1.6).',
  fields: {
    view: field.record('What the kernel knows of it.', BODY_VIEW_FIELDS),
    frame_kind: field.id('Frame.'),
    slot_capacity: field.uint('Slots it may have.', { max: 128 }),
    expansion_level: field.uint('Times it was expanded.', { max: 65_535 }),
    slots: field.list(
      'Slots in order.',
      field.record('Slot.', {
        slot_id: field.id('Name.'),
        slot_type: field.choice('What fits.', SLOT_TYPES),
        installed_module: field.optional(field.moduleRef('What is in it.')),
        locked: field.bool('May not be changed.'),
      }),
      128,
    ),
    cargo: field.list(
      'What it carries, in order of arrival.',
      field.record('Entry.', {
        entity_id: field.id('What.'),
        entity_kind: field.choice('Kind.', CARGO_KINDS),
        quantity: field.uint('How many.', { min: 1 }),
        size_per_unit: field.uint('Size of one.', { min: 1 }),
      }),
      1024,
    ),
  },
})
