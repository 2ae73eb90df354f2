import type { Fault } from '../../kernel/base/fault.ts'
import type { SealReport } from '../protocol.ts'
import type { CatalogueRow, NotReproduced } from '../../storage/port.ts'

/** What is known of branches: `undefined` = this build makes the same frames. */
export type Reproduction = Readonly<Record<string, NotReproduced | undefined>>

/** What a verification that ran everything again says of a branch. */
export function notReproducedIn(
  seals: SealReport['seals'],
  found: Fault | undefined,
): NotReproduced | undefined {
  if (seals.reproduced) return undefined
  if (!seals.intact) return 'unchecked'
  return found?.kind === 'semantics.unknown' ? 'other_build' : 'differs'
}

/** The row of a world with what was found out. */
export function withReproduction(row: CatalogueRow, found: Reproduction): CatalogueRow {
  const { notReproduced: known, ...rest } = row
  const flags: Record<string, NotReproduced> = {}
  for (const [branch, why] of Object.entries({ ...known, ...found }))
    if (why !== undefined) flags[branch] = why
  return Object.keys(flags).length === 0 ? rest : { ...rest, notReproduced: flags }
}
