import type { RollbackTarget } from '../../kernel/catalogue/define.ts'
import { encodeCanonical } from '../../kernel/codec/encode.ts'
import { patchToValue } from '../../kernel/packs/core/events.ts'
import { StateTree } from '../../kernel/state/tree.ts'
import { diffTrees } from '../../kernel/state/tree-diff.ts'
import { planeIn } from '../../kernel/world/catalogue.ts'
import type { World, WorldStart } from '../../kernel/world/world.ts'

/** What a rollback of this world, as it stands now, to an earlier state of it has to write. */
export function createRollbackTarget(world: World, earlier: WorldStart): RollbackTarget {
  const { sha256 } = world.ports
  const planeOf = planeIn(world.catalogue)
  const tree = new StateTree({ sha256, planeOf })
  for (const collection of earlier.state.collectionNames()) {
    for (const [key, record] of earlier.state.entries(collection)) tree.set(collection, key, record)
  }
  const lines = diffTrees(world.tree, tree)
    .filter(({ collection }) => planeOf(collection) === 'domain')
    .map(({ collection, key, after }) => ({ collection, key, record: after ?? null }))
  const patch = encodeCanonical(patchToValue(lines))
  return { hash: earlier.head.hash, root: tree.root(), patch, patchDigest: sha256.digest(patch) }
}
