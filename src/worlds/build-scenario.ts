import { compareCodeUnits } from '../kernel/base/order.ts'
import { fail, ok, type Result } from '../kernel/base/result.ts'
import { parseFields } from '../kernel/schema/parse.ts'
import { checkLayout, layoutFault, type LayoutProblem } from './check-layout.ts'
import { DEFAULT_CLOUD as CLOUD } from './cloud.ts'
import { placeFragments } from './fragments.ts'
import type {
  AgentRecord,
  LayoutRecord,
  LocationProfile,
  LocationRecord,
  PosValue,
  VisualAnchor,
} from './layout.ts'
import { SCENARIO_FIELDS, type ScenarioPosition, type ScenarioSpec } from './scenario-spec.ts'
import { indexBelow, seeded, shareOf, splitmix64 } from './splitmix.ts'

const LOCATION_SALT = 0xd6e8_feb8_6659_fd93n
const SPAWN_SALT = 0xa2e4_4b5d_1974_3377n
const FRAGMENT_PREFIX = 'frag-'
const SPACING_DEFAULT_CM = 50_000
const RADIUS_DEFAULT_CM = 100

/** A scenario with everything computed: its things in the order they come into being. */
export interface BuiltScenario {
  readonly spec: ScenarioSpec
  readonly seed: number
  readonly records: readonly LayoutRecord[]
}

/**
 * Turns what somebody wrote about a world into the things it starts with: origin, locations, fragments, agents,
 * facilities, visual entities. Pure. `seed` overrides the scenario's own.
 * Faults: `input.invalid`, with the path of a wrong field or with one of the model's names as `reason`.
 */
export function buildScenario(input: unknown, seed?: number): Result<BuiltScenario> {
  const parsed = parseFields(SCENARIO_FIELDS, input, 'scenario')
  if (!parsed.ok) return parsed
  const spec = parsed.value
  const worldSeed = seed ?? spec.seed

  const places = [...originOf(spec), ...generatedLocations(spec, worldSeed)]
  const locations = [...places, ...fragmentsOf(spec, worldSeed, places)]
  const agents = spawnAgents(spec, worldSeed, locations)
  if (!agents.ok) return agents

  const records = [...locations, ...agents.value, ...facilitiesOf(spec), ...visualEntitiesOf(spec)]
  const problem = checkLayout(records, CLOUD, spec.origin?.location_id ?? 'origin')
  return problem === undefined ? ok({ spec, seed: worldSeed, records }) : fail(problem)
}

function originOf({ origin }: ScenarioSpec): readonly LocationRecord[] {
  if (origin?.enabled === false) return []
  return [
    {
      type: 'location',
      id: origin?.location_id ?? 'origin',
      name: origin?.name ?? 'Origin',
      pos: positionOf(origin?.pos),
      profile: profileOf(origin?.profile),
      resources: origin?.resources?.amounts ?? {},
    },
  ]
}

function profileOf(given: Partial<LocationProfile> | undefined): LocationProfile {
  return {
    material: given?.material ?? 'silicate',
    radius_cm: given?.radius_cm ?? RADIUS_DEFAULT_CM,
    radiation_emission_per_tick: given?.radiation_emission_per_tick ?? 0,
  }
}

function positionOf(given: ScenarioPosition | undefined): PosValue {
  if (given?.type === 'absolute') {
    return { x_cm: given.x_cm ?? 0, y_cm: given.y_cm ?? 0, z_cm: given.z_cm ?? 0 }
  }
  return {
    x_cm: fromCentre(CLOUD.widthCm, given?.dx_pct),
    y_cm: fromCentre(CLOUD.depthCm, given?.dy_pct),
    z_cm: fromCentre(CLOUD.heightCm, given?.dz_pct),
  }
}

/** Exact: every side of the cloud is a multiple of 100 cm. */
function fromCentre(size: number, percent = 0): number {
  return size / 2 + (size / 100) * percent
}

