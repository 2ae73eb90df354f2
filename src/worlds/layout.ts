import type { Pos } from '../kernel/base/ints.ts'
import type { MATERIALS, ResourceKind } from '../kernel/packs/space/collections.ts'

/** A position as a plain value: fit for payloads, which an interface is not. */
export type PosValue = Pick<Pos, keyof Pos>

export type Material = (typeof MATERIALS)[number]
export type Resources = { readonly [kind in ResourceKind]?: number }

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
  readonly pos: PosValue
  readonly profile: LocationProfile
  readonly resources: Resources
}

export interface AgentRecord {
  readonly type: 'agent'
  readonly id: string
  readonly name?: string
  readonly pos: PosValue
  /** Who may act for the agent; the agent itself when absent. */
  readonly owner?: string
  readonly resources: Resources
}

interface Facility {
  readonly type: 'facility'
  readonly id: string
  readonly location: string
  /** An agent or a location. */
  readonly owner: string
}

/** Ratios are parts per thousand: the kernel has no fractions. */
export interface PowerPlantRecord extends Facility {
  readonly kind: 'power_plant'
  readonly settings: {
    readonly capacity_per_tick: number
    readonly fuel_cost_per_pu: number
    readonly maintenance_cost: number
    readonly efficiency_permille: number
    readonly degradation_permille: number
  }
}

export interface PowerStorageRecord extends Facility {
  readonly kind: 'power_storage'
  readonly settings: {
    readonly capacity: number
    readonly current_level: number
    readonly charge_efficiency_permille: number
    readonly discharge_efficiency_permille: number
    readonly max_charge_rate: number
    readonly max_discharge_rate: number
  }
}

export type FacilityRecord = PowerPlantRecord | PowerStorageRecord

export type VisualAnchor =
  | { readonly type: 'agent'; readonly id: string }
  | { readonly type: 'location'; readonly id: string }
  | { readonly type: 'absolute'; readonly pos: PosValue }

/** Something a module shows on the map; it follows no rule. */
export interface VisualEntityRecord {
  readonly type: 'visual_entity'
  readonly id: string
  readonly module_id: string
  readonly kind: string
  readonly label?: string
  readonly anchor: VisualAnchor
}

export type LayoutRecord = LocationRecord | AgentRecord | FacilityRecord | VisualEntityRecord
