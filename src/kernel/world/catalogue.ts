/** The list of packs and what follows from it: every kind a world of this build knows. */
import type {
  ActionDefinition,
  CollectionDefinition,
  EventDefinition,
  Invariant,
  Pack,
} from '../catalogue/define.ts'
import { assert } from '../base/assert.ts'
import type { Plane } from '../state/collection.ts'
import { corePack } from '../packs/core/pack.ts'
import { ledgerPack } from '../packs/ledger/pack.ts'
import { modulesPack } from '../packs/modules/pack.ts'
import { spacePack } from '../packs/space/pack.ts'

export interface Catalogue {
  readonly packs: readonly Pack[]
  readonly events: ReadonlyMap<string, EventDefinition>
  readonly actions: ReadonlyMap<string, ActionDefinition>
  readonly collections: ReadonlyMap<string, CollectionDefinition>
  readonly invariants: readonly Invariant[]
}

function byName<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, T> {
  const found = new Map<string, T>()
  for (const item of items) {
    assert(!found.has(nameOf(item)), `Declared once: ${nameOf(item)}`)
    found.set(nameOf(item), item)
  }
  return found
}

/** Puts packs together. Throws when two packs declare one name. */
export function createCatalogue(packs: readonly Pack[]): Catalogue {
  return {
    packs,
    events: byName(
      packs.flatMap((pack) => pack.events),
      (event) => event.kind,
    ),
    actions: byName(
      packs.flatMap((pack) => pack.actions),
      (action) => action.kind,
    ),
    collections: byName(
      packs.flatMap((pack) => pack.collections),
      (collection) => collection.name,
    ),
    invariants: packs.flatMap((pack) => pack.invariants),
  }
}

/** What this build knows. Worlds run under it unless a test plants another rule. */
export const CATALOGUE: Catalogue = createCatalogue([corePack, spacePack, ledgerPack, modulesPack])

/** Kernel behaviour of this build (K2). A world of another number is played back but not reproduced. */
export const SEMANTICS = 1

/** The plane a collection belongs to; unknown names are a fault of ours, as state changes by declared events only. */
export function planeIn(catalogue: Catalogue): (collection: string) => Plane {
  return (name) => {
    const collection = catalogue.collections.get(name)
    assert(collection !== undefined, 'A collection is declared by a pack.', { path: name })
    return collection.plane
  }
}