function generatedLocations(spec: ScenarioSpec, seed: number): readonly LocationRecord[] {
  const generator = spec.location_generator
  return Array.from({ length: generator?.count ?? 0 }, (_, index) => {
    const x = seeded(seed, LOCATION_SALT, index)
    const y = splitmix64(x)
    const z = splitmix64(y)
    return {
      type: 'location',
      id: `${generator?.id_prefix}${index}`,
      name: `${generator?.name_prefix} ${index}`,
      pos: {
        x_cm: shareOf(x, CLOUD.widthCm),
        y_cm: shareOf(y, CLOUD.depthCm),
        z_cm: shareOf(z, CLOUD.heightCm),
      },
      profile: profileOf(undefined),
      resources: {},
    }
  })
}

function fragmentsOf(
  { asteroid_fragment: field }: ScenarioSpec,
  seed: number,
  places: readonly LocationRecord[],
): readonly LocationRecord[] {
  if (field === undefined || field.enabled === false) return []
  const chunks = field.bootstrap_chunks.map(([x = 0, y = 0, z = 0]) => [x, y, z] as const)
  const spacingCm = field.min_fragment_spacing_cm ?? SPACING_DEFAULT_CM
  return placeFragments({ seed: seed + (field.seed_offset ?? 1), spacingCm, chunks }, places)
}

/** Agents start on a place; on a fragment only when there is nothing else. */
function spawnAgents(
  { agents }: ScenarioSpec,
  seed: number,
  locations: readonly LocationRecord[],
): Result<readonly AgentRecord[]> {
  const count = agents?.count ?? 1
  const candidates = spawnPlaces(locations, agents?.location_id)
  const first = agents?.start_index ?? 0
  const spawned: AgentRecord[] = []
  for (let index = 0; index < count; index += 1) {
    const place = candidates[indexBelow(seeded(seed, SPAWN_SALT, index), candidates.length)]
    if (place === undefined) return fail(layoutFault(missingPlace(agents?.location_id), 'scenario/agents'))
    spawned.push({
      type: 'agent',
      id: `${agents?.id_prefix ?? 'agent-'}${first + index}`,
      pos: place.pos,
      resources: agents?.resources?.amounts ?? {},
    })
  }
  return ok(spawned)
}

function spawnPlaces(
  locations: readonly LocationRecord[],
  named: string | undefined,
): readonly LocationRecord[] {
  if (named !== undefined) return locations.filter(({ id }) => id === named)
  const places = locations.filter(({ id }) => !id.startsWith(FRAGMENT_PREFIX))
  return (places.length > 0 ? places : locations).toSorted((a, b) => compareCodeUnits(a.id, b.id))
}

function missingPlace(named: string | undefined): LayoutProblem {
  return named === undefined ? 'SpawnLocationMissing' : 'SpawnLocationNotFound'
}

function facilitiesOf(spec: ScenarioSpec): readonly LayoutRecord[] {
  const plants = (spec.power_plants ?? []).map(
    ({ facility_id: id, location_id: location, owner, ...settings }) =>
      ({ type: 'facility', kind: 'power_plant', id, location, owner: owner.id, settings }) as const,
  )
  const storages = (spec.power_storages ?? []).map(
    ({ facility_id: id, location_id: location, owner, ...settings }) =>
      ({ type: 'facility', kind: 'power_storage', id, location, owner: owner.id, settings }) as const,
  )
  return [...plants, ...storages]
}

function visualEntitiesOf(spec: ScenarioSpec): readonly LayoutRecord[] {
  return (spec.module_visual_entities ?? []).map(({ entity_id: id, module_id, kind, label, anchor }) => ({
    type: 'visual_entity',
    id,
    module_id,
    kind: kind ?? 'artifact',
    ...(label === undefined ? {} : { label }),
    anchor: anchorOf(anchor),
  }))
}

type ScenarioAnchor = NonNullable<ScenarioSpec['module_visual_entities']>[number]['anchor']

function anchorOf({ type, id, pos }: ScenarioAnchor): VisualAnchor {
  return type === 'absolute' ? { type, pos: positionOf(pos) } : { type, id: id ?? '' }
}
