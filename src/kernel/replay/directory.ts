/** Ids and names of who and what is in a journal, each with an index that never changes. Grows only. */
import type { ValueMap } from '../codec/value.ts'

export interface AgentEntry {
  readonly id: string
  /** Name for people; the id when there is none. */
  readonly name: string
  /** The event that registered it first. */
  readonly eventId: number
}

export interface LocationEntry {
  readonly id: string
  readonly name: string
  readonly x: number
  readonly y: number
  readonly material: string
  readonly radiusCm: number
  readonly radiation: number
  /** The event that registered it. */
  readonly eventId: number
}

const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise)
const number = (value: unknown): number => (typeof value === 'number' ? value : 0)
const map = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}

export class Directory {
  private readonly agentList: AgentEntry[] = []
  private readonly locationList: LocationEntry[] = []
  private readonly agentIndexById = new Map<string, number>()
  private readonly locationIndexById = new Map<string, number>()

  get agents(): readonly AgentEntry[] {
    return this.agentList
  }

  get locations(): readonly LocationEntry[] {
    return this.locationList
  }

  /** Rises whenever something was added. */
  get version(): number {
    return this.agentList.length + this.locationList.length
  }

  agentIndex(id: string): number | undefined {
    return this.agentIndexById.get(id)
  }

  locationIndex(id: string): number | undefined {
    return this.locationIndexById.get(id)
  }

  /** The index of an agent, which it gets with its first registration. */
  addAgent(entry: AgentEntry): number {
    const known = this.agentIndexById.get(entry.id)
    if (known !== undefined) return known
    this.agentIndexById.set(entry.id, this.agentList.length)
    return this.agentList.push(entry) - 1
  }

  addLocation(entry: LocationEntry): void {
    if (this.locationIndexById.has(entry.id)) return
    this.locationIndexById.set(entry.id, this.locationList.length)
    this.locationList.push(entry)
  }
}

/** The entry of a `domain.agent_registered` payload. */
export function agentEntryOf(payload: ValueMap, eventId: number): AgentEntry {
  const id = text(payload['agent_id'], '')
  return { id, name: text(payload['name'], id), eventId }
}

/** The entry of a `space.location_registered` payload. */
export function locationEntryOf(payload: ValueMap, eventId: number): LocationEntry {
  const pos = map(payload['pos'])
  const profile = map(payload['profile'])
  const id = text(payload['location_id'], '')
  return {
    id,
    name: text(payload['name'], id),
    x: number(pos['x_cm']),
    y: number(pos['y_cm']),
    material: text(profile['material'], ''),
    radiusCm: number(profile['radius_cm']),
    radiation: number(profile['radiation_emission_per_tick']),
    eventId,
  }
}
