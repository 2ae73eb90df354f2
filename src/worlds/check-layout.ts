import { type Fault, fault } from '../kernel/base/fault.ts'
import { isId } from '../kernel/base/ids.ts'
import { type CloudSize, isInside } from './cloud.ts'
import type {
  AgentRecord,
  FacilityRecord,
  LayoutRecord,
  LocationRecord,
  PowerPlantRecord,
  PowerStorageRecord,
  Resources,
  VisualEntityRecord,
} from './layout.ts'

/** What can be wrong with the things a world starts with; the names are the model's. */
export type LayoutProblem =
  | 'OriginOutOfBounds'
  | 'LocationOutOfBounds'
  | 'InvalidLocationId'
  | 'LocationIdConflict'
  | 'InvalidAgentId'
  | 'AgentIdConflict'
  | 'AgentOutOfBounds'
  | 'InvalidFacilityId'
  | 'FacilityIdConflict'
  | 'FacilityLocationNotFound'
  | 'FacilityOwnerNotFound'
  | 'InvalidModuleVisualEntityId'
  | 'ModuleVisualEntityIdConflict'
  | 'ModuleVisualEntityAnchorNotFound'
  | 'SpawnLocationMissing'
  | 'SpawnLocationNotFound'
  | 'InvalidResourceAmount'
  | 'InvalidFacilityAmount'
  | 'InvalidFacilityRatio'
  | 'InvalidFacilityLevel'

export function layoutFault(reason: LayoutProblem, path: string): Fault {
  return fault('input.invalid', { reason, path })
}

/** What has been laid out so far, and which place is the origin. */
interface Layout {
  readonly cloud: CloudSize
  readonly originId: string | undefined
  readonly locations: Set<string>
  readonly agents: Set<string>
  readonly facilities: Set<string>
  readonly visualEntities: Set<string>
}

/**
 * Checks the things of a genesis in the order they come: nothing may name what does not stand yet. Answers with the
 * first problem, its path being `records/<index>/<field>`.
 */
export function checkLayout(
  records: readonly LayoutRecord[],
  cloud: CloudSize,
  originId?: string,
): Fault | undefined {
  const layout: Layout = {
    cloud,
    originId,
    locations: new Set(),
    agents: new Set(),
    facilities: new Set(),
    visualEntities: new Set(),
  }
  for (const [index, record] of records.entries()) {
    const problem = problemOf(layout, record)
    if (problem !== undefined) return layoutFault(problem, `records/${index}`)
  }
  return undefined
}

function problemOf(layout: Layout, record: LayoutRecord): LayoutProblem | undefined {
  switch (record.type) {
    case 'location':
      return locationProblem(layout, record)
    case 'agent':
      return agentProblem(layout, record)
    case 'facility':
      return facilityProblem(layout, record)
    case 'visual_entity':
      return visualProblem(layout, record)
  }
}

function locationProblem(layout: Layout, record: LocationRecord): LayoutProblem | undefined {
  if (!isId(record.id)) return 'InvalidLocationId'
  if (!isInside(layout.cloud, record.pos)) {
    return record.id === layout.originId ? 'OriginOutOfBounds' : 'LocationOutOfBounds'
  }
  if (layout.locations.has(record.id)) return 'LocationIdConflict'
  layout.locations.add(record.id)
  return resourceProblem(record.resources)
}

function agentProblem(layout: Layout, record: AgentRecord): LayoutProblem | undefined {
  if (!isId(record.id)) return 'InvalidAgentId'
  if (!isInside(layout.cloud, record.pos)) return 'AgentOutOfBounds'
  if (layout.agents.has(record.id)) return 'AgentIdConflict'
  layout.agents.add(record.id)
  return resourceProblem(record.resources)
}

function resourceProblem(resources: Resources): LayoutProblem | undefined {
  return Object.values(resources).every(isAmount) ? undefined : 'InvalidResourceAmount'
}

function facilityProblem(layout: Layout, record: FacilityRecord): LayoutProblem | undefined {
  if (!isId(record.id)) return 'InvalidFacilityId'
  if (layout.facilities.has(record.id)) return 'FacilityIdConflict'
  if (!layout.locations.has(record.location)) return 'FacilityLocationNotFound'
  if (!layout.agents.has(record.owner) && !layout.locations.has(record.owner)) {
    return 'FacilityOwnerNotFound'
  }
  layout.facilities.add(record.id)
  return numbersProblem(record)
}

function numbersProblem(record: FacilityRecord): LayoutProblem | undefined {
  return record.kind === 'power_plant' ? plantProblem(record.settings) : storageProblem(record.settings)
}

function plantProblem(settings: PowerPlantRecord['settings']): LayoutProblem | undefined {
  const { capacity_per_tick, fuel_cost_per_pu, maintenance_cost } = settings
  if (![capacity_per_tick, fuel_cost_per_pu, maintenance_cost].every(isAmount)) {
    return 'InvalidFacilityAmount'
  }
  const ratios = [settings.efficiency_permille, settings.degradation_permille]
  return ratios.every(isRatio) ? undefined : 'InvalidFacilityRatio'
}

function storageProblem(settings: PowerStorageRecord['settings']): LayoutProblem | undefined {
  const { capacity, current_level, max_charge_rate, max_discharge_rate } = settings
  if (![capacity, max_charge_rate, max_discharge_rate].every(isAmount)) return 'InvalidFacilityAmount'
  const ratios = [settings.charge_efficiency_permille, settings.discharge_efficiency_permille]
  if (!ratios.every(isRatio)) return 'InvalidFacilityRatio'
  return isAmount(current_level) && current_level <= capacity ? undefined : 'InvalidFacilityLevel'
}

function visualProblem(layout: Layout, record: VisualEntityRecord): LayoutProblem | undefined {
  if (!isId(record.id)) return 'InvalidModuleVisualEntityId'
  if (layout.visualEntities.has(record.id)) return 'ModuleVisualEntityIdConflict'
  layout.visualEntities.add(record.id)
  return isAnchored(layout, record) ? undefined : 'ModuleVisualEntityAnchorNotFound'
}

function isAnchored({ cloud, agents, locations }: Layout, { anchor }: VisualEntityRecord): boolean {
  switch (anchor.type) {
    case 'agent':
      return agents.has(anchor.id)
    case 'location':
      return locations.has(anchor.id)
    case 'absolute':
      return isInside(cloud, anchor.pos)
  }
}

function isAmount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isRatio(value: number): boolean {
  return isAmount(value) && value <= 1000
}
