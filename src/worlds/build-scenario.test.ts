import { describe, expect, test } from 'vitest'
import { distanceCm } from '../kernel/base/ints.ts'
import { buildScenario } from './build-scenario.ts'
import { checkLayout } from './check-layout.ts'
import { DEFAULT_CLOUD } from './cloud.ts'
import type { LayoutRecord, LocationRecord } from './layout.ts'
import { SCENARIOS } from './scenarios.ts'

function recordsOf(id: string, seed?: number): readonly LayoutRecord[] {
  const built = buildScenario(SCENARIOS.find(({ spec }) => spec.id === id)?.spec, seed)
  if (!built.ok) throw new Error(`${id}: ${JSON.stringify(built.fault)}`)
  return built.value.records
}

const locationsOf = (records: readonly LayoutRecord[]): readonly LocationRecord[] =>
  records.filter((record) => record.type === 'location')

/** Ids of the places agents stand on, in agent order. */
function spawnsOf(records: readonly LayoutRecord[]): readonly string[] {
  return records
    .filter((record) => record.type === 'agent')
    .map(({ pos }) => locationsOf(records).find((place) => distanceCm(place.pos, pos) === 0)?.id ?? '')
}

function reasonOf(input: unknown): string {
  const built = buildScenario(input)
  return built.ok ? 'ok' : (built.fault.reason ?? built.fault.path ?? built.fault.kind)
}

const BASE = { id: 'trial', name: 'Trial', seed: 1 }

describe('the twelve scenarios', () => {
  test('are all there and build', () => {
    expect(SCENARIOS.map(({ spec }) => spec.id)).toHaveLength(12)
    for (const { spec } of SCENARIOS) expect(buildScenario(spec).ok, spec.id).toBe(true)
  })

  test('building twice gives the same things', () => {
    for (const { spec } of SCENARIOS) expect(recordsOf(spec.id)).toEqual(recordsOf(spec.id))
  })

  test('places of the twin regions are the published ones', () => {
    expect(locationsOf(recordsOf('twin_region_bootstrap')).map(({ pos }) => pos)).toEqual([
      { x_cm: 7_062_971, y_cm: 5_716_421, z_cm: 363_214 },
      { x_cm: 9_366_094, y_cm: 7_015_058, z_cm: 177_599 },
    ])
  })

  test('neighbouring seeds share places, as the model has it', () => {
    const twin = locationsOf(recordsOf('twin_region_bootstrap'))
    const triad = locationsOf(recordsOf('triad_region_bootstrap'))
    expect(triad[0]?.pos).toEqual(twin[1]?.pos)
  })

  test.each([
    ['two_bases', 260],
    ['twin_region_bootstrap', 265],
    ['llm_bootstrap', 460],
    ['triad_region_bootstrap', 346],
  ])('%s: the first two generated places lie as far apart as published', (id, hectometres) => {
    const [a, b] = locationsOf(recordsOf(id)).filter((place) => place.id !== 'origin')
    if (a === undefined || b === undefined) throw new Error('two places')
    expect(Math.round(distanceCm(a.pos, b.pos) / 10_000)).toBe(hectometres)
  })

  test.each([
    ['minimal', ['origin']],
    ['two_bases', ['base-1', 'base-1']],
    ['power_bootstrap', ['origin']],
    ['resource_bootstrap', ['origin']],
    ['llm_bootstrap', ['llm-site-1']],
    ['twin_region_bootstrap', ['region-0', 'region-0']],
    ['triad_region_bootstrap', ['region-0', 'region-2', 'region-0']],
    ['triad_p2p_bootstrap', ['node-2', 'node-0', 'node-2']],
    ['asteroid_fragment_bootstrap', ['origin']],
    ['asteroid_fragment_twin_region_bootstrap', ['region-0', 'region-0']],
    ['asteroid_fragment_triad_region_bootstrap', ['region-0', 'region-2', 'region-2']],
    ['asteroid_fragment_detail_bootstrap', []],
  ])('%s: agents start at %j', (id, spawns) => {
    expect(spawnsOf(recordsOf(id))).toEqual(spawns)
  })

  test('things come in the order of the model', () => {
    const order = ['location', 'agent', 'facility', 'visual_entity']
    for (const { spec } of SCENARIOS) {
      const ranks = recordsOf(spec.id).map(({ type }) => order.indexOf(type))
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
    }
  })
})

