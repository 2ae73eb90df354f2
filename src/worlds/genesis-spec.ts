import type { Pos } from '../kernel/base/ints.ts'

/** What can be owned, in the order the model sorts it. */
export const RESOURCE_KINDS = ['electricity', 'hardware', 'data'] as const
export type ResourceKind = (typeof RESOURCE_KINDS)[number]
export type Resources = { readonly [kind in ResourceKind]?: number }

export const MATERIALS = ['silicate', 'metal', 'ice', 'carbon', 'composite'] as const
export type Material = (typeof MATERIALS)[number]

export interface LocationProfile {
  readonly material: Material
  readonly radius_cm: number
  readonly radiation_emission_per_tick: number
}

/** A place of the world at time 0. */
export interface LocationRecord {
  readonly type: 'location'
  readonly id: string
  readonly name: string
  readonly pos: Pos
  readonly profile: LocationProfile
  readonly resources: Resources
}

export interface AgentRecord {
  readonly type: 'agent'
  readonly id: string
  readonly name?: string
  readonly pos: Pos
  /** Who may act for the agent; the agent itself when absent. */
  readonly owner?: string
  readonly resources: Resources
}

/** Ratios are parts per thousand: the kernel has no fractions. */
export interface PowerPlantRecord {
  readonly type: 'facility'
  readonly kind: 'power_plant'
  readonly id: string
  readonly location: string
  readonly owner: string
  readonly capacity_per_tick: number
  readonly fuel_cost_per_pu: number
  readonly maintenance_cost: number
  readonly efficiency_permille: number
  readonly degradation_permille: number
}

export interface PowerStorageRecord {
  readonly type: 'facility'
  readonly kind: 'power_storage'
  readonly id: string
  readonly location: string
  readonly owner: string
  readonly capacity: number
  readonly current_level: number
  readonly charge_efficiency_permille: number
  readonly discharge_efficiency_permille: number
  readonly max_charge_rate: number
  readonly max_discharge_rate: number
}

export type FacilityRecord = PowerPlantRecord | PowerStorageRecord

export type VisualAnchor =
  | { readonly type: 'agent'; readonly id: string }
  | { readonly type: 'location'; readonly id: string }
  | { readonly type: 'absolute'; readonly pos: Pos }

/** Something a module shows on the map; it follows no rule. */
export interface VisualEntityRecord {
  readonly type: 'visual_entity'
  readonly id: string
  readonly module_id: string
  readonly kind: string
  readonly label?: string
  readonly anchor: VisualAnchor
}

export type GenesisRecord = LocationRecord | AgentRecord | FacilityRecord | VisualEntityRecord
