import type { ScenarioSpec } from './scenario-spec.ts'

/** A bundled scenario: its data, one sentence about it, and the other names it answers to. */
export interface BundledScenario {
  readonly spec: ScenarioSpec
  readonly summary: string
  readonly aliases: readonly string[]
}

const NO_ORIGIN = { enabled: false } as const

const electricity = (units: number) => ({ amounts: { electricity: units } })

const regions = (count: number) => ({ count, id_prefix: 'region-', name_prefix: 'Region' })

export const SCENARIOS: readonly BundledScenario[] = [
  {
    summary: 'One place and one agent: the smallest world.',
    aliases: [],
    spec: { id: 'minimal', name: 'Minimal', seed: 1 },
  },
  {
    summary: 'An origin, two bases and two agents that start at the same base.',
    aliases: ['two-bases'],
    spec: {
      id: 'two_bases',
      name: 'Two Bases',
      seed: 2,
      location_generator: { count: 2, id_prefix: 'base-', name_prefix: 'Base' },
      agents: { count: 2 },
    },
  },
  {
    summary: 'One agent with a power plant and a storage to fill.',
    aliases: ['bootstrap'],
    spec: {
      id: 'power_bootstrap',
      name: 'Power Bootstrap',
      seed: 3,
      power_plants: [
        {
          facility_id: 'plant-1',
          location_id: 'origin',
          owner: { type: 'agent', id: 'agent-0' },
          capacity_per_tick: 10,
          fuel_cost_per_pu: 1,
          maintenance_cost: 1,
          efficiency_permille: 1000,
          degradation_permille: 0,
        },
      ],
      power_storages: [
        {
          facility_id: 'storage-1',
          location_id: 'origin',
          owner: { type: 'location', id: 'origin' },
          capacity: 50,
          current_level: 10,
          charge_efficiency_permille: 1000,
          discharge_efficiency_permille: 1000,
          max_charge_rate: 10,
          max_discharge_rate: 10,
        },
      ],
    },
  },
  {
    summary: 'An origin with stock and an agent with a little of its own.',
    aliases: ['resources'],
    spec: {
      id: 'resource_bootstrap',
      name: 'Resource Bootstrap',
      seed: 4,
      origin: { resources: { amounts: { electricity: 100, hardware: 20 } } },
      agents: { resources: { amounts: { data: 10, electricity: 25 } } },
    },
  },
  {
    summary: 'A rich origin, two far sites and one agent that thinks.',
    aliases: ['llm'],
    spec: {
      id: 'llm_bootstrap',
      name: 'LLM Bootstrap',
      seed: 5,
      origin: { resources: { amounts: { electricity: 180, hardware: 30, data: 40 } } },
      location_generator: { count: 2, id_prefix: 'llm-site-', name_prefix: 'LLM Site' },
      agents: { resources: { amounts: { electricity: 30, data: 12 } } },
    },
  },
  {
    summary: 'Two regions 26 km apart, without an origin.',
    aliases: ['twin-regions'],
    spec: {
      id: 'twin_region_bootstrap',
      name: 'Twin Region Bootstrap',
      seed: 6,
      origin: NO_ORIGIN,
      location_generator: regions(2),
      agents: { count: 2 },
    },
  },
  {
    summary: 'Three regions and three agents.',
    aliases: ['triad-regions'],
    spec: {
      id: 'triad_region_bootstrap',
      name: 'Triad Region Bootstrap',
      seed: 7,
      origin: NO_ORIGIN,
      location_generator: regions(3),
      agents: { count: 3 },
    },
  },
  {
    summary: 'Three nodes and three agents, as peers.',
    aliases: ['p2p-triad'],
    spec: {
      id: 'triad_p2p_bootstrap',
      name: 'Triad P2P Bootstrap',
      seed: 8,
      origin: NO_ORIGIN,
      location_generator: { count: 3, id_prefix: 'node-', name_prefix: 'Node' },
      agents: { count: 3 },
    },
  },
  {
    summary: 'One chunk of broken rock around an origin.',
    aliases: ['asteroid-fragment'],
    spec: {
      id: 'asteroid_fragment_bootstrap',
      name: 'Asteroid Fragment Bootstrap',
      seed: 9,
      origin: { resources: { amounts: { electricity: 50, hardware: 10 } } },
      asteroid_fragment: {
        seed_offset: 77,
        min_fragment_spacing_cm: 50_000,
        bootstrap_chunks: [[2, 2, 0]],
      },
      agents: { resources: electricity(15) },
    },
  },
  {
    summary: 'Two chunks of rock, two regions, two agents.',
    aliases: ['asteroid-fragment-regions'],
    spec: {
      id: 'asteroid_fragment_twin_region_bootstrap',
      name: 'Asteroid Fragment Twin Region Bootstrap',
      seed: 10,
      origin: NO_ORIGIN,
      location_generator: regions(2),
      asteroid_fragment: {
        seed_offset: 101,
        bootstrap_chunks: [
          [1, 2, 0],
          [3, 2, 0],
        ],
      },
      agents: { count: 2, resources: electricity(20) },
    },
  },
  {
    summary: 'Three chunks of rock, three regions, three agents.',
    aliases: ['asteroid-fragment-triad'],
    spec: {
      id: 'asteroid_fragment_triad_region_bootstrap',
      name: 'Asteroid Fragment Triad Region Bootstrap',
      seed: 11,
      origin: NO_ORIGIN,
      location_generator: regions(3),
      asteroid_fragment: {
        seed_offset: 131,
        bootstrap_chunks: [
          [1, 2, 0],
          [3, 2, 0],
          [2, 3, 0],
        ],
      },
      agents: { count: 3, resources: electricity(20) },
    },
  },
  {
    summary: 'Four chunks of close rock and nobody there: something to look at.',
    aliases: ['asteroid-fragment-detail'],
    spec: {
      id: 'asteroid_fragment_detail_bootstrap',
      name: 'Asteroid Fragment Detail Bootstrap',
      seed: 42,
      origin: NO_ORIGIN,
      asteroid_fragment: {
        seed_offset: 111,
        min_fragment_spacing_cm: 0,
        bootstrap_chunks: [
          [1, 1, 0],
          [1, 2, 0],
          [2, 1, 0],
          [2, 2, 0],
        ],
      },
      agents: { count: 0 },
    },
  },
]
