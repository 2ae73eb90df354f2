/** What a rollback writes: found by comparing two states, so that folding it needs no earlier state (kernel.md K6). */
import { compareBytes } from '../base/order.ts'
import type { RollbackTarget } from '../catalogue/define.ts'
import { encodeCanonical } from '../codec/encode.ts'
import type { Sha256 } from '../codec/sha256.ts'
import { patchToValue, type PatchLine } from '../packs/core/events.ts'
import type { RecordValue, State } from '../state/collection.ts'
import { CATALOGUE, type Catalogue } from './catalogue.ts'

/** An earlier frame and the state after it. */
export interface RollbackPoint {
  readonly state: State
  /** Hash of the frame. */
  readonly hash: Uint8Array
  /** State root after the frame. */
  readonly root: Uint8Array
}

function areEqual(a: RecordValue | undefined, b: RecordValue | undefined): boolean {
  if (a === b) return true
  return a !== undefined && b !== undefined && compareBytes(encodeCanonical(a), encodeCanonical(b)) === 0
}

/** Lines that make one collection of `current` that of `target`. */
function linesOf(collection: string, current: State, target: State): readonly PatchLine[] {
  const lines: PatchLine[] = []
  for (const key of target.keys(collection)) {
    const record = target.get(collection, key)
    if (record !== undefined && !areEqual(record, current.get(collection, key)))
      lines.push({ collection, key, record })
  }
  for (const key of current.keys(collection)) {
    if (!target.has(collection, key)) lines.push({ collection, key, record: null })
  }
  return lines
}

/**
 * The target of a rollback from `current`: the patch that restores the domain plane of an earlier frame; the system
 * plane stays. A function of the two states alone. O(records of the domain plane).
 */
export function createRollbackTarget(
  current: State,
  point: RollbackPoint,
  { sha256, catalogue = CATALOGUE }: { readonly sha256: Sha256; readonly catalogue?: Catalogue },
): RollbackTarget {
  const lines: PatchLine[] = []
  for (const { name, plane } of catalogue.collections.values())
    if (plane === 'domain') lines.push(...linesOf(name, current, point.state))
  const patch = encodeCanonical(patchToValue(lines))
  return { hash: point.hash, root: point.root, patch, patchDigest: sha256.digest(patch) }
}
