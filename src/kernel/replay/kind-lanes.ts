/** Kinds of events and actions by number, with the lane that their events are drawn in. */
import { assert } from '../base/assert.ts'
import type { EventDefinition } from '../catalogue/define.ts'
import { LANES } from '../catalogue/lanes.ts'
import type { Catalogue } from '../world/catalogue.ts'

/** Lane of events of kinds this build does not know. */
const UNKNOWN_LANE = LANES.indexOf('module')

interface KindEntry {
  readonly kind: string
  readonly definition: EventDefinition | undefined
  readonly lane: number
}

export class KindLanes {
  private readonly catalogue: Catalogue
  private readonly entries: KindEntry[] = []
  private readonly numberByName = new Map<string, number>()

  constructor(catalogue: Catalogue) {
    this.catalogue = catalogue
  }

  get names(): readonly string[] {
    return this.entries.map(({ kind }) => kind)
  }

  /** 0-based lanes by number. */
  get lanes(): Uint8Array {
    return Uint8Array.from(this.entries, ({ lane }) => lane)
  }

  /** Number of a kind, made when it is new. */
  numberOf(kind: string): number {
    const known = this.numberByName.get(kind)
    if (known !== undefined) return known
    const definition = this.catalogue.events.get(kind)
    const lane = definition === undefined ? UNKNOWN_LANE : LANES.indexOf(definition.lane)
    assert(this.entries.length < 0x10000, 'Kinds are numbered by two bytes.')
    this.numberByName.set(kind, this.entries.length)
    return this.entries.push({ kind, definition, lane }) - 1
  }

  /** The number of a kind that came up already; −1 = it did not. */
  knownNumberOf(kind: string): number {
    return this.numberByName.get(kind) ?? -1
  }

  at(number: number): KindEntry | undefined {
    return this.entries[number]
  }

  /** 0-based lane of the events of a kind. */
  laneOf(number: number): number {
    return this.entries[number]?.lane ?? UNKNOWN_LANE
  }
}
