import { MATERIALS, RESOURCE_KINDS } from '../kernel/packs/space/collections.ts'
import { field, type Infer } from '../kernel/schema/field.ts'

/**
 * The shape of a scenario: what a person would write down about a world before anything is computed. One declaration
 * gives the type and the validator. Signs and ranges that have an error of their own are left to the assembler.
 */
const amounts = field.record('Stock by resource.', {
  amounts: field.map('Units.', field.int('Units.'), RESOURCE_KINDS),
})

const profile = field.record('What a place is made of.', {
  material: field.optional(field.choice('Material.', MATERIALS)),
  radius_cm: field.optional(field.uint('Radius.', { min: 1, unit: 'cm' })),
  radiation_emission_per_tick: field.optional(field.uint('Radiation given off a tick.')),
})

const POSITION_FIELDS = {
  type: field.choice('How the position is given.', ['center', 'center_offset', 'absolute']),
  dx_pct: field.optional(field.int('Percent of the cloud from its centre along x.')),
  dy_pct: field.optional(field.int('Percent of the cloud from its centre along y.')),
  dz_pct: field.optional(field.int('Percent of the cloud from its centre along z.')),
  x_cm: field.optional(field.int('Absolute x.', { unit: 'cm' })),
  y_cm: field.optional(field.int('Absolute y.', { unit: 'cm' })),
  z_cm: field.optional(field.int('Absolute z.', { unit: 'cm' })),
} as const

const position = field.record('Where, from the cloud or in absolute terms.', POSITION_FIELDS)

const reference = field.record('An agent or a location.', {
  type: field.choice('Which.', ['agent', 'location']),
  id: field.text('Its id.'),
})

const anchor = field.record('What a visual entity is fixed to.', {
  type: field.choice('Which.', ['agent', 'location', 'absolute']),
  id: field.optional(field.text('Id of the agent or location.')),
  pos: field.optional(position),
})

const powerPlant = field.record('Makes electricity.', {
  facility_id: field.text('Its id.'),
  location_id: field.text('Where it stands.'),
  owner: reference,
  capacity_per_tick: field.int('Units a tick.'),
  fuel_cost_per_pu: field.int('Fuel for one unit.'),
  maintenance_cost: field.int('Cost a tick.'),
  efficiency_permille: field.int('Output by input, in thousandths.'),
  degradation_permille: field.int('Loss a tick, in thousandths.'),
})

const powerStorage = field.record('Keeps electricity.', {
  facility_id: field.text('Its id.'),
  location_id: field.text('Where it stands.'),
  owner: reference,
  capacity: field.int('Units it can hold.'),
  current_level: field.int('Units it holds.'),
  charge_efficiency_permille: field.int('Kept of what goes in, in thousandths.'),
  discharge_efficiency_permille: field.int('Given of what goes out, in thousandths.'),
  max_charge_rate: field.int('Units a tick.'),
  max_discharge_rate: field.int('Units a tick.'),
})

export const SCENARIO_FIELDS = {
  id: field.id('Name of the scenario in commands and files.'),
  name: field.text('Name for people.', 80),
  seed: field.uint('Seed of placement and of the world.'),
  origin: field.optional(
    field.record('The first location; present unless switched off.', {
      enabled: field.optional(field.bool('False leaves it out.')),
      location_id: field.optional(field.text('Its id.')),
      name: field.optional(field.text('Its name.', 80)),
      pos: field.optional(position),
      profile: field.optional(profile),
      resources: field.optional(amounts),
    }),
  ),
  location_generator: field.optional(
    field.record('Locations placed by the seed.', {
      count: field.uint('How many.', { max: 1000 }),
      id_prefix: field.text('Id without its number.', 64),
      name_prefix: field.text('Name without its number.', 64),
    }),
  ),
  asteroid_fragment: field.optional(
    field.record('Rock placed by chunk.', {
      enabled: field.optional(field.bool('False leaves it out.')),
      seed_offset: field.optional(field.uint('Added to the seed.')),
      min_fragment_spacing_cm: field.optional(
        field.uint('Free space between surfaces.', { max: 2_000_000, unit: 'cm' }),
      ),
      bootstrap_chunks: field.list(
        'Cells to fill, as x, y, z.',
        field.list('Index of a cell.', field.uint('Cell.', { max: 7 }), 3),
        64,
      ),
    }),
  ),
  agents: field.optional(
    field.record('Agents placed on locations by the seed.', {
      count: field.optional(field.uint('How many.', { max: 50_000 })),
      id_prefix: field.optional(field.text('Id without its number.', 64)),
      start_index: field.optional(field.uint('Number of the first.')),
      location_id: field.optional(field.text('Where all of them start, instead of by the seed.')),
      resources: field.optional(amounts),
    }),
  ),
  power_plants: field.optional(field.list('Power plants.', powerPlant, 256)),
  power_storages: field.optional(field.list('Power storages.', powerStorage, 256)),
  module_visual_entities: field.optional(
    field.list(
      'What modules show on the map.',
      field.record('One thing.', {
        entity_id: field.text('Its id.'),
        module_id: field.id('Which module shows it.', 'module'),
        kind: field.optional(field.text('What it is.', 64)),
        label: field.optional(field.text('Its label.', 80)),
        anchor,
      }),
      256,
    ),
  ),
} as const

export type ScenarioSpec = Infer<typeof SCENARIO_FIELDS>
export type ScenarioPosition = Infer<typeof POSITION_FIELDS>