describe('fragments', () => {
  const detail = locationsOf(recordsOf('asteroid_fragment_detail_bootstrap'))

  test('fill every chunk with eight', () => {
    expect(detail).toHaveLength(32)
    expect(detail.filter(({ id }) => id.startsWith('frag-1-2-0-'))).toHaveLength(8)
  })

  test('keep their distance and stay in their chunk', () => {
    for (const [index, a] of detail.entries()) {
      const [x, y] = a.id.split('-').slice(1).map(Number)
      expect(Math.floor(a.pos.x_cm / 2_000_000)).toBe(x)
      expect(Math.floor(a.pos.y_cm / 2_000_000)).toBe(y)
      for (const b of detail.slice(index + 1)) {
        expect(distanceCm(a.pos, b.pos)).toBeGreaterThanOrEqual(a.profile.radius_cm + b.profile.radius_cm)
      }
    }
  })

  test('a chunk that is too crowded gives fewer', () => {
    const built = buildScenario({
      ...BASE,
      asteroid_fragment: { min_fragment_spacing_cm: 900_000, bootstrap_chunks: [[0, 0, 0]] },
    })
    const count = built.ok ? locationsOf(built.value.records).length - 1 : 0
    expect(count).toBeGreaterThan(0)
    expect(count).toBeLessThan(8)
  })

  test('another seed gives other rock', () => {
    expect(locationsOf(recordsOf('asteroid_fragment_detail_bootstrap', 43))[0]?.pos).not.toEqual(
      detail[0]?.pos,
    )
  })
})

describe('what is wrong is named', () => {
  const plant = {
    facility_id: 'plant-1',
    location_id: 'origin',
    owner: { type: 'agent', id: 'agent-0' },
    capacity_per_tick: 1,
    fuel_cost_per_pu: 1,
    maintenance_cost: 1,
    efficiency_permille: 1000,
    degradation_permille: 0,
  }
  const storage = {
    facility_id: 'storage-1',
    location_id: 'origin',
    owner: { type: 'location', id: 'origin' },
    capacity: 5,
    current_level: 1,
    charge_efficiency_permille: 1000,
    discharge_efficiency_permille: 1000,
    max_charge_rate: 1,
    max_discharge_rate: 1,
  }
  const entity = { entity_id: 'v-1', module_id: 'm1.rule.move', anchor: { type: 'agent', id: 'agent-0' } }
  const generator = { count: 2, id_prefix: 'place-', name_prefix: 'Place' }

  test.each([
    ['OriginOutOfBounds', { origin: { pos: { type: 'center_offset', dx_pct: 51 } } }],
    ['InvalidLocationId', { origin: { location_id: 'No Such' } }],
    ['LocationIdConflict', { origin: { location_id: 'place-1' }, location_generator: generator }],
    ['InvalidAgentId', { agents: { id_prefix: 'A ' } }],
    ['InvalidResourceAmount', { agents: { resources: { amounts: { data: -1 } } } }],
    ['SpawnLocationMissing', { origin: { enabled: false } }],
    ['SpawnLocationNotFound', { agents: { location_id: 'nowhere' } }],
    ['InvalidFacilityId', { power_plants: [{ ...plant, facility_id: '' }] }],
    ['FacilityIdConflict', { power_plants: [plant, plant] }],
    ['FacilityLocationNotFound', { power_plants: [{ ...plant, location_id: 'nowhere' }] }],
    ['FacilityOwnerNotFound', { power_plants: [{ ...plant, owner: { type: 'agent', id: 'nobody' } }] }],
    ['InvalidFacilityAmount', { power_plants: [{ ...plant, capacity_per_tick: -1 }] }],
    ['InvalidFacilityRatio', { power_plants: [{ ...plant, efficiency_permille: 1001 }] }],
    ['InvalidFacilityAmount', { power_storages: [{ ...storage, max_charge_rate: -1 }] }],
    ['InvalidFacilityRatio', { power_storages: [{ ...storage, charge_efficiency_permille: -1 }] }],
    ['InvalidFacilityLevel', { power_storages: [{ ...storage, current_level: 6 }] }],
    ['InvalidModuleVisualEntityId', { module_visual_entities: [{ ...entity, entity_id: ' ' }] }],
    ['ModuleVisualEntityIdConflict', { module_visual_entities: [entity, entity] }],
    [
      'ModuleVisualEntityAnchorNotFound',
      { module_visual_entities: [{ ...entity, anchor: { type: 'location', id: 'nowhere' } }] },
    ],
    ['scenario/colour', { colour: 'red' }],
    ['scenario/seed', { seed: -1 }],
    ['scenario/name', { name: 7 }],
  ])('%s', (reason, change) => {
    expect(reasonOf({ ...BASE, ...change })).toBe(reason)
  })

  test.each([
    ['AgentIdConflict', [agentAt(0), agentAt(1)]],
    ['AgentOutOfBounds', [agentAt(-1)]],
    ['LocationOutOfBounds', [{ ...locationAt('far'), pos: { x_cm: 10_000_001, y_cm: 0, z_cm: 0 } }]],
  ] as const)('%s, in a layout of any making', (reason, records) => {
    expect(checkLayout(records, DEFAULT_CLOUD)).toEqual({
      kind: 'input.invalid',
      reason,
      path: `records/${records.length - 1}`,
    })
  })
})

function agentAt(x: number): LayoutRecord {
  return { type: 'agent', id: 'agent-0', pos: { x_cm: x, y_cm: 0, z_cm: 0 }, resources: {} }
}

function locationAt(id: string): LocationRecord {
  return {
    type: 'location',
    id,
    name: id,
    pos: { x_cm: 0, y_cm: 0, z_cm: 0 },
    profile: { material: 'ice', radius_cm: 1, radiation_emission_per_tick: 0 },
    resources: {},
  }
}
